// What waits for an answer, and what workers say of their load, as people do it in a browser: each task from the page that they begin
// with, with as many clicks as it may take.
//
//	node matters.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {serve} from '../serve.mjs';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {inEachMode, openPage, unexpected} from './look.mjs';
import {cookieFor, giveCookie} from './sign_in.mjs';

const SHOTS = process.env.PLIMSOLL_SHOTS; // a folder for pictures of what is seen
const [plimsoll, signInTo] = process.argv.slice(2);
const EMPLOYER = '/employers/demo';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-matters-'));
const db = join(folder, 'demo.db');
const run = (...args) => execFileSync(plimsoll, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
const council = ['--db', db, '--employer', 'demo'];

// ---- people at their browsers ----

let browser;
let base;
const looked = new Set();

// Somebody who begins with their own page; `click` counts.
async function somebody(cookie) {
	const context = await browser.newContext();
	await giveCookie(context, cookie);
	const {page, console_} = await openPage(context);
	const one = {page, context, clicks: 0, console_};
	one.begin = async () => {
		await page.goto(`${base}/`);
		one.clicks = 0;
	};
	one.click = async (locator) => {
		one.clicks++;
		await Promise.all([page.waitForLoadState(), locator.first().click()]);
		await page.waitForLoadState();
	};
	one.choose = async (id, value) => {
		one.clicks++;
		await page.selectOption(`#${id}`, value);
	};
	one.text = () => page.locator('main').innerText();
	return one;
}

const within = (one, most) => (one.clicks <= most ? [] : [`${one.clicks} clicks, at most ${most}`]);
async function says(one, ...wanted) {
	const text = await one.text();
	return wanted.filter((words) => !(words instanceof RegExp ? words.test(text) : text.includes(words))).map((words) => `${one.page.url()} does not say ${words}`);
}

// The page as it stands, in light, dark and on a phone, by axe and by the Tab key.
async function look(one, name) {
	if (looked.has(name))
		return;
	looked.add(name);
	one.console_.length = 0;
	const response = await one.page.reload();
	for await (const {mode, problems} of inEachMode(one.page, response)) {
		check(`${name} in ${mode.name}`, [...problems, ...unexpected(one.console_, response.status())]);
		if (SHOTS && mode.name !== 'dark')
			await one.page.screenshot({path: join(SHOTS, `${name.replace(/\W+/g, '-')}-${mode.viewport.width}.png`), fullPage: true});
	}
}

const link = (one, name) => one.page.getByRole('link', {name});
// The council is at work: of the matters of a kind the one that was asked for last, here.
const newest = async (one, name) => {
	const hrefs = await link(one, name).evaluateAll((all) => all.map((a) => a.getAttribute('href')));
	const numbers = hrefs.map((href) => Number(/\/matters\/(\d+)/.exec(href)[1]));
	return link(one, name).nth(numbers.indexOf(Math.max(...numbers)));
};
const button = (one, name) => one.page.getByRole('button', {name});
const field = (one, id, text) => one.page.fill(`#${id}`, text);

// ---- the worker ----

async function aWorkerSays(worker) {
	await worker.begin();
	await worker.click(button(worker, '5 red'));
	check('a rating is one tap', [...within(worker, 1), ...await says(worker, 'Your rating is kept.', 'Rated 5 of 5')]);
	await worker.begin();
	await worker.click(link(worker, /It got heavier/));
	await look(worker, 'a case that got heavier');
	await worker.choose('why', 'court');
	await worker.click(button(worker, 'It got heavier'));
	check('that a case got heavier takes three clicks', [...within(worker, 3), ...await says(worker, 'What its holder says', 'It counts from today')
		.then((missing) => missing.filter((one) => !one.includes('What its holder')))]);
	await look(worker, 'a case with what its holder may say');
	await worker.click(link(worker, 'There is a crisis'));
	await field(worker, 'hours', '0');
	await worker.choose('days', '7');
	await worker.choose('why', 'incident');
	await worker.click(button(worker, 'There is a crisis'));
	check('a crisis of no hours is refused in one sentence', await says(worker, 'Say how many hours a week more, up to 20'));
	await field(worker, 'hours', '4.5');
	await worker.click(button(worker, 'There is a crisis'));
	check('a crisis counts at once', await says(worker, 'The surge counts from today', '270 minutes a week'));
	await worker.begin();
	await worker.click(link(worker, 'Hours worked over the contract'));
	await worker.choose('kind', 'worked');
	await field(worker, 'hours', '2:30');
	await worker.click(button(worker, 'Keep it'));
	check('extra hours are kept', await says(worker, '2.5 h', 'worked over the contract'));
	await look(worker, 'extra hours');
}

// What is asked and not answered is not asked again: its page leads to where it stands.
async function askedAlready(worker, what, ask, title) {
	check(`${what} that is asked already says so`, [...await says(worker, 'This is asked already', 'the team manager'),
		...await button(worker, ask).count() === 0 ? [] : ['there is a form']]);
	await look(worker, `${what}, asked already`);
	await worker.click(link(worker, 'What was asked, and how it stands'));
	check(`${what} that is asked already leads to what was asked`, await says(worker, title));
}

async function aWorkerAsks(worker) {
	await worker.begin();
	check('what is owed is named as on the statement', await says(worker, 'Time owed'));
	await worker.click(link(worker, 'Ask for a talk about your load'));
	await look(worker, 'asking for a talk');
	await worker.click(button(worker, 'Ask for the talk'));
	check('a talk is asked for with two clicks', [...within(worker, 2), ...await says(worker, 'It is asked.', 'wants to talk about the load')]);
	await worker.begin();
	await worker.click(link(worker, 'Ask for a talk about your load'));
	await askedAlready(worker, 'a talk', 'Ask for the talk', 'wants to talk about the load');
	await worker.begin();
	await worker.click(worker.page.locator('main table a[href*="/cases/"]:not([href$="/needs"])'));
	const ref = decodeURIComponent(new URL(worker.page.url()).pathname.split('/').pop());
	await worker.click(link(worker, 'Give it back'));
	await look(worker, 'giving a case back');
	await field(worker, 'note', 'born 03/02/2016');
	await worker.click(button(worker, 'Ask to give it back'));
	check('a birth date is refused where words are asked for', [...await says(worker, 'There is a problem'),
		...(await worker.page.title()).startsWith('Error: ') ? [] : ['the title says nothing of an error']]);
	await field(worker, 'note', 'I am past my line and it needs two visits a week');
	await worker.click(button(worker, 'Ask to give it back'));
	check('a case is asked to be given back', await says(worker, 'wants to give a case back', 'the team manager'));
	await look(worker, 'what a worker waits for');
	await worker.page.goto(`${base}${EMPLOYER}/cases/${encodeURIComponent(ref)}/hand-back`);
	await askedAlready(worker, 'giving back', 'Ask to give it back', 'wants to give a case back');
	return ref;
}

// ---- the manager ----

async function aManagerAnswers(manager, worker, ref, workerPage) {
	await manager.begin();
	await look(manager, 'the first page of a manager');
	await manager.click(await newest(manager, /wants to give a case back/));
	check('what it means in hours stands beside it', await says(manager, 'Work a week, before', 'Work a week, after', 'two visits a week'));
	await look(manager, 'one matter');
	await manager.click(button(manager, 'Agree'));
	check('an answer without words is refused', await says(manager, 'Your answer, in a sentence: this has to be filled in'));
	manager.clicks--;
	await field(manager, 'note', 'Agreed: it goes to duty until Thursday');
	await manager.click(button(manager, 'Agree'));
	check('a case given back is answered with two clicks', [...within(manager, 2), ...await says(manager, 'Answered: agreed', 'it goes to duty')]);
	const answered = manager.page.url();
	await worker.page.goto(answered);
	check('who gave it back still reads which case it was', await says(worker, ref));
	check('and waits in the pile', (await wholePile(manager)).includes(ref) ? [] : [`the pile does not say ${ref}`]);
	await manager.page.goto(base + workerPage);
	await manager.click(link(manager, 'Record a talk about this rating'));
	check('a talk is suggested to have been just now', /^\d\d:\d\d$/.test(await manager.page.inputValue('#time')) ? [] : ['At is empty']);
	await manager.page.selectOption('#means', 'video');
	await manager.click(button(manager, 'We have talked about it'));
	check('a talk about a rating is recorded by the manager', await says(manager, 'Talked about on'));
}

// What all pages of the pile say.
async function wholePile(one) {
	let text = '', path = `${EMPLOYER}/unallocated`;
	while (path) {
		await one.page.goto(base + path);
		text += await one.text();
		path = await link(one, 'The next ones').count() > 0 ? await link(one, 'The next ones').getAttribute('href') : undefined;
	}
	return text;
}

async function aManagerLooksAtThePile(manager) {
	await manager.page.goto(`${base}${EMPLOYER}/unallocated`);
	manager.clicks = 0;
	await manager.click(link(manager, /^Look at/));
	await look(manager, 'a look at a case that waits');
	await manager.page.selectOption('#risk', 'medium');
	await manager.page.selectOption('#safety', 'duty-visit');
	await manager.page.selectOption('#why', 'no-room');
	await manager.click(button(manager, 'Keep this look'));
	check('why a case waits is said with two clicks and three choices', [...within(manager, 2), ...await says(manager, 'The look at the case is kept')]);
	const pile = await wholePile(manager);
	check('the pile says the risk and what is done meanwhile', ['it may get worse within weeks', 'duty visits', 'nobody has room for it']
		.filter((words) => !pile.includes(words)));
	await look(manager, 'the pile with looks');
}

async function anException(manager, head, workerPage) {
	await manager.page.goto(base + workerPage);
	await manager.click(link(manager, 'Ask to pass a line'));
	await look(manager, 'asking for an exception');
	const lines = await manager.page.locator('#line option').evaluateAll((all) => all.map((one) => [one.value, one.textContent]).filter(([value]) => value));
	await manager.page.selectOption('#line', lines[0][0]);
	// A fifth beyond is a head of service's to allow; far more would be a director's.
	await field(manager, 'value', String(Math.ceil(Number(/\d+/.exec(lines[0][1])[0]) * 1.2)));
	await manager.page.selectOption('#days', '14');
	await field(manager, 'note', 'Two posts are vacant until the end of the month');
	await manager.click(button(manager, 'Ask for the exception'));
	check('an exception is asked for', await says(manager, 'asks to pass a line', 'the head of service'));
	await head.begin();
	await look(head, 'the first page of a head of service');
	await head.click(await newest(head, /asks to pass a line/));
	await look(head, 'an exception to decide');
	await field(head, 'note', 'For two weeks, and two agency posts are on their way');
	await head.click(button(head, 'Agree'));
	check('an exception is decided with two clicks', [...within(head, 2), ...await says(head, 'Answered: agreed')]);
}

async function aLine(head, director) {
	await head.page.goto(`${base}${EMPLOYER}/line-changes`);
	await look(head, 'proposing a line');
	const [, value] = await head.page.locator('#line option').evaluateAll((all) => all.map((one) => one.value));
	await head.page.selectOption('#line', value);
	await head.page.selectOption('#where', {index: 2});
	await head.page.selectOption('#kind', 'cases');
	await head.page.selectOption('#status', 'policy');
	await field(head, 'value', '17');
	await field(head, 'from', '2020-01-01');
	await field(head, 'note', 'Agreed at the panel in October');
	await head.click(button(head, 'Propose it'));
	check('a line of the past is refused', await says(head, 'There is a problem'));
	await field(head, 'from', new Date(Date.now() + 7 * 86400000).toISOString().slice(0, 10));
	await head.click(button(head, 'Propose it'));
	check('a line is proposed', await says(head, 'proposes a line'));
	await head.click(await newest(head, /proposes a line/));
	check('who proposes a line does not approve it', await button(head, 'Agree').count() === 0 ? [] : ['there is a button']);
	const path = new URL(head.page.url()).pathname;
	await director.page.goto(base + path);
	await look(director, 'a line to approve');
	await field(director, 'note', 'Approved');
	await director.click(button(director, 'Agree'));
	check('another approves it', await says(director, 'Answered: agreed'));
}

async function brokenLines(head, director) {
	await head.begin();
	await head.click(link(head, 'Broken lines'));
	check('broken lines and who allowed them are one click away', [...within(head, 1), ...await says(head, 'Hugh Head', 'not renewed', 'unanswered',
		'with the team manager since')]);
	await look(head, 'broken lines and exceptions');
	await head.click(link(head, 'How this employer works'));
	check('how the employer works is said to everybody', await says(head, 'Allocations are negotiated', 'Said by the operator of this server'));
	await director.page.goto(`${base}${EMPLOYER}/settings`);
	await look(director, 'how an employer works');
	await director.page.selectOption('#setting', 'holiday');
	await director.page.selectOption('#on', 'on');
	await field(director, 'from', '2030-12-25');
	await director.click(button(director, 'Say so'));
	check('a holiday is said', await says(director, '25 December 2030', 'Dora Director'));
}

async function onPaper(worker, manager) {
	await worker.begin();
	await worker.click(link(worker, 'Statement, to print'));
	check('a statement has load, lines, answers and objections', [...within(worker, 1), ...await says(worker, 'Load, capacity and lines', '5 of 5',
		'wants to give a case back', 'it goes to duty', 'Time owed', '2.5 h')]);
	await look(worker, 'a statement');
	const pages = await sheets(worker, 'statement');
	check('a statement is at most three sheets of A4', pages >= 1 && pages <= 3 ? [] : [`${pages} sheets`]);
	await manager.begin();
	await manager.click(manager.page.getByRole('link', {name: held.worker_name}).last());
	await manager.click(link(manager, 'Sheet for supervision'));
	check('the sheet for supervision is two clicks away', [...within(manager, 2), ...await says(manager, 'Cases held', 'What was agreed')]);
	await look(manager, 'a sheet for supervision');
	const sheet = await sheets(manager, 'supervision');
	check('the sheet for supervision is one sheet of A4', sheet === 1 ? [] : [`${sheet} sheets`]);
}

// Who holds thirty cases or some more, before the manager of their team, who sees all that may stand there.
async function aFullSheet() {
	const all = JSON.parse(run('load', ...council, '--json')).posts, teams = [...new Set(all.map((one) => one.team))];
	const posts = all.filter((one) => one.cases >= 30).sort((a, b) => a.cases - b.cases);
	const manager = await somebody(cookieFor(signInTo, db, 'demo', 'login=mila', 'name=Mila Manager', ...teams.map((code) => `manager:team:${code}`)));
	await manager.page.goto(`${base}${EMPLOYER}/workers/${encodeURIComponent(posts[0].worker)}/supervision`);
	const sheet = await sheets(manager, 'thirty');
	check('a sheet with thirty cases has what is open', await says(manager, 'Rating, and what waits', 'Conditions that fall due', 'Cases held, by household'));
	check('a sheet with thirty cases is one sheet of A4', sheet === 1 ? [] : [`${sheet} sheets with ${posts[0].cases} cases`]);
	await aCondition(manager, all);
}

// A condition of an agreement stands on the sheet and leads to its case, which says it too.
async function aCondition(manager, posts) {
	for (const {worker} of posts) {
		await manager.page.goto(`${base}${EMPLOYER}/workers/${encodeURIComponent(worker)}/supervision`);
		const found = /(\S+), not due yet/.exec(await manager.text());
		if (found === null)
			continue;
		await manager.page.goto(`${base}${EMPLOYER}/cases/${encodeURIComponent(found[1])}`);
		check('a case says on what conditions it is held', await says(manager, 'Agreed on condition', 'not due yet', 'we look again whether it is too much'));
		await look(manager, 'a case that is held on condition');
		return;
	}
	check('a case says on what conditions it is held', ['no sheet has a condition']);
}

// How many sheets of A4 what is before them takes, printed.
async function sheets(one, name) {
	const pdf = await one.page.pdf({format: 'A4', preferCSSPageSize: true});
	if (SHOTS)
		writeFileSync(join(SHOTS, `${name}.pdf`), pdf);
	return Number(/\/Type\s*\/Pages[^]*?\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1]);
}

async function aClosing(manager, workerPage) {
	await manager.page.goto(base + workerPage);
	await manager.click(manager.page.locator('main table a[href*="/cases/"]'));
	await manager.click(link(manager, 'Close it'));
	await look(manager, 'closing a case');
	await manager.click(button(manager, 'Ask to close the case'));
	check('closing asks for a reason', await says(manager, 'Why it closes: choose one'));
	await manager.page.selectOption('#reason', 'needs-met');
	await manager.click(button(manager, 'Ask to close the case'));
	check('who holds a case is asked before it closes', await says(manager, 'wants to close a case'));
}

run('demo', ...council, '--workers', '60', '--cases', '900', '--seed', '7');
const {posts} = JSON.parse(run('load', ...council, '--team', 'T01', '--json'));
// Not the first, who has an account already.
const held = posts.filter((one) => one.availability === 'available' && one.cases > 3).pop();
const workerPage = `${EMPLOYER}/workers/${encodeURIComponent(held.worker)}`;
const cookies = Object.fromEntries(Object.entries({
	worker: [`worker=${held.worker}`, 'login=una', `name=${held.worker_name}`, 'worker'],
	manager: ['login=mona', 'name=Mona Manager', 'manager:team:T01'],
	head: ['login=hugh', 'name=Hugh Head', 'head-of-service:service:children'],
	director: ['login=dora', 'name=Dora Director', 'director'],
}).map(([name, grants]) => [name, cookieFor(signInTo, db, 'demo', ...grants)]));
const served = await serve(plimsoll, db);
base = served.base;
browser = await launch();
try {
	const worker = await somebody(cookies.worker), manager = await somebody(cookies.manager);
	const head = await somebody(cookies.head), director = await somebody(cookies.director);
	await worker.begin();
	await look(worker, 'the first page of a worker');
	await aWorkerSays(worker);
	const ref = await aWorkerAsks(worker);
	await aManagerAnswers(manager, worker, ref, workerPage);
	await anException(manager, head, workerPage);
	await aLine(head, director);
	await brokenLines(head, director);
	await onPaper(worker, manager);
	await aFullSheet();
	await aClosing(manager, workerPage);
	await aManagerLooksAtThePile(manager);
} finally {
	await browser.close();
	served.server.removeAllListeners('exit');
	served.server.kill('SIGTERM');
	rmSync(folder, {recursive: true, force: true});
}
finish();
