// What is seen by whoever comes by: every role reads all that it may open, as pages, CSV and JSON, and is held against two
// tables that were written by hand: which words it may come upon at all, and which fields are there. Then what somebody would
// try who wants to see more.
//
//	node sight.mjs PLIMSOLL SIGN_IN_TO secrets.csv fields.csv
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {check, finish} from '../tap.mjs';
import {unzip} from './unzip.mjs';
import {keysOf} from './upload.mjs';
import {VIEWERS, withTwoCouncils} from './two_councils.mjs';

const [plimsoll, signInTo, secretsPath, fieldsPath] = process.argv.slice(2);
const ALPHA = '/employers/alpha';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PATIENCE = 1000; // looks at what is written in groups
const PERIOD = '2026-01-01_to_2026-03-31.zip';
const LAST_YEAR = '2026-02-01'; // while Una held what is Sven's now

function table(path, keys) {
	const [columns, ...rows] = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => line.split(','));
	return rows.map((cells) => ({...Object.fromEntries(columns.slice(0, keys).map((key, i) => [key, cells[i]])),
		cells: Object.fromEntries(columns.slice(keys).map((viewer, i) => [viewer, cells[i + keys]]))}));
}

const asked = []; // what has been asked and shown, in this order

async function ask(base, cookie, path, options = {}) {
	const answer = await fetch(base + path, {redirect: 'manual', ...options, headers: {cookie, ...options.headers}});
	const bytes = Buffer.from(await answer.arrayBuffer());
	if ([200, 304].includes(answer.status))
		asked.push({cookie, path});
	return {status: answer.status, headers: answer.headers,
		body: ['application/zip', XLSX].includes(answer.headers.get('content-type')) ? Object.values(unzip(bytes)).join('\n') : bytes.toString('utf8')};
}

const unescaped = (html) => html.replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('%2F', '/');

// ---- all that somebody may open ----

const codes = ['W1', 'W2', 'W3', 'W4', 'W5'].map((code) => `workers/${code}`);
const cases = ['OWN/1', 'NORTH-1', 'NORTH-WAITS', 'ENDED-1', 'SOUTH-1', 'SOUTH-WAITS', 'MOVED-1', 'SECRET-1', 'HUSHED-1', 'LEFT-1', 'LENT-1'];
const tables = ['', '/unallocated', '/lines', '/exceptions', '/patterns', '/counts', '/health', '/health/waiting', '/health/discussed', '/teams/north', '/teams/south', '/teams/-', ...codes.map((one) => `/${one}`),
	...cases.map((ref) => `/cases/${encodeURIComponent(ref)}`)];
const addresses = [...tables.flatMap((path) => ['', '.csv', '.json', `?on=${LAST_YEAR}`, `.json?on=${LAST_YEAR}`]
	.map((form) => ALPHA + path + form)),
...['-name', 'name', '-load'].map((sort) => `${ALPHA}/teams/north?sort=${sort}`), `${ALPHA}/unallocated?sort=ref`,
...cases.map((ref) => `${ALPHA}/cases/${encodeURIComponent(ref)}/access`), ...['', '.csv', '.json'].map((form) => `${ALPHA}/waiting${form}`), `${ALPHA}/restricted`, `${ALPHA}/accounts`, `${ALPHA}/new-account`, `${ALPHA}/evidence-pack/${PERIOD}`,
...['?team=north', '?team=south', '.json?team=north', '.json?team=south', '.xlsx'].map((form) => `${ALPHA}/health${form}`), '/employers',
'/employers.json', '/account'];

// What somebody asks for stands in the answer, if only as the address of the page: it is taken out. What the pages that
// restrict cases tell of a case is its reference, to those who answer for it and know it already.
function bare(path, body) {
	const asked = unescaped(decodeURIComponent(path.split('?')[0].split('/').slice(4).join('/'))).replace(/\.(csv|json)$|\/access$/, '');
	const text = unescaped(body).replaceAll('<span class="pl-tag">Restricted</span>', 'restricted');
	// A health check has a measure of that name, of nobody in particular.
	if (/\/(health|evidence-pack)\b/.test(path))
		return text.replaceAll(/[Ss]ickness/g, '');
	return path.includes('/access') && asked !== '' ? text.replaceAll(asked, '')
		: path.endsWith('/restricted') ? text.replaceAll(/SECRET-1|HUSHED-1/g, '') : text;
}

async function readAll(base, cookie) {
	const answers = [];
	for (const path of addresses) {
		const {status, body} = await ask(base, cookie, path);
		if (status === 200)
			answers.push({path, text: bare(path, body)});
		else if (![403, 404].includes(status))
			answers.push({path, text: `status ${status}`, wrong: true});
	}
	return answers;
}

async function checkWords(base, cookies, secrets) {
	for (const viewer of Object.keys(VIEWERS)) {
		const answers = await readAll(base, cookies[viewer]);
		const problems = answers.filter(({wrong}) => wrong).map(({path, text}) => `${path}: ${text}`);
		for (const {word, what, cells} of secrets) {
			const where = answers.filter(({text}) => text.includes(word)).map(({path}) => path);
			if (where.length > 0 && cells[viewer] === 'no')
				problems.push(`${word} (${what}) stands at ${where.slice(0, 4).join(' ')}`);
			if (where.length === 0 && cells[viewer] === 'yes')
				problems.push(`${word} (${what}) stands nowhere`);
		}
		check(`${viewer}: comes upon the words that the table says and no others, on ${answers.length} answers`, problems);
	}
}

// ---- fields ----

const DOCUMENTS = {
	'teams/north': {path: '/teams/north', list: 'posts', key: 'worker'},
	'overview': {path: '', list: 'teams', key: 'team'},
	'unallocated': {path: '/unallocated', list: 'unallocated', key: 'case'},
	'lines': {path: '/lines', list: 'lines', key: 'worker'},
	'waiting': {path: '/waiting', list: 'waiting', key: 'worker'},
	'exceptions': {path: '/exceptions', list: 'lines', key: 'worker'},
	'workers/W2': {path: '/workers/W2', list: 'holdings', key: 'case'},
	// As CSV a case is the lines of its weight, each with who carries it.
	'cases/LENT-1': {path: '/cases/LENT-1', list: 'holders', key: 'holder'},
};

// As JSON, and as CSV made the same: an empty cell is null.
async function rowsOf(base, cookie, {path, list}, form) {
	const {status, body} = await ask(base, cookie, `${ALPHA}${path}.${form}`);
	if (status !== 200)
		return undefined;
	if (form === 'json')
		return JSON.parse(body)[list];
	const [columns, ...rows] = body.trimEnd().split(/\r?\n/).map((line) =>
		[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain));
	return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] === '' ? null : row[i]])));
}

function isThere(rows, {row, field}, key) {
	const these = row === 'any' ? rows.filter((one) => one[key] !== 'restricted') : rows.filter((one) => one[key] === row);
	return field === 'row' ? these.length > 0 : these.some((one) => one[field] !== null && one[field] !== undefined);
}

async function checkFields(base, cookies, fields) {
	for (const viewer of Object.keys(VIEWERS).filter((one) => one !== 'administrator')) {
		const problems = [];
		for (const form of ['json', 'csv'])
			for (const [name, document] of Object.entries(DOCUMENTS)) {
				const rows = await rowsOf(base, cookies[viewer], document, form);
				for (const line of fields.filter((one) => one.document === name)) {
					const want = line.cells[viewer];
					const got = rows === undefined ? '-' : isThere(rows, line, document.key) ? 'yes' : 'no';
					if (got !== want)
						problems.push(`${name}.${form}: ${line.row} ${line.field} is ${got}, expected ${want}`);
				}
			}
		check(`${viewer}: has the fields that the table says`, problems);
	}
}

// ---- who wants to see more ----

async function statuses(base, cookie, paths, allowed, options) {
	const problems = [];
	for (const path of paths) {
		const {status} = await ask(base, cookie, path, options);
		if (!allowed.includes(status))
			problems.push(`${path}: ${status}`);
	}
	return problems;
}

async function checkHostile(base, cookies) {
	const {worker, manager, union, director} = cookies;

	check('codes in another spelling are not there', await statuses(base, director, ['/employers/Alpha', '/employers/ALPHA/teams/north',
		`${ALPHA}/teams/North`, `${ALPHA}/teams/NORTH`, `${ALPHA}/workers/w1`, `${ALPHA}/cases/own%2F1`, `${ALPHA}/cases/secret-1`,
		`${ALPHA}/cases/SECRET-1%20`, `${ALPHA}/cases/%EF%BC%B3ECRET-1`, `${ALPHA}/cases/SECRET-1;.css`], [404]));
	check('encoded slashes and dots lead nowhere', await statuses(base, worker, [`${ALPHA}%2Fteams%2Fsouth`, `/employers%2Falpha`,
		`${ALPHA}/teams/north%2F..%2Fsouth`, `${ALPHA}/workers/W1%2F..%2FW2`, `${ALPHA}/cases/OWN%2F1%2F..%2F..%2FSECRET-1`,
		`/employers/..%2Fbeta`, `/employers/alpha%2F..%2Fbeta/teams/north`, `${ALPHA}//teams/south`, `${ALPHA}/teams//south`,
		`${ALPHA}/cases/SECRET-1/`, `${ALPHA}/cases/%53ECRET-1%2Eaccess`, `${ALPHA}/cases/SECRET-1%2Ejson`], [404]));
	check('an encoded letter is the letter, and refused the same', await statuses(base, worker, [`${ALPHA}/cases/%53ECRET-1`,
		`/%65mployers/alpha/cases/SECRET-1`, `${ALPHA}/workers/%57%32`, `${ALPHA}/cases/SECRET-1.json`, `${ALPHA}/cases/SECRET-1.csv`], [403]));
	check('a wrongly encoded address is refused', await statuses(base, worker, [`${ALPHA}/cases/%00`, `${ALPHA}/cases/SECRET-1%00`,
		`${ALPHA}/cases/%C0%AF`, `${ALPHA}/cases/%ZZ`], [400]));
	check('parameters that name somebody else change nothing', await statuses(base, worker, ['?role=director', '?employer=beta',
		'?worker=W1', '?person=W2&login=named', '?on=2026-03-31&on=2020-01-01', '?viewer=director&sees_all=1', '?team=north',
		'?case=OWN%2F1'].map((query) => `${ALPHA}/cases/SECRET-1${query}`), [403]));
	check('headers that name somebody else change nothing', await statuses(base, worker, [`${ALPHA}/cases/SECRET-1`], [403],
		{headers: {'x-original-url': `${ALPHA}/cases/OWN%2F1`, 'x-rewrite-url': '/', 'x-http-method-override': 'GET', 'x-user': 'named',
			'x-forwarded-user': 'named', 'authorization': 'Basic bmFtZWQ6bmFtZWQ='}}));
	check('a day on which it was one’s own opens no case', await statuses(base, worker, [`${ALPHA}/cases/MOVED-1?on=${LAST_YEAR}`,
		`${ALPHA}/cases/MOVED-1.json?on=${LAST_YEAR}`, `${ALPHA}/cases/ENDED-1?on=${LAST_YEAR}`], [403]));
	check('a method that is none is refused', await statuses(base, worker, [`${ALPHA}/cases/SECRET-1`], [405], {method: 'DELETE'}));
	const {headers} = await ask(base, director, `${ALPHA}/teams/north.json`);
	check('what one has in the cache is nobody else’s',
		await statuses(base, union, [`${ALPHA}/teams/north.json`], [200], {headers: {'if-none-match': headers.get('etag')}}));
	const positions = await Promise.all([director, manager].map(async (cookie) =>
		JSON.parse((await ask(base, cookie, `${ALPHA}.json`)).body).ledger_position));
	check('looking changes no ledger', positions[0] === positions[1] ? [] : [`${positions}`]);
}

// ---- the ledger ----

async function checkLedger(base, {administrator, union}) {
	const {entries} = JSON.parse((await ask(base, administrator, `${ALPHA}/ledger.json`)).body);
	const logins = new Set(entries.filter(({action}) => action.startsWith('user-')).map(({object}) => object));
	const own = (await ask(base, union, '/account')).body.match(/Login<\/dt><dd[^>]*>([^<]+)/)[1];
	const problems = logins.size > 5 && logins.has(own) ? [] : [`${logins.size} logins, ${own}`];
	for (const form of ['', '.csv', '.json']) {
		const {status, body} = await ask(base, union, `${ALPHA}/ledger${form}`);
		const words = new Set(unescaped(body).split(/[^\w.@+'-]+/));
		const found = [...logins].filter((login) => words.has(login) && login !== own && login !== 'named');
		if (status !== 200 || found.length > 0 || (form !== '' && words.has(own)))
			problems.push(`ledger${form}: ${status} ${found}`);
	}
	problems.push(...JSON.parse((await ask(base, union, `${ALPHA}/ledger.json`)).body).entries.filter(({actor}) => actor !== null)
		.map(({entry, actor}) => `entry ${entry} is by ${actor}`));
	check('the ledger tells the union no login', problems);
	check('nor can it be asked for one', await statuses(base, union, ['', '.csv', '.json'].map((form) => `${ALPHA}/ledger${form}?actor=${own}`),
		[403]));
}

// ---- restricting a case ----

function formOf(html, act) {
	const form = html.slice(html.indexOf('/access" method="post"'));
	const token = form.match(/name="token" value="([^"]+)"/)?.[1];
	const once = form.match(/name="once" value="([^"]+)"/)?.[1];
	return (fields) => new URLSearchParams({token, once, act, ...fields});
}

async function send(base, cookie, ref, body) {
	const answer = await fetch(`${base}${ALPHA}/cases/${encodeURIComponent(ref)}/access`, {method: 'POST', redirect: 'manual', body,
		headers: {cookie, 'sec-fetch-site': 'same-origin', origin: base}});
	return answer.status;
}

const pageOf = async (base, cookie, ref) => (await ask(base, cookie, `${ALPHA}/cases/${encodeURIComponent(ref)}/access`)).body;

async function checkRestricting(base, cookies) {
	const {worker, manager, holder, 'head-of-service': head} = cookies;
	const problems = [];
	const expect = (what, got, want) => got === want || problems.push(`${what}: ${got}, expected ${want}`);

	const token = formOf(await pageOf(base, manager, 'NORTH-1'), 'restrict');
	expect('another team’s case by a token of one’s own', await send(base, manager, 'SOUTH-1', token({})), 403);
	expect('two logins at once', await send(base, manager, 'NORTH-1', new URLSearchParams([...token({login: 'named'}), ['login', 'x']])), 400);
	expect('a field that is none', await send(base, manager, 'NORTH-1', token({role: 'director'})), 400);
	expect('before', (await ask(base, manager, `${ALPHA}/cases/NORTH-1`)).status, 200);
	expect('restricting', await send(base, manager, 'NORTH-1', token({})), 303);
	expect('the same form again', await send(base, manager, 'NORTH-1', token({})), 303);
	expect('its manager, then', (await ask(base, manager, `${ALPHA}/cases/NORTH-1`)).status, 403);
	expect('its manager, as data', (await ask(base, manager, `${ALPHA}/cases/NORTH-1.json`)).status, 403);
	expect('its holder, then', (await ask(base, holder, `${ALPHA}/cases/NORTH-1`)).status, 200);
	const naming = formOf(await pageOf(base, head, 'NORTH-1'), 'name');
	expect('naming nobody there is', await send(base, head, 'NORTH-1', naming({login: 'nobody'})), 422);
	const unsaid = await fetch(`${base}${ALPHA}/cases/NORTH-1/access`, {method: 'POST', body: formOf(await pageOf(base, head, 'NORTH-1'),
		'name')({login: ''}), headers: {cookie: head, 'sec-fetch-site': 'same-origin', origin: base}});
	expect('naming nobody at all', (await unsaid.text()).includes('Say the login of who may open the case.'), true);
	const named = formOf(await pageOf(base, head, 'NORTH-1'), 'name');
	expect('naming', await send(base, head, 'NORTH-1', named({login: 'named'})), 303);
	expect('who is named', (await ask(base, cookies.named, `${ALPHA}/cases/NORTH-1`)).status, 200);
	const opening = formOf(await pageOf(base, manager, 'NORTH-1'), 'open');
	expect('opening', await send(base, manager, 'NORTH-1', opening({})), 303);
	expect('its manager, again', (await ask(base, manager, `${ALPHA}/cases/NORTH-1`)).status, 200);
	expect('who is named, when it is open', (await ask(base, cookies.named, `${ALPHA}/cases/NORTH-1`)).status, 403);
	expect('a worker’s own page of it has no form', (await pageOf(base, worker, 'OWN/1')).includes('value="restrict"'), false);
	const list = async (cookie) => (await ask(base, cookie, `${ALPHA}/restricted`)).body;
	for (const [who, ref, lists] of [['manager', 'SECRET-1', true], ['manager', 'HUSHED-1', true], ['head-of-service', 'SECRET-1', true], ['named', 'SECRET-1', false],
		['manager', 'NORTH-1', false], ['director', 'SECRET-1', false]])
		expect(`${who} has ${ref} in the list`, (await list(cookies[who])).includes(ref), lists);
	check('a case is restricted by those who answer for it, and opened again', problems);
}

// ---- who looked ----

async function checkLooks(base, cookies, db) {
	const looked = () => JSON.parse(execFileSync(plimsoll, ['access', 'show', '--db', db, '--employer', 'alpha', '--json', 'SOUTH-WAITS'],
		{encoding: 'utf8'})).looked;
	const path = `${ALPHA}/cases/SOUTH-WAITS`;

	const {headers} = await ask(base, cookies.named, path);
	for (const [form, options] of [['', {method: 'HEAD'}], ['.json', {}], ['.csv', {}],
		['', {headers: {'if-none-match': headers.get('etag') ?? ''}}]])
		await ask(base, cookies.named, path + form, options);
	await ask(base, cookies.worker, path);
	const wanted = asked.filter((one) => one.cookie === cookies.named && /^[.?]|^$/.test(one.path.replace(path, ''))).length;
	const kept = () => looked().find((row) => row.login === 'named')?.shown;
	for (let i = 0; i < PATIENCE && kept() !== wanted; i++)
		await new Promise((resolve) => setTimeout(resolve, 100));
	check('each look is kept: page, HEAD, data, and what the client had already', kept() === wanted && wanted > 5 ? []
		: [`${wanted} were shown: ${JSON.stringify(looked())}`]);
	const worker = looked().find((row) => row.roles === 'worker' && row.refused > 0 && row.shown === 0);
	check('so is a look that was refused', worker === undefined ? [JSON.stringify(looked())] : []);
	const page = (await ask(base, cookies.named, path)).body;
	check('who looked stands on the page of the case', page.includes('Who looked') && page.includes('named') && page.includes('refused')
		? [] : ['it does not']);
	const own = (await ask(base, cookies.worker, `${ALPHA}/workers/W1`)).body;
	const other = (await ask(base, cookies.manager, `${ALPHA}/workers/W1`)).body;
	check('who looked at a worker is told to the worker only', own.includes('Who looked at this page') && !other.includes('Who looked at')
		? [] : ['it is not so']);
}

async function checkLastLook(base, cookies, db, stop) {
	const {status} = await ask(base, cookies.director, `${ALPHA}/cases/NORTH-WAITS`);
	await stop();
	const {looked} = JSON.parse(execFileSync(plimsoll, ['access', 'show', '--db', db, '--employer', 'alpha', '--json', 'NORTH-WAITS'],
		{encoding: 'utf8'}));
	check('what was looked at last is kept when the server is stopped', status === 200 && looked.some((row) => row.roles === 'director'
		&& row.latest >= Date.now() / 1000 - 60) ? [] : [`${status} ${JSON.stringify(looked)}`]);
}

// The form of a page, sent as it stands with some fields.
async function fillIn(base, cookie, page, fields, action = page) {
	const {token, once} = keysOf((await ask(base, cookie, page)).body, action);
	const {status, body} = await ask(base, cookie, action, {method: 'POST', body: new URLSearchParams({token, once, ...fields})});
	if (status !== 303)
		throw new Error(`${action}: ${status} ${body}`);
}

// Una asks for a talk, which waits; leave to pass her line is asked for and given.
async function askAndAllow(base, {worker, manager, director}) {
	const own = `${ALPHA}/workers/W1`;
	await fillIn(base, worker, `${own}/talk`, {note: ''});
	await fillIn(base, manager, `${own}/exception`, {line: '1', value: '20', days: '7', from: '', note: 'A post is vacant'});
	const [, matter] = (await ask(base, director, `${ALPHA}/waiting`)).body.match(/href="([^"]+\/matters\/\d+)">[^<]*asks to pass a line/);
	await fillIn(base, director, matter, {note: 'For a week', outcome: 'agreed'});
}

await withTwoCouncils(plimsoll, signInTo, async (base, cookies, db, stop) => {
	await askAndAllow(base, cookies);
	await checkWords(base, cookies, table(secretsPath, 2));
	await checkFields(base, cookies, table(fieldsPath, 3));
	await checkHostile(base, cookies);
	await checkLedger(base, cookies);
	await checkRestricting(base, cookies);
	await checkLooks(base, cookies, db);
	await checkLastLook(base, cookies, db, stop);
});
finish();
