// The negotiation in a real browser, without script: a manager offers a case, the worker answers, within the clicks that people have for it;
// what a line stops; a hand-over; a step that is taken back. Every page of it is held against axe.
//
//	node negotiation.mjs PLIMSOLL SIGN_IN_TO [FOLDER FOR PICTURES]
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {serve, stop} from '../serve.mjs';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {inEachMode, openPage, unexpected} from './look.mjs';
import {cookieFor, giveCookie} from './sign_in.mjs';

const [plimsoll, signInTo, pictures] = process.argv.slice(2);
const ALPHA = '/employers/alpha';

const same = (what, found, wanted) => (found === wanted ? [] : [`${what}: ${found}, expected ${wanted}`]);
const has = (text, ...wanted) => wanted.filter((one) => !text.includes(one)).map((one) => `"${one}" is not there`);

// ---- a person at a browser: what is pressed is counted ----

class Person {
	constructor(context, base) {
		this.context = context;
		this.base = base;
	}

	static async of(browser, base, cookie) {
		const context = await browser.newContext({javaScriptEnabled: false});
		await giveCookie(context, cookie);
		const person = new Person(context, base);
		person.cookie = cookie;
		person.page = await context.newPage();
		person.clicks = 0;
		return person;
	}

	// Where a task begins: the clicks are counted from here.
	async begin(path) {
		this.clicks = 0;
		await this.page.goto(this.base + path);
	}

	async press(what) {
		this.clicks++;
		await this.page.locator(what).first().click();
		await this.page.waitForLoadState();
	}

	choose(field, value) {
		this.clicks++;
		return this.page.selectOption(`#${field}`, value);
	}

	text() {
		return this.page.locator('main').innerText();
	}

	get path() {
		const url = new URL(this.page.url());
		return url.pathname + url.search;
	}
}

// The page that somebody stands at, in light, dark and at 320 pixels; axe needs script, so it comes by itself.
async function look(browser, base, cookie, path, name, wantedStatus = 200) {
	const context = await browser.newContext();
	await giveCookie(context, cookie);
	const {page, console_} = await openPage(context);
	const response = await page.goto(base + path);
	for await (const {mode, problems} of inEachMode(page, response)) {
		check(`${name} in ${mode.name}`, [...same('status', response.status(), wantedStatus), ...problems,
			...unexpected(console_.splice(0), wantedStatus)]);
		if (pictures !== undefined)
			await page.screenshot({path: join(pictures, `${name.replaceAll(/\W+/g, '-')}-${mode.name.replace(' ', '')}.png`), fullPage: true});
	}
	await context.close();
}

// ---- who and what ----

const OPENED = '2026-01-05';
const FILES = {
	teams: 'team,name,service,manager\nnorth,North,children,Mona Manager\n',
	workers: `worker,name,team,role,fte,hours,from,newly_qualified_until
W1,Sam Ellery,north,social-worker,1,37,2020-01-01,
W2,Priya Nair,north,social-worker,1,37,2026-01-01,2031-01-01
W3,Daniel Okafor,north,social-worker,1,37,2020-01-01,
W4,Gwen Pritchard,north,social-worker,1,37,2020-01-01,
`,
	cases: `case,opened,closed,service,team,type
${[['WAITS-1', 'child_in_need_plan'], ['WAITS-2', 'child_protection_plan'], ['WAITS-3', 'assessment'], ['WAITS-4', 'child_in_need_plan'],
		['GWEN-1', 'child_in_need_plan'], ['GWEN-2', 'looked_after'], ['DAN-1', 'child_in_need_plan'], ['SAM-1', 'child_in_need_plan']]
		.map(([ref, type]) => `${ref},${OPENED},,children,north,${type}`).join('\n')}
`,
	holdings: `case,worker,from,until,reason
GWEN-1,W4,2026-01-06,,
GWEN-2,W4,2026-01-06,,
DAN-1,W3,2026-01-06,,
SAM-1,W1,2026-01-06,,
`,
	lines: 'scope,target,kind,value,status,from\nworker,W3,cases,1,contract,2026-01-01\n',
};

function makeCouncil(folder, db) {
	const paths = Object.entries(FILES).map(([name, text]) => {
		const path = join(folder, `${name}.csv`);
		writeFileSync(path, text);
		return path;
	});
	execFileSync(plimsoll, ['import', '--db', db, '--employer', 'alpha', ...paths], {stdio: 'pipe'});
	execFileSync(plimsoll, ['scheme', 'use', '--db', db, '--employer', 'alpha', '--service', 'children', '--from', '2020-01-01',
		'england-children-starter'], {stdio: 'pipe'});
}

// ---- the tasks ----

const rowOf = (text) => `main tr:has-text("${text}")`;

// From the pile to an offer. Returns the address of the proposal.
async function propose(manager, ref, name) {
	await manager.begin(`${ALPHA}/unallocated`);
	await manager.press(`${rowOf(ref)} a:has-text("Propose")`);
	const candidates = await manager.text();
	await manager.press(`${rowOf(name)} a:has-text("Ask")`);
	const sum = (await manager.text()).match(/(\d+) minutes a week for the work \+ (\d+) because it is new to its holder = (\d+) minutes/)?.slice(1).map(Number);
	check(`the brief for ${ref} adds up what it comes to for a new holder`, sum !== undefined && sum[1] > 0 && sum[0] + sum[1] === sum[2] ? [] : [`${sum}`]);
	await manager.press('main button[value="offer"]');
	check(`offering ${ref} to ${name} takes three clicks`, [...same('clicks', manager.clicks, 3),
		...same('ends at', manager.path, `${ALPHA}/proposals?done=offer`), ...has(candidates, 'With this case', 'A proposal is a question'),
		...has(await manager.text(), 'Done: you offered it', 'Undo', ref)]);
	return manager.page.locator(`${rowOf(ref)} th a`).getAttribute('href');
}

async function talk(person, proposal) {
	await person.begin(proposal);
	await person.choose('talk-means', 'in-person');
	await person.press('main button:has-text("We have talked")');
	check('a talk is recorded in two clicks', [...same('clicks', person.clicks, 2), ...has(await person.text(), 'talked about, to be answered')]);
}

// From the own page: one click for what has been talked about, two for any other answer.
async function answers(manager, sam) {
	const first = await propose(manager, 'WAITS-1', 'Sam Ellery');
	await sam.begin(`${ALPHA}/workers/W1`);
	await sam.press('.pl-offers a:has-text("Answer")');
	check('before a talk the worker is told what an agreement needs', [...has(await sam.text(), 'a message is not a talk', 'WAITS-1', 'Why this worker'),
		...same('buttons to agree', await sam.page.locator('button:text-is("Agree")').count(), 0)]);
	await talk(manager, first);
	await sam.begin(`${ALPHA}/workers/W1`);
	await sam.press('.pl-offers button:has-text("Agree")');
	check('a worker agrees on the own page in one click', [...same('clicks', sam.clicks, 1), ...has(await sam.text(), 'agreed, and live')]);
	await sam.begin(sam.path);
	await sam.press('.pl-undo button');
	check('and takes it back in one', [...same('clicks', sam.clicks, 1), ...has(await sam.text(), 'Taken back', 'talked about, to be answered')]);
	await sam.begin(first);
	await sam.page.locator('summary:has-text("Decline")').click();
	await sam.press('main button:has-text("Decline it")');
	check('without a reason a form comes back with one sentence', has(await sam.text(), 'There is a problem', 'Say the reason.'));
	await sam.page.selectOption('#decline-reason', 'too-much');
	await sam.press('main button:has-text("Decline it")');
	check('what is declined is back in the pile', has(await sam.text(), 'declined, back in the pile'));
	await manager.begin(`${ALPHA}/unallocated`);
	check('with the age it had', has(await manager.text(), 'WAITS-1'));
	return first;
}

async function conditions(manager, sam) {
	const proposal = await propose(manager, 'WAITS-3', 'Sam Ellery');
	await talk(sam, proposal);
	await sam.begin(proposal);
	await sam.page.locator('summary:has-text("Agree with conditions")').click();
	await sam.page.selectOption('#condition-1', 'co-worker');
	await sam.press('main button:has-text("Agree if")');
	check('a condition has a day', has(await sam.text(), 'Say by when the condition is to be kept.'));
	await sam.page.fill('#condition-1-due', '2126-12-01');
	await sam.press('main button:has-text("Agree if")');
	check('conditions wait for the other side', has(await sam.text(), 'agreed with conditions, to be accepted', 'a co-worker is found'));
	await manager.begin(proposal);
	await manager.press('main button:has-text("Accept")');
	check('and are accepted in one click', [...same('clicks', manager.clicks, 1), ...has(await manager.text(), 'agreed, and live')]);
	await sam.begin(`${ALPHA}/workers/W1`);
	check('then the case is held', has(await sam.text(), 'WAITS-3'));
	return proposal;
}

async function more(manager, sam) {
	const proposal = await propose(manager, 'WAITS-4', 'Sam Ellery');
	await sam.begin(proposal);
	await sam.page.locator('summary:has-text("Ask for more")').click();
	await sam.page.selectOption('#want-reason', 'support');
	await sam.press('main button:has-text("Ask for it")');
	check('more can be asked for', has(await sam.text(), 'more is wanted before an answer'));
	await manager.begin(proposal);
	await manager.press('main a:has-text("Change what is offered")');
	await manager.page.locator('summary:has-text("Role, share, support")').click();
	await manager.page.check('#support-supervision');
	await manager.press('main button[value="offer"]');
	check('and given', has(await manager.text(), 'Done: you gave what was asked for', 'more supervision'));
	await sam.begin(proposal);
	await sam.page.locator('summary:has-text("Hold it for some hours")').click();
	await sam.page.selectOption('#hold-reason', 'safety');
	await sam.page.fill('#hold-hours', '4');
	await sam.press('main button:has-text("Hold it")');
	check('in an emergency it is held for hours', has(await sam.text(), 'held for some hours in an emergency', 'it still waits'));
	await manager.begin(proposal);
	await manager.page.locator('summary:has-text("Withdraw it")').click();
	await manager.page.selectOption('#withdraw-reason', 'other-worker');
	await manager.press('main button:has-text("Withdraw it")');
	check('and withdrawn', has(await manager.text(), 'withdrawn, back in the pile'));
}

async function line(browser, manager) {
	await manager.begin(`${ALPHA}/cases/WAITS-1/propose`);
	check('a line that would be passed is named beside the candidate', has(await manager.page.locator(rowOf('Daniel Okafor')).innerText(),
		'Would pass the line', '2 of 1 case'));
	await manager.press(`${rowOf('Daniel Okafor')} a:has-text("The ways on")`);
	check('it stops with the working-out, who agreed it, and the ways on', has(await manager.text(), 'This would pass the line', 'Contract',
		'2 of 1 case', 'Passed', 'See who else could hold it'));
	await look(browser, manager.base, manager.cookie, manager.path, 'at the line');
}

// What stops at a line goes on when a senior has allowed it: asked for from where it stopped, answered, offered, agreed.
// Twice a line is a director's to allow. Meanwhile another brief for him is being written in another window.
async function pastTheLine(manager, writing, dora, dan) {
	await manager.press('main a:has-text("Ask for an exception")');
	check('the form knows whose line it is, which, and how far it has to go', [
		...same('line', await manager.page.locator('#line option:checked').innerText(), '1 case'),
		...same('how far', await manager.page.inputValue('#value'), '2'), ...has(await manager.text(), 'Daniel Okafor')]);
	await manager.page.selectOption('#days', '14');
	await manager.page.fill('#note', 'The other team has nobody this week');
	await manager.press('main button:has-text("Ask for the exception")');
	check('and it is asked for', has(await manager.text(), 'It is asked.', 'asks to pass a line'));
	await dora.begin(`${ALPHA}/waiting`);
	await dora.press('main a:has-text("asks to pass a line")');
	await dora.page.fill('#note', 'For a fortnight');
	await dora.press('main button:has-text("Agree")');
	check('a director allows it', has(await dora.text(), 'Answered: agreed'));
	await manager.begin(`${ALPHA}/waiting`);
	check('who asked is told the answer, by whom and why', has(await manager.text(), 'were answered', 'agreed', 'Dora Director', 'For a fortnight'));
	await manager.press('main a:has-text("asks to pass a line")');
	check('and led on', has(await manager.text(), 'Offer cases that wait to Daniel Okafor'));
	await writing.begin(`${ALPHA}/cases/WAITS-4/propose`);
	await writing.page.locator(`${rowOf('Daniel Okafor')} summary:has-text("Exceptions in force")`).click();
	check('the row of who may pass the line says so, how far, until when, and by whose leave',
		/An exception is in force: up to \d+ cases? until \d+ \w+ \d{4}, allowed by Dora Director/.test(await writing.page.locator(rowOf('Daniel Okafor')).innerText())
			? [] : [await writing.page.locator(rowOf('Daniel Okafor')).innerText()]);
	await writing.press(`${rowOf('Daniel Okafor')} a:has-text("Ask")`);
	await writing.page.locator('summary:has-text("Role, share, support")').click();
	await writing.page.fill('#note', 'He knows the school');
	await manager.press('main a:has-text("Offer cases that wait to Daniel Okafor")');
	await manager.page.locator(`${rowOf('WAITS-1')} input[name^="to-"]`).check();
	await manager.press('main button:has-text("Make these offers")');
	const proposal = await manager.page.locator(`${rowOf('WAITS-1')} th a`).getAttribute('href');
	await manager.begin(`${ALPHA}/cases/WAITS-4/propose`);
	await manager.press(`${rowOf('Daniel Okafor')} a:has-text("The ways on")`);
	check('what is offered already takes the room that he has by leave', has(await manager.text(), 'Too much is offered at once', '3 of 1 case'));
	await talk(dan, proposal);
	await dan.begin(proposal);
	await dan.press('main button:text-is("Agree")');
	check('what was stopped at the line is agreed by leave', has(await dan.text(), 'agreed, and live'));
	await manager.begin(proposal);
	check('once it is agreed its page says with whom, and since when it is theirs', [...has(await manager.text(), 'agreed with Daniel Okafor',
		'Agreed on ', ', and theirs since then.'), ...(/offered to/.test(await manager.page.locator('h1').innerText()) ? ['its heading says that it is offered'] : [])]);
}

// The line was reached while the brief was being written: it is kept, allowed, and offered as it was written.
async function keptAtTheLine(browser, manager, dora) {
	await manager.press('main button[value="offer"]');
	check('what was written when a line stopped it can be kept', has(await manager.text(), 'This would pass the line', 'Keep it as a draft, and ask'));
	await manager.press('main button[value="draft-ask"]');
	check('and leads to where leave is asked for', has(await manager.text(), 'Ask to pass a line', 'is kept as a draft'));
	await manager.page.selectOption('#days', '7');
	await manager.page.fill('#note', 'He knows the school');
	await manager.press('main button:has-text("Ask for the exception")');
	await dora.begin(`${ALPHA}/waiting`);
	await dora.press('main a:has-text("asks to pass a line")');
	await dora.page.fill('#note', 'For a week');
	await dora.press('main button:has-text("Agree")');
	check('it is allowed', has(await dora.text(), 'Answered: agreed'));
	await manager.begin(`${ALPHA}/waiting`);
	await manager.press('main a:has-text("asks to pass a line")');
	await look(browser, manager.base, manager.cookie, manager.path, 'leave with a draft');
	await manager.press('main a:has-text("Go on with the draft")');
	check('from the answer the way leads to what was written', [...has(await manager.text(), 'This is a draft'),
		...same('remark', await manager.page.inputValue('#note'), 'He knows the school')]);
	await manager.press('main button[value="offer"]');
	check('which is offered', has(await manager.text(), 'Done: you offered'));
}

async function batches(browser, manager) {
	await manager.begin(`${ALPHA}/workers/W4`);
	await manager.press('main a:has-text("Hand over what is held")');
	await look(browser, manager.base, manager.cookie, manager.path, 'hand-over');
	const [sam] = await manager.page.locator('main select option:has-text("Sam Ellery")').evaluateAll((all) => all.map((one) => one.value));
	await manager.page.locator('select[name^="to-"]').nth(0).selectOption(sam);
	await manager.page.locator('select[name^="to-"]').nth(1).selectOption(sam);
	await manager.press('main button:has-text("Make these offers")');
	const rows = await manager.page.locator('main tbody tr').allInnerTexts();
	check('a hand-over is one proposal for each case', [...has(await manager.text(), 'each by itself', 'GWEN-1', 'GWEN-2'),
		...same('proposals', rows.filter((one) => one.includes('GWEN-')).length, 2)]);
	await manager.begin(`${ALPHA}/workers/W1/first-cases`);
	await look(browser, manager.base, manager.cookie, `${ALPHA}/workers/W1/first-cases`, 'first cases');
	await manager.press('main button:has-text("Make these offers")');
	check('nothing chosen is one sentence', has(await manager.text(), 'Choose at least one case to offer.'));
	await manager.page.locator('input[name^="to-"]').nth(0).check();
	await manager.press('main button:has-text("Make these offers")');
	check('and what is ticked is offered', has(await manager.text(), 'each by itself'));
}

async function walk(browser, base, db) {
	const manager = await Person.of(browser, base, cookieFor(signInTo, db, 'alpha', 'login=mona', 'name=Mona Manager', 'manager:team:north'));
	const sam = await Person.of(browser, base, cookieFor(signInTo, db, 'alpha', 'login=sam', 'name=Sam Ellery', 'worker=W1', 'worker'));
	const dora = await Person.of(browser, base, cookieFor(signInTo, db, 'alpha', 'login=dora', 'name=Dora Director', 'director'));
	const dan = await Person.of(browser, base, cookieFor(signInTo, db, 'alpha', 'login=dan', 'name=Daniel Okafor', 'worker=W3', 'worker'));
	await look(browser, base, manager.cookie, `${ALPHA}/cases/WAITS-1/propose`, 'candidates');
	await manager.begin(`${ALPHA}/cases/WAITS-1/propose`);
	await manager.press(`${rowOf('Sam Ellery')} a:has-text("Ask")`);
	await look(browser, base, manager.cookie, manager.path, 'brief');
	await manager.page.selectOption('#why', '');
	await manager.press('main button[value="offer"]');
	check('a brief without a reason comes back with one sentence', has(await manager.text(), 'There is a problem', 'Say why it is this worker.'));
	await manager.press('main button[value="draft"]');
	await manager.press(`${rowOf('WAITS-1')} th a`);
	await manager.press('main a:has-text("Go on writing")');
	check('a draft is written on', has(await manager.text(), 'This is a draft'));
	await manager.begin(`${ALPHA}/proposals/1`);
	await manager.press('main button:has-text("Discard")');
	check('or discarded', has(await manager.text(), 'never offered'));
	const first = await answers(manager, sam);
	const accepted = await conditions(manager, sam);
	await look(browser, base, sam.cookie, accepted, 'a proposal that is live');
	await more(manager, sam);
	await line(browser, manager);
	const writing = await Person.of(browser, base, manager.cookie);
	await pastTheLine(manager, writing, dora, dan);
	await keptAtTheLine(browser, writing, dora);
	await batches(browser, manager);
	await look(browser, base, manager.cookie, first, 'a proposal that was declined');
	await look(browser, base, manager.cookie, `${ALPHA}/proposals`, 'proposals');
	await look(browser, base, sam.cookie, `${ALPHA}/workers/W1`, 'a worker who is asked');
	await manager.begin(`${ALPHA}/proposals`);
	const open = await manager.page.locator(`${rowOf('GWEN-1')} th a`).getAttribute('href');
	await look(browser, base, manager.cookie, open, 'a proposal on the manager\u2019s side');
	await look(browser, base, sam.cookie, open, 'a proposal on the worker\u2019s side');
	await look(browser, base, manager.cookie, `${ALPHA}/teams/north`, 'a board with what is offered');
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-negotiation-'));
const db = join(folder, 'alpha.db');
let served;
let browser;
try {
	makeCouncil(folder, db);
	served = await serve(plimsoll, db);
	browser = await launch();
	await walk(browser, served.base, db);
	finish();
} finally {
	await browser?.close();
	if (served)
		await stop(served.server);
	rmSync(folder, {recursive: true, force: true});
}
