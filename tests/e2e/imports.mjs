// Imports by web upload in a real browser: the form, what is under way, the report, taking it back, and what goes wrong, in light and
// dark and at 320 pixels; and all of it without script, with a page that loads itself again.
//
//	node imports.mjs PLIMSOLL SIGN_IN_TO [FOLDER]        pictures of the pages go into the folder
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {serve} from '../serve.mjs';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {inEachMode, openPage, unexpected} from './look.mjs';
import {cookieFor, giveCookie} from './sign_in.mjs';

const [plimsoll, signInTo, pictures] = process.argv.slice(2);
const LARGE = 40000;
const LONG = 250000; // rows that take longer to read than a form to send
const IMPORTS = '/employers/north/imports';

const file = (name, text) => ({name, mimeType: 'text/csv', buffer: Buffer.from(text)});
const rows = (from, count) => Array.from({length: count}, (_, i) => `C-${from + i},2026-02-02\n`).join('');
const good = file('cases of March.csv', 'case,opened\nGOOD-1,2026-03-02\n');
const wrong = file('a file with a very long name that somebody gave it who likes to say all of it in one word_'.repeat(2) + '.csv',
	`case,opened\nC-1,2026-02-02\n${Array.from({length: 60}, (_, i) => `W-${i},yesterday\n`).join('')}`);

async function send(page, base, files, atOnce) {
	await page.goto(base + IMPORTS);
	await page.setInputFiles('#files', files);
	if (atOnce)
		await page.check('#at_once');
	await page.click('main form button');
}

// Stays on the page of a job until it has ended; without script the page does that by itself.
async function ended(page) {
	await page.waitForSelector('main:not(:has(progress)) h1');
}

async function look(page, response, name) {
	for await (const {mode, problems} of inEachMode(page, response)) {
		check(`${name} in ${mode.name}`, problems);
		if (pictures)
			await page.screenshot({path: join(pictures, `${name}-${mode.name}.png`.replaceAll(' ', '-')), fullPage: true});
	}
}

async function lookAtImports(browser, base, cookie) {
	const context = await browser.newContext();
	await giveCookie(context, cookie);
	const {page, console_} = await openPage(context);
	const again = async (name) => look(page, await page.goto(page.url().replace(/[?].*/, '')), name);

	await look(page, await page.goto(base + IMPORTS), 'imports');
	const answer = page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() === 422);
	await page.click('main form button');
	await look(page, await answer, 'imports without a file');

	await send(page, base, [wrong], true);
	await ended(page);
	await again('import refused for its errors');
	await page.goto(`${page.url()}?page=2`);
	check('the second page of what is wrong is there', await page.locator('text=Earlier in the list').count() === 1 ? [] : ['it is not']);

	await send(page, base, [file('large.csv', `case,opened\n${rows(1, LONG)}`)], false);
	await send(page, base, [good], false);
	const waiting = page.url();
	const still = await page.goto(`${waiting}?still=yes`);
	check('an import waits', await page.locator('progress').count() === 1 ? [] : ['it has ended already']);
	await look(page, still, 'import on its way');
	await page.goto(waiting);
	await ended(page);
	await again('import that was tried');
	await page.click('text=Take the files in');
	await ended(page);
	await again('import that was taken in');
	await page.click('text=take it back');
	await look(page, await page.reload(), 'import to be taken back');
	await page.click('text=Take this import back');
	await ended(page);
	await again('undo that is done');
	await send(page, base, [file('letter.txt', 'Dear all')], true);
	await ended(page);
	await again('import that failed');
	check('the console is silent beside imports', unexpected(console_, 422));
	await context.close();
}

// Without script: a page that loads itself again leads to the report.
async function lookWithoutScript(browser, base, cookie) {
	const context = await browser.newContext({javaScriptEnabled: false});
	await giveCookie(context, cookie);
	const {page} = await openPage(context);
	await send(page, base, [file('large.csv', `case,opened\n${rows(100000, LARGE)}`)], true);
	const problems = await page.locator('meta[http-equiv=refresh][content="2"]').count() === 1 ? [] : ['the page does not load itself again'];
	await page.waitForSelector('h1:has-text("Taken in")');
	check('without script a page that loads itself leads to the report', problems);
	await context.close();
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-imports-'));
let served;
let browser;
try {
	const db = join(folder, 'north.db');
	writeFileSync(join(folder, 'cases.csv'), 'case,opened\nC-0,2026-01-05\n');
	execFileSync(plimsoll, ['import', '--db', db, '--employer', 'north', join(folder, 'cases.csv')], {stdio: 'pipe'});
	const cookie = cookieFor(signInTo, db, 'north', 'analyst');
	served = await serve(plimsoll, db);
	browser = await launch();
	await lookAtImports(browser, served.base, cookie);
	await lookWithoutScript(browser, served.base, cookie);
	finish();
} finally {
	await browser?.close();
	served?.server.removeAllListeners('exit');
	served?.server.kill('SIGTERM');
	rmSync(folder, {recursive: true, force: true});
}
