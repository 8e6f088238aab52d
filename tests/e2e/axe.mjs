// Every kind of page in a real browser: axe-core finds nothing, nothing scrolls sideways at 320 pixels, the console is
// silent, nothing needs script, focus is seen, titles differ.
//
//	node axe.mjs SERVE_COUNCIL
//	node axe.mjs --demo PLIMSOLL SIGN_IN_TO
//
// SERVE_COUNCIL serves the council of the unit tests and prints its address (http://127.0.0.1:PORT...) on standard output. With
// --demo it is plimsoll itself, which first makes an invented council; its pages are looked at in light colours only. Prints
// TAP.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {addressesOf} from '../serve.mjs';
import {launch} from './browser.mjs';
import {inEachMode, MODES, openPage, unexpected} from './look.mjs';
import {cookieFor, giveCookie, signIn} from './sign_in.mjs';

const FIXTURES = new URL('../fixtures', import.meta.url).pathname;
const EACH_KIND = 2; // pages of one kind that are looked at
// Somebody who may open every kind of page (tests/unit/web/council.h).
const LOGIN = 'otto';
const PASS_PHRASE = 'seven boats on a grey morning';

const KINDS = [
	['employers', /^\/employers$/],
	['overview', /^\/employers\/[^/]+$/],
	['board', /^\/employers\/[^/]+\/teams\/[^/]+$/],
	['pile', /^\/employers\/[^/]+\/unallocated$/],
	['proposals', /^\/employers\/[^/]+\/proposals$/],
	['lines', /^\/employers\/[^/]+\/lines$/],
	['counts', /^\/employers\/[^/]+\/counts$/],
	['patterns', /^\/employers\/[^/]+\/patterns$/],
	['health check', /^\/employers\/[^/]+\/health$/],
	['measure of a health check', /^\/employers\/[^/]+\/health\/[^/]+$/],
	['ledger', /^\/employers\/[^/]+\/ledger$/],
	['checkpoints', /^\/employers\/[^/]+\/checkpoints$/],
	['worker', /^\/employers\/[^/]+\/workers\/[^/]+$/],
	['case', /^\/employers\/[^/]+\/cases\/[^/]+$/],
	['who may open a case', /^\/employers\/[^/]+\/cases\/[^/]+\/access$/],
	['restricted cases', /^\/employers\/[^/]+\/restricted$/],
	['what waits for an answer', /^\/employers\/[^/]+\/waiting$/],
	['broken lines', /^\/employers\/[^/]+\/exceptions$/],
	['how an employer works', /^\/employers\/[^/]+\/settings$/],
	['publishing', /^\/employers\/[^/]+\/publish$/],
	['published health checks', /^\/published$/],
	['what an employer declares', /^\/employers\/[^/]+\/declared$/],
	['declaring it', /^\/employers\/[^/]+\/declared\/[^/]+$/],
	['proposing a line', /^\/employers\/[^/]+\/line-changes$/],
	['asking for an exception', /^\/employers\/[^/]+\/workers\/[^/]+\/exception$/],
	['closing a case', /^\/employers\/[^/]+\/cases\/[^/]+\/close$/],
	['own account', /^\/account$/],
	['password', /^\/account\/password$/],
	['second factor', /^\/account\/second-factor$/],
	['being told by mail', /^\/account\/mail$/],
	['own calendar', /^\/account\/calendar$/],
	['own tokens', /^\/account\/tokens$/],
	['recovery codes', /^\/account\/recovery-codes$/],
	['accounts', /^\/employers\/[^/]+\/accounts$/],
	['account', /^\/employers\/[^/]+\/accounts\/\d+$/],
	['new account', /^\/employers\/[^/]+\/new-account$/],
	['league', /^\/league$/],
	['employers compared', /^\/league\/compare$/],
	['evidence', /^\/league\/evidence$/],
	['how the league is made', /^\/league\/method$/],
	['employer of the league', /^\/league\/E\d+$/],
	['schemes', /^\/schemes$/],
	['scheme', /^\/schemes\/[^/]+$/],
	['method', /^\/method$/],
	['accessibility', /^\/accessibility$/],
];

let count = 0;
let failed = 0;
function report(problems, name) {
	count++;
	if (problems.length > 0)
		failed++;
	console.log(`${problems.length > 0 ? 'not ok' : 'ok'} ${count} - ${name}`);
	for (const problem of problems)
		console.log(`#   ${problem}`);
}

function start(program, args) {
	return spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, PLIMSOLL_FIXTURES: FIXTURES}});
}

// So that the list of restricted cases has a row.
function restrictOne(program, db) {
	const council = ['--db', db, '--employer', 'demo'];
	const {unallocated} = JSON.parse(execFileSync(program, ['unallocated', ...council, '--json'], {encoding: 'utf8'}));
	execFileSync(program, ['access', 'restrict', ...council, unallocated[0].case]);
}

// An invented council in a folder of its own, and the command that serves it.
function makeDemo(program, folder) {
	const db = join(folder, 'demo.db');
	execFileSync(program, ['demo', '--db', db, '--employer', 'demo', '--workers', '60', '--cases', '900', '--seed', '7'],
		{stdio: ['ignore', 'ignore', 'inherit']});
	execFileSync(program, ['league', 'import', '--db', db, ...readdirSync(FIXTURES).filter((name) => name.startsWith('league_'))
		.map((name) => join(FIXTURES, name))], {stdio: ['ignore', 'ignore', 'inherit']});
	restrictOne(program, db);
	return db;
}

// Walks the links from the first page and keeps the first few pages of each kind.
async function collect(page, base, first) {
	const found = new Map(KINDS.map(([name]) => [name, []]));
	const seen = new Set([first, '/employers']);
	const queue = [first, '/employers'];
	while (queue.length > 0 && seen.size < 4000) {
		const path = queue.shift();
		const kind = KINDS.find(([, pattern]) => pattern.test(path.replace(/[?#].*/, '')));
		if (!kind || found.get(kind[0]).length >= EACH_KIND)
			continue;
		found.get(kind[0]).push(path);
		await page.goto(base + path);
		for (const href of await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
			const next = href.replace(/#.*/, '');
			if (next.startsWith('/') && !next.includes('.') && !seen.has(next)) {
				seen.add(next);
				queue.push(next);
			}
		}
	}
	return found;
}

async function lookAtPages(context, base, modes, paths) {
	const {page, console_} = await openPage(context);
	const titles = new Map();
	for (const path of paths) {
		const response = await page.goto(base + path);
		const expected = /yesterday|wrong/.test(path) ? 400 : path === '/none' ? 404 : 200;
		for await (const {mode, problems} of inEachMode(page, response, modes))
			report(problems, `${path} in ${mode.name}`);
		const problems = unexpected(console_.splice(0), expected);
		if (response.status() !== expected)
			problems.push(`status ${response.status()}, expected ${expected}`);
		const title = await page.title();
		// The order of a table makes no other page of it.
		const subject = path.replace(/[?&]sort=[^&]*/, '');
		if (expected === 200 && titles.has(title) && titles.get(title) !== subject)
			problems.push(`has the title of ${titles.get(title)}: ${title}`);
		if (expected === 200)
			titles.set(title, subject);
		report(problems, `${path}: its status, its title and a silent console`);
	}
}

// Sends the form of the page, with what is given in it, and looks at what comes.
async function lookAtAnswer(page, fields, expected, name) {
	for (const [id, value] of Object.entries(fields))
		await page.fill(`#${id}`, value);
	const [response] = await Promise.all([page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() !== 303),
		page.click('main form:last-of-type button')]);
	await page.waitForLoadState();
	for await (const {mode, problems} of inEachMode(page, response))
		report(problems, `${name} in ${mode.name}`);
	const problems = [];
	if (response.status() !== expected)
		problems.push(`status ${response.status()}, expected ${expected}`);
	if (expected === 422 && !(await page.title()).startsWith('Error: '))
		problems.push(`the title says nothing of an error: ${await page.title()}`);
	report(problems, `${name}: its status and its title`);
}

// Pages that are no address of their own: what forms answer, and what nobody sees who has signed in.
async function lookAtForms(browser, base) {
	const context = await browser.newContext();
	const {page, console_} = await openPage(context);
	const look = (fields, expected, name) => lookAtAnswer(page, fields, expected, name);
	const open = async (path, name) => {
		for await (const {mode, problems} of inEachMode(page, await page.goto(base + path)))
			report(problems, `${name} in ${mode.name}`);
	};
	for (const path of ['/', '/sign-in?over=yes', '/signed-out', '/sign-in'])
		await open(path, `${path} for nobody`);
	await look({}, 422, 'sign-in without anything');
	await look({login: LOGIN, password: 'not the password'}, 422, 'sign-in with a wrong password');
	await look({login: LOGIN, password: PASS_PHRASE}, 200, 'the code');
	await look({code: '000000'}, 422, 'a wrong code');
	await open('/sign-in/recovery', 'a recovery code');
	await signIn(page, base, LOGIN, PASS_PHRASE);
	await page.goto(`${base}/account/password`);
	await look({}, 422, 'a password without anything');
	await page.goto(`${base}/account/second-factor`);
	await look({password: PASS_PHRASE}, 200, 'setting up a second factor');
	await look({code: '000000'}, 422, 'setting it up with a wrong code');
	await page.goto(`${base}/account/mail`);
	await look({}, 422, 'mail without anything');
	await page.goto(`${base}/account/calendar`);
	await look({}, 200, 'the address of a calendar');
	await page.goto(`${base}/account/tokens`);
	await look({}, 422, 'a token without anything');
	await look({name: 'figures'}, 200, 'a token');
	await look({}, 200, 'a token that is revoked');
	await page.goto(`${base}/account/recovery-codes`);
	await look({password: PASS_PHRASE}, 200, 'new recovery codes');
	await page.goto(`${base}/employers/northshire/new-account`);
	await look({}, 422, 'a new account without anything');
	await page.selectOption('#role', 'union');
	await page.selectOption('#where', 'employer');
	await look({login: 'new', name: 'Nia New'}, 200, 'a new account');
	report(unexpected(console_, 422), 'the console is silent beside forms');
	await context.close();
}

async function main() {
	const demo = process.argv[2] === '--demo';
	const [program, signInTo] = process.argv.slice(demo ? 3 : 2);
	if (!program)
		throw new Error('usage: node axe.mjs [--demo] PROGRAM [SIGN_IN_TO]');
	const folder = mkdtempSync(join(tmpdir(), 'plimsoll-e2e-'));
	const db = demo ? makeDemo(program, folder) : '';
	const cookie = demo ? cookieFor(signInTo, db, 'demo', 'head-of-service', 'administrator') : '';
	const child = start(program, demo ? ['serve', '--db', db, '--port', '0'] : []);
	let browser;
	try {
		const [base] = await addressesOf(child);
		browser = await launch();
		// Script is off on this walk: every kind of page must be reached without it.
		const walking = await browser.newContext({javaScriptEnabled: false});
		if (demo)
			await giveCookie(walking, cookie);
		else
			await signIn(await walking.newPage(), base, LOGIN, PASS_PHRASE);
		const session = await walking.storageState();
		const employerHome = `/employers/${demo ? 'demo' : 'northshire'}`;
		const found = await collect(await walking.newPage(), base, employerHome);
		await walking.close();
		for (const [kind] of KINDS)
			report(found.get(kind).length > 0 ? [] : ['no page of this kind is linked from anywhere'], `there is a page: ${kind}`);
		const employer = found.get('overview')[0] ?? '/employers/none';
		const board = found.get('board')[0] ?? employer;
		const paths = [...found.values()].flat().concat('/none', `${employer}?on=yesterday`, `${board}?sort=wrong`,
			`${board}?on=2026-06-30&sort=name`, `${employer}/teams/-`, `${employer}?on=1990-01-01`);
		const context = await browser.newContext({storageState: session});
		await lookAtPages(context, base, demo ? MODES.slice(0, 1) : MODES, paths);
		await context.close();
		if (!demo)
			await lookAtForms(browser, base);
	} finally {
		await browser?.close();
		child.removeAllListeners('exit');
		child.kill('SIGTERM');
		rmSync(folder, {recursive: true, force: true});
	}
	console.log(`1..${count}`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.log(`Bail out! ${error.message}`);
	process.exitCode = 1;
});
