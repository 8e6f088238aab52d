// A council whose every text is hostile (tests/api/hostile_council.mjs), in a real browser: nothing of it comes to life, nothing is
// asked of anybody else, and no text, however long or of whatever script, makes a page scroll sideways.
//
//	node hostile.mjs PLIMSOLL SIGN_IN_TO SCHEME.json [FOLDER]        pictures of the pages go into the folder
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {EMPLOYER, HARM, hostile, makeHostileCouncil} from '../api/hostile_council.mjs';
import {serve, stop} from '../serve.mjs';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {MODES, openPage, problemsOf, unexpected} from './look.mjs';
import {cookieFor, giveCookie} from './sign_in.mjs';

const [plimsoll, signInTo, scheme, pictures] = process.argv.slice(2);
const HOME = `/employers/${EMPLOYER}`;
const IMPORTS = `${HOME}/imports`;
const EVERY_HARM = HARM.length;
const MOST_PROBLEMS = 12;

// What is opened: how many of each, what of the council it has to show, and whether axe looks at one.
const KINDS = [
	{name: 'overview', pattern: /^\/employers\/[^/]+$/, most: 1, shows: 'teamname'},
	{name: 'board', pattern: /\/teams\/[^/]+$/, most: EVERY_HARM, shows: 'workername', axe: true},
	{name: 'worker', pattern: /\/workers\/[^/]+$/, most: EVERY_HARM, shows: 'workername'},
	{name: 'case', pattern: /\/cases\/[^/]+$/, most: EVERY_HARM, shows: 'teamname', axe: true},
	{name: 'pile', pattern: /\/unallocated$/, most: 1, shows: 'teamname'},
	{name: 'lines', pattern: /\/lines$/, most: 1, shows: 'agreername'},
	{name: 'ledger', pattern: /\/ledger$/, most: 1, shows: 'login'},
	{name: 'users', pattern: /\/accounts$/, most: 1, shows: 'accountname'},
	{name: 'user', pattern: /\/accounts\/\d+$/, most: EVERY_HARM, shows: 'name'},
	{name: 'own account', pattern: /^\/account$/, most: 1, shows: 'seername'},
	{name: 'imports', pattern: /\/imports$/, most: 1, shows: 'seer'},
	{name: 'import', pattern: /\/imports\/\d+$/, most: 1, shows: 'filename'},
	{name: 'scheme', pattern: /^\/schemes\/[^/]+$/, most: 1, shows: 'scheme'},
];

// A page that tells what comes to life in it. The policy of the page does not hold for what the debugger brings in.
async function openWatched(context, base) {
	const {page, console_} = await openPage(context);
	const alive = [];
	page.on('dialog', async (dialog) => {
		alive.push(`a dialog: ${dialog.message()}`);
		await dialog.dismiss();
	});
	page.on('request', (request) => new URL(request.url()).origin === base || alive.push(`asks for ${request.url()}`));
	await page.exposeFunction('plhCame', (what) => alive.push(what));
	await page.addInitScript(() => {
		globalThis.plh = () => globalThis.plhCame('a script of the council ran');
		document.addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI, sample}) =>
			globalThis.plhCame(`against the policy: ${violatedDirective} ${blockedURI} ${sample}`));
	});
	// Those of the last page that was shown.
	const lifeOf = (status) => [...alive.splice(0), ...unexpected(console_.splice(0), status)];
	return {page, lifeOf};
}

// Files of hostile names and texts, tried.
async function sendFiles(page, base) {
	await page.goto(base + IMPORTS);
	await page.setInputFiles('#files', HARM.slice(0, 8).map((harm, i) => ({name: `filename${i} ${harm.replaceAll(/["\n]/g, '')}.csv`,
		mimeType: 'text/csv', buffer: Buffer.from(`case,opened,"${harm.replaceAll('"', '""')}"\n${'x'.repeat(90)}${i},"${harm.replaceAll('"', '""')}",y\n`)})));
	await page.click('main form button');
	await page.waitForSelector('main:not(:has(progress)) h1');
	return new URL(page.url()).pathname;
}

// Walks the links from the first pages; some of each kind.
async function collect(page, base, first) {
	const found = new Map(KINDS.map(({name}) => [name, []]));
	const seen = new Set(first), queue = [...first];
	while (queue.length > 0) {
		const path = queue.shift();
		const kind = KINDS.find(({pattern}) => pattern.test(path));
		if (kind === undefined || found.get(kind.name).length >= kind.most)
			continue;
		found.get(kind.name).push(path);
		await page.goto(base + path);
		for (const href of await page.locator('a[href]').evaluateAll((all) => all.map((one) => one.getAttribute('href').replace(/[?#].*/, ''))))
			if (href.startsWith('/') && !seen.has(href)) {
				seen.add(href);
				queue.push(href);
			}
	}
	return found;
}

async function problemsAt(page, lifeOf, base, path, shows) {
	const response = await page.goto(base + path);
	const problems = lifeOf(response.status());
	const [wide, view] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
	if (wide > view)
		problems.push(`scrolls sideways: ${wide} pixels wide in ${view}`);
	if (await page.locator('script, style, [style], img, iframe').count() > 0)
		problems.push('has an element that no page of ours has');
	if (!(await page.content()).includes(shows))
		problems.push(`shows nothing of the council: no ${shows}`);
	return problems.map((problem) => `${path}: ${problem}`);
}

async function lookAt(page, lifeOf, base, kind, paths, mode) {
	const problems = paths.length > 0 ? [] : ['there is none'];
	for (const [i, path] of paths.entries()) {
		problems.push(...await problemsAt(page, lifeOf, base, path, kind.shows));
		if (pictures)
			await page.screenshot({path: join(pictures, `${kind.name}-${i}-${mode.name}.png`.replaceAll(' ', '-')), fullPage: true});
	}
	check(`${kind.name} in ${mode.name}: ${paths.length} opened, and nothing hostile comes to life`, problems.slice(0, MOST_PROBLEMS));
	if (kind.axe)
		check(`axe finds nothing wrong with a ${kind.name} in ${mode.name}`,
			await problemsOf(page, await page.reload(), {...mode, keyboard: false}));
}

// What nobody links to: addresses made of the same words.
async function lookAtErrors(page, lifeOf, base, mode) {
	const problems = [];
	for (const harm of HARM)
		for (const path of [`${HOME}/teams/${encodeURIComponent(harm)}`, `${HOME}?on=${encodeURIComponent(harm)}`])
			problems.push(...await problemsAt(page, lifeOf, base, path, '<h1'));
	check(`addresses that are hostile in ${mode.name}: nothing comes to life`, problems.slice(0, MOST_PROBLEMS));
}

// So that a watch that is blind does not pass for a page that is clean.
async function checkEyes(page, lifeOf, base) {
	await page.goto(base + HOME);
	await page.evaluate(async () => {
		document.body.append(Object.assign(document.createElement('img'), {src: 'http://plh.example/a.png'}));
		document.querySelector('h1').setAttribute('style', 'width: 4000px');
		await globalThis.plh();
	});
	const life = lifeOf(200).join(' ');
	check('the watch sees what it looks for', ['a script of the council ran', 'against the policy: img-src http://plh.example', 'style-src-attr']
		.filter((one) => !life.includes(one)));
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-hostile-'));
let server;
let browser;
try {
	const db = join(folder, 'hostile.db');
	makeHostileCouncil({plimsoll, signInTo, scheme}, folder, db);
	const cookie = cookieFor(signInTo, db, EMPLOYER, 'login=seer', `name=${hostile('seername', 0)}`, `browser=${hostile('browser', 1)}`, 'director',
		'analyst', 'administrator');
	const served = await serve(plimsoll, db);
	server = served.server;
	browser = await launch();
	let found;
	for (const mode of MODES.filter(({colorScheme}) => colorScheme === 'light')) {
		const context = await browser.newContext({colorScheme: mode.colorScheme, viewport: mode.viewport});
		await giveCookie(context, cookie);
		const {page, lifeOf} = await openWatched(context, served.base);
		found ??= await collect(page, served.base, [HOME, '/account', '/schemes/spoilt', await sendFiles(page, served.base)]);
		for (const kind of KINDS)
			await lookAt(page, lifeOf, served.base, kind, found.get(kind.name), mode);
		await lookAtErrors(page, lifeOf, served.base, mode);
		await checkEyes(page, lifeOf, served.base);
		await context.close();
	}
	await stop(server);
} finally {
	await browser?.close();
	server?.kill('SIGTERM');
	rmSync(folder, {recursive: true, force: true});
}
finish();
