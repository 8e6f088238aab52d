// Many programs propose, answer, withdraw, hand back, change lines and shares on five workers at once, and some of the time the server
// is killed: nothing that was acknowledged is lost, and nothing stands in the records that the rules forbid. Before that each call is
// made once by itself; what is sent and answered fits its description.
//
//	node races.mjs PLIMSOLL openapi.json [requests a client [kills]]
//
// Nothing here depends on how long something takes: the server is killed after so many answers. Needs sqlite3, to read the history.
import {execFileSync, spawn} from 'node:child_process';
import {createHash, randomUUID} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import {check, finish} from '../tap.mjs';

const [plimsoll, documentPath, requestsText, killsText] = process.argv.slice(2);
const CLIENTS = 64;
const REQUESTS = Number(requestsText ?? 12);
const KILLS = Number(killsText ?? 2);
const WORKERS = ['W1', 'W2', 'W3', 'W4', 'W5'];
const CASES = Array.from({length: 40}, (_, i) => `C${i + 1}`);
const LINE = 3;
const MOST_PROBLEMS = 8;
const today = new Date().toISOString().slice(0, 10);

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-races-'));
const db = join(folder, 'races.db');
const AT = ['--db', db, '--employer', 'north'];
const run = (...args) => execFileSync(plimsoll, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
const read = (sql) => JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 10000', db, sql], {encoding: 'utf8', maxBuffer: 1 << 28}) || '[]');

// ---- a council ----

function addAccount(login, ...roles) {
	const worker = roles[0] === 'worker' ? ['--worker', login.toUpperCase()] : [];
	run('user', 'add', ...AT, ...worker, login, ...roles);
	return {login, token: run('user', 'token', ...AT, '--name', 'races', login).trim().split(' ').pop()};
}

function makeCouncil() {
	const files = {
		teams: 'team,name,service,manager\nnorth,North,children,Mona\n',
		workers: `worker,name,team,role,fte,hours,from,until\n${WORKERS.map((one) => `${one},Name ${one},north,social-worker,1,37,2020-01-01,`).join('\n')}\n`,
		cases: `case,opened,closed,service,team,type,restricted\n${CASES.map((one) => `${one},2026-01-05,,children,north,child_in_need_plan,`).join('\n')}\n`,
		lines: `scope,target,kind,value,status,from\nteam,north,cases,${LINE},policy,2026-01-01\n`,
	};
	const paths = Object.entries(files).map(([name, text]) => {
		writeFileSync(join(folder, `${name}.csv`), text);
		return join(folder, `${name}.csv`);
	});
	run('import', ...AT, ...paths);
	run('scheme', 'use', ...AT, '--service', 'children', '--from', '2020-01-01', 'england-children-starter');
	run('employer', 'set', 'live', 'on', ...AT);
	return {
		workers: Object.fromEntries(WORKERS.map((one) => [one, addAccount(one.toLowerCase(), 'worker')])),
		managers: [addAccount('mona', 'manager:team:north'), addAccount('dora', 'deputy:team:north'), addAccount('sue', 'supervisor:team:north')],
		heads: [addAccount('hedy', 'head-of-service:service:children'), addAccount('hana', 'head-of-service:service:children')],
		director: addAccount('dirk', 'director'),
	};
}

// ---- a server that dies ----

let server;
let base;
let up;         // settles when it answers again
let answers = 0;
let killAfter = Infinity;
let kills = 0;

function start() {
	// In a group of its own, so that all of its processes die at once.
	server = spawn(plimsoll, ['serve', '--db', db, '--port', '0'], {stdio: ['ignore', 'pipe', 'ignore'], detached: true});
	up = new Promise((resolve, reject) => {
		let said = '';
		server.stdout.on('data', (data) => {
			said += data;
			const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
			if (found) {
				base = found[0];
				resolve();
			}
		});
		server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
	});
	return up;
}

function killServer() {
	const dying = server;
	kills++;
	dying.removeAllListeners('exit');
	up = new Promise((resolve) => dying.once('exit', resolve)).then(start);
	process.kill(-dying.pid, 'SIGKILL');
}

const stopServer = () => new Promise((resolve) => {
	server.removeAllListeners('exit');
	server.once('exit', resolve);
	process.kill(server.pid, 'SIGTERM');
});

// ---- the history ----

const history = []; // every request that was made: {key, path, body, answers: [{status, text}]}

async function sendOnce(request, who) {
	const answer = await fetch(`${base}/api/employers/north/${request.path}`, {method: 'POST', body: JSON.stringify(request.body),
		headers: {'authorization': `Bearer ${who.token}`, 'content-type': 'application/json', 'idempotency-key': request.key}});
	const text = await answer.text();
	request.answers.push({status: answer.status, text});
	answers++;
	if (answers >= killAfter) {
		killAfter = Infinity;
		killServer();
	}
	return answer.status === 503 ? undefined : {status: answer.status, body: JSON.parse(text)};
}

// Until it is answered: whoever hears nothing asks again with the same key.
async function send(request, who) {
	for (;;) {
		await up;
		try {
			const answer = await sendOnce(request, who);
			if (answer !== undefined)
				return answer;
		} catch (error) {
			if (!(error instanceof TypeError))
				throw error; // anything but a connection that broke
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}
}

// Some are sent twice at the same time.
async function ask(who, path, body) {
	const request = {key: randomUUID(), path, body, who: who.login, answers: []};
	history.push(request);
	const [answer] = await Promise.all(Math.random() < 0.25 ? [send(request, who), send(request, who)] : [send(request, who)]);
	return answer;
}

// ---- the description ----

const api = JSON.parse(readFileSync(documentPath, 'utf8'));
const ajv = new Ajv({allErrors: true, strictRequired: false});
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
ajv.addVocabulary(['components']);
ajv.addSchema({$id: 'api', components: {schemas: api.components.schemas}});
const described = new Map(Object.entries(api.paths).filter(([path]) => path.startsWith('/api/')));
const fits = ({schema}) => ajv.compile({$ref: `api${schema.$ref}`});
const callOf = (path) => described.get(`/api/employers/{employer}/${path.replace(/proposals\/\d+/, 'proposals/{proposal}').replace(/matters\/\d+/, 'matters/{matter}')}`).post;

function checkDescription() {
	const refusal = fits(api.components.responses.CallRefused.content['application/json']);
	const problems = history.flatMap(({path, body, answers: said}) => {
		const call = callOf(path), request = fits(call.requestBody.content['application/json']);
		const answer = fits(call.responses['200'].content['application/json']);
		return [...request(body) ? [] : [`${path}: ${JSON.stringify(body)} ${ajv.errorsText(request.errors)}`],
			...said.filter(({status}) => status !== 503).flatMap(({status, text}) => {
				const form = status === 200 ? answer : refusal;
				return form(JSON.parse(text)) ? [] : [`${path}: ${text} ${ajv.errorsText(form.errors)}`];
			})];
	});
	check('what is sent and answered fits its description', problems.slice(0, MOST_PROBLEMS));
}

// ---- each call once ----

async function checkEachCall() {
	const {w1, mona, dirk} = {w1: people.workers.W1, mona: people.managers[0], dirk: people.director};
	const problems = [], done = new Set();
	const must = async (who, path, body) => {
		const answer = await ask(who, path, body);
		if (answer.status === 200)
			done.add(callOf(path).operationId);
		else
			problems.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
		return answer.body;
	};
	const terms = {worker: 'W1', why: 'room', first_action: 'visit', first_action_by: today, risk_with: 'mona',
		tasks: [{kind: 'visit', minutes: 60, due: today}]};
	const {proposal} = await must(mona, 'proposals', {case: 'C1', ...terms});
	await must(mona, `proposals/${proposal}/steps`, {step: 'discuss', talked_with: 'w1', means: 'telephone', talked_at: `${new Date().toISOString().slice(0, 19)}Z`});
	await must(w1, `proposals/${proposal}/steps`, {step: 'agree', seen: 3});
	await must(w1, 'surges', {case: 'C1', minutes: 60, days: 3, why: 'incident'});
	await must(w1, 'needs', {case: 'C1', minutes: 300, why: 'court'});
	await must(w1, 'ratings', {worker: 'W1', value: 2});
	await must(mona, 'ratings', {worker: 'W1', talked: true});
	await must(w1, 'extra-time', {worker: 'W1', minutes: 30});
	await must(w1, 'extra-time', {worker: 'W1', minutes: 0}); // by mistake: time owed would be load beside what is held
	const talk = await must(w1, 'matters', {kind: 'talk', worker: 'W1'});
	await must(w1, `matters/${talk.matter}/take-back`, {});
	const back = await must(w1, 'matters', {kind: 'hand-back', worker: 'W1', case: 'C1', note: 'It has become too much.'});
	await must(mona, `matters/${back.matter}/answer`, {outcome: 'agreed', note: 'So be it.'});
	await must(mona, 'reviews', {case: 'C1', risk: 'low', safety: 'duty-visit', why: 'no-room', next: new Date(Date.now() + 86400000).toISOString().slice(0, 10)});
	await must(mona, 'closings', {case: 'C1', reason: 'no-need', worker_agrees: true});
	await must(mona, 'batches', {proposals: [{case: 'C2', ...terms}, {case: 'C3', ...terms}]});
	check('each call can be made', [...problems, ...[...described.values()].map(({post}) => post.operationId)
		.filter((one) => !done.has(one)).map((one) => `${one} was never made`)]);
	const refused = [
		[dirk, 'proposals', {case: 'C4', ...terms}, 403], [mona, 'proposals', {case: 'none', ...terms}, 404],
		[mona, 'proposals', {case: 'C4', ...terms, shares: 3}, 422], [mona, 'proposals', {case: 'C4', ...terms, share: 1001}, 422],
		[mona, 'proposals', {case: 'C4', ...terms, worker: 'W9'}, 404], [w1, `proposals/${proposal}/steps`, {step: 'agree'}, 409],
		[mona, 'proposals/999999/steps', {step: 'withdraw', reason: 'mistake'}, 404], [w1, `matters/${talk.matter}/take-back`, {}, 409],
		[w1, 'ratings', {worker: 'W2', value: 2}, 403], [mona, 'batches', {proposals: []}, 422],
	];
	const wrong = [];
	for (const [who, path, body, status] of refused) {
		const request = {key: randomUUID(), path, body, answers: []};
		const answer = await send(request, who);
		if (answer.status !== status || typeof answer.body.error !== 'string' || typeof answer.body.code !== 'string')
			wrong.push(`${path} ${JSON.stringify(body)}: ${answer.status} ${JSON.stringify(answer.body)}, expected ${status}`);
	}
	check('what cannot be is refused with its status, a code and a sentence', wrong);
}

async function checkAsking() {
	const send = async (headers, body = '{}') => (await fetch(`${base}/api/employers/north/matters`, {method: 'POST', body, headers})).status;
	const json = {'content-type': 'application/json'}, key = {'idempotency-key': randomUUID()};
	const bearer = (token) => ({authorization: `Bearer ${token}`});
	const {token} = people.managers[0];
	const again = {...json, ...bearer(token), 'idempotency-key': history[0].key};
	const other = await fetch(`${base}/api/employers/north/proposals`, {method: 'POST', body: '{}', headers: again});
	const got = {
		'no token': await send({...json, ...key}), 'a wrong token': await send({...json, ...key, ...bearer(`${token}x`)}),
		'no key': await send({...json, ...bearer(token)}), 'no JSON': await send({...json, ...key, ...bearer(token)}, '{'),
		'another type': await send({'content-type': 'text/plain', ...key, ...bearer(token)}), 'a key for another request': other.status,
		'a page': (await fetch(`${base}/employers/north`, {headers: bearer(token)})).status,
		'a form': (await fetch(`${base}/account/password`, {method: 'POST', body: new URLSearchParams({}), headers: bearer(token)})).status,
		'data': (await fetch(`${base}/employers/north.json`, {headers: bearer(token)})).status,
		'another employer': (await fetch(`${base}/api/employers/south/matters`, {method: 'POST', body: '{}', headers: {...json, ...key, ...bearer(token)}})).status,
	};
	const wanted = {'no token': 401, 'a wrong token': 401, 'no key': 400, 'no JSON': 400, 'another type': 415, 'a key for another request': 422,
		'a page': 403, 'a form': 403, 'data': 200, 'another employer': 404};
	check('a call needs a token, a key and JSON, and a token opens no page', Object.keys(wanted).filter((one) => got[one] !== wanted[one])
		.map((one) => `${one}: ${got[one]}, expected ${wanted[one]}`));
	const {token: last} = addAccount('lena', 'director');
	run('user', 'token', ...AT, '--revoke', '1', 'lena');
	check('a revoked token opens nothing', await send({...json, ...key, ...bearer(last)}) === 401 ? [] : ['it does']);
}

// ---- what clients do ----

let people;
let begun;      // the entry that was last before anything was asked
const proposals = new Map(); // by number, as it was told last
const matters = new Map();
const pick = (list) => list[Math.floor(Math.random() * list.length)];

async function propose() {
	const worker = pick(WORKERS), manager = pick(people.managers), lead = Math.random() < 0.8;
	const ref = pick(CASES);
	const answer = await ask(manager, 'proposals', {case: ref, worker, role: lead ? 'lead' : 'co-worker',
		share: pick([1000, 500, 300]), why: 'room', first_action: 'visit', first_action_by: today, risk_with: manager.login});
	if (answer.status === 200)
		proposals.set(answer.body.proposal, {worker, ref, state: answer.body.state});
}

// What somebody may do next, if nobody was faster.
const NEXT = {
	offered: [...Array(12).fill(['managers', {step: 'discuss'}]), ['managers', {step: 'withdraw', reason: 'mistake'}],
		['worker', {step: 'decline', reason: 'too-much'}], ['worker', {step: 'want', reason: 'facts'}], ['worker', {step: 'hold', reason: 'safety', hours: 24}]],
	discussed: [...Array(12).fill(['worker', {step: 'agree'}]),
		['worker', {step: 'agree-if', conditions: [{kind: 'supervision', due: today}]}], ['managers', {step: 'withdraw', reason: 'changed'}]],
	conditional: [['managers', {step: 'accept'}], ['managers', {step: 'reject', reason: 'not-possible'}]],
	'more-wanted': [['managers', {step: 'give'}]],
	held: [['managers', {step: 'discuss'}], ['worker', {step: 'decline', reason: 'other'}]],
};

async function takeStep() {
	const open = [...proposals].filter(([, one]) => NEXT[one.state] !== undefined);
	if (open.length === 0)
		return propose();
	const [number, known] = pick(open);
	const [side, step] = pick(NEXT[known.state]);
	const who = side === 'worker' ? people.workers[known.worker] : pick(people.managers);
	const talk = step.step === 'discuss' ? {talked_with: known.worker.toLowerCase(), means: 'in-person'} : {};
	const answer = await ask(who, `proposals/${number}/steps`, {...step, ...talk});
	if (answer.status === 200)
		proposals.set(number, {...known, state: answer.body.state});
	else if (answer.body.code === 'not-now')
		proposals.delete(number); // somebody else goes on with it
	return undefined;
}

async function putMatter(who, body, decider) {
	const answer = await ask(who, 'matters', {note: 'It has become too much.', ...body});
	if (answer.status === 200)
		matters.set(answer.body.matter, {who, decider});
}

function handBack() {
	const worker = pick(WORKERS), live = [...proposals.values()].filter((one) => one.state === 'live' && one.worker === worker);
	const ref = live.length > 0 ? pick(live).ref : pick(CASES);
	return putMatter(people.workers[worker], {kind: 'hand-back', worker, case: ref}, pick(people.managers));
}

const lineOf = () => read('select id from line where unmade is null order by id desc limit 1')[0]?.id ?? 1;

function askException() {
	return putMatter(pick(people.managers), {kind: 'exception', worker: pick(WORKERS), line: lineOf(), value: LINE + 2,
		from: today, until: new Date(Date.now() + 7 * 86400000).toISOString().slice(0, 10)}, pick([...people.heads, people.director]));
}

function askLine() {
	return putMatter(pick(people.heads), {kind: 'line', line: lineOf(), scope: 'team', line_team: 'north', counts: 'count', status: 'policy',
		value: pick([LINE - 1, LINE, LINE + 1]), agreed_by: 'union and employer', from: today}, people.director);
}

async function answerMatter() {
	if (matters.size === 0)
		return handBack();
	const [number, {who, decider}] = pick([...matters]);
	matters.delete(number);
	if (Math.random() < 0.1)
		return ask(who, `matters/${number}/take-back`, {});
	return ask(decider, `matters/${number}/answer`, {outcome: Math.random() < 0.8 ? 'agreed' : 'refused', note: 'We talked about it.'});
}

function offerMany() {
	const manager = pick(people.managers);
	return ask(manager, 'batches', {proposals: [1, 2, 3].map(() => ({case: pick(CASES), worker: pick(WORKERS), why: 'first-cases',
		first_action: 'read', first_action_by: today, risk_with: manager.login}))});
}

const DEEDS = [propose, propose, propose, propose, ...Array(16).fill(takeStep),
	handBack, answerMatter, answerMatter, askException, askLine, offerMany];

async function client() {
	for (let i = 0; i < REQUESTS; i++)
		await pick(DEEDS)();
}

// ---- the checker ----

const sentKey = ({path, key}) => createHash('sha256').update(`program\n/api/employers/north/${path}\n${key}`).digest('base64url');
const isDone = ({status}) => status === 200;
const withoutId = (text) => text.replace(/"request":"[^"]*"/, '');

// What was acknowledged is there, once; what was answered twice was answered the same.
function checkRequests() {
	const kept = new Map(read('select key, made from once').map(({key, made}) => [key, made]));
	const single = history.filter(({path}) => path !== 'batches');
	check('whatever was acknowledged is in the records', single.filter((one) => one.answers.some(isDone) && !kept.has(sentKey(one)))
		.map(({path, key}) => `${path} ${key}`).slice(0, MOST_PROBLEMS));
	check('what was refused and never done is not', single.filter((one) => !one.answers.some(isDone) && kept.has(sentKey(one)))
		.map(({path, key, answers: said}) => `${path} ${key} ${JSON.stringify(said)}`).slice(0, MOST_PROBLEMS));
	check('two answers to one request are the same', single.filter((one) => {
		const done = one.answers.filter(isDone).map(({text}) => withoutId(text));
		return new Set(done).size > 1;
	}).map(({path, answers: said}) => `${path} ${JSON.stringify(said)}`).slice(0, MOST_PROBLEMS));
	const made = [...kept.values()];
	check('each request is one entry', new Set(made).size === made.length ? [] : ['two requests in one entry']);
	const entries = read(`select count(*) n from ledger where sequence > ${begun} and actor <> 'plimsoll' and action not like 'user-%' and action not like 'token-%'`)[0].n;
	check('there is no entry that nobody asked for', entries === made.length ? [] : [`${entries} entries, ${made.length} requests`]);
	const strange = history.flatMap(({path, answers: said}) => said.filter(({status}) => ![200, 403, 404, 409, 422, 503].includes(status))
		.map(({status, text}) => `${path}: ${status} ${text}`));
	check('nothing is answered but done, refused or busy', strange.slice(0, MOST_PROBLEMS));
}

const overlap = (a, b) => (a.valid_from ?? '') < (b.valid_until ?? '9999') && (b.valid_from ?? '') < (a.valid_until ?? '9999');
const aliveAt = (rows, entry) => rows.filter(({made, unmade}) => made <= entry && (unmade === null || unmade > entry));
const onDay = (rows) => rows.filter((one) => (one.valid_from ?? '') <= today && (one.valid_until ?? '9999') > today);

// The state after every entry, from the rows that it made and ended.
function checkHistory() {
	const holdings = read('select case_id, post_id, role, valid_from, valid_until, standing, made, unmade from holding');
	const lines = read('select id, value, valid_from, valid_until, made, unmade from line');
	const exceptions = read('select post_id, line_id, value, valid_from, valid_until, made, unmade from exception');
	const last = read('select max(sequence) n from ledger')[0].n;
	const first = Math.min(...holdings.filter(({standing}) => standing !== null).map(({made}) => made), last);
	const twoLeads = [], passed = [];
	const heldBy = (rows, post) => new Set(rows.filter((one) => one.post_id === post && one.standing === 'stands').map((one) => one.case_id)).size;
	let before = onDay(aliveAt(holdings, first - 1));
	for (let entry = first; entry <= last; entry++) {
		const now = aliveAt(holdings, entry);
		const leads = now.filter(({role, standing}) => role === 'lead' && standing === 'stands');
		for (let i = 0; i < leads.length; i++)
			for (let j = i + 1; j < leads.length; j++)
				if (leads[i].case_id === leads[j].case_id && leads[i].post_id !== leads[j].post_id && overlap(leads[i], leads[j]))
					twoLeads.push(`entry ${entry}: case ${leads[i].case_id}`);
		const held = onDay(now);
		for (const post of new Set(held.map((one) => one.post_id))) {
			const count = heldBy(held, post);
			if (count <= heldBy(before, post))
				continue;
			for (const line of onDay(aliveAt(lines, entry)))
				if (count > line.value && !onDay(aliveAt(exceptions, entry)).some((one) => one.post_id === post && one.line_id === line.id && one.value >= count))
					passed.push(`entry ${entry}: post ${post} holds ${count}, the line ${line.id} is at ${line.value}`);
		}
		before = held;
	}
	check('no case is ever led by two', twoLeads.slice(0, MOST_PROBLEMS));
	check('no line is passed but with an exception in force', passed.slice(0, MOST_PROBLEMS));
	console.log(`# ${last} entries, ${kills} kills, ${history.length} requests, ${history.filter(({answers: said}) => said.some(isDone)).length} done, `
		+ `${aliveAt(holdings, last).filter(({standing}) => standing === 'stands').length} held`);
}

// What the pages say of a worker is the sum of what stands in the records.
async function checkLoads() {
	const problems = [];
	for (const worker of WORKERS) {
		const answer = await fetch(`${base}/employers/north/workers/${worker}.json`, {headers: {authorization: `Bearer ${people.director.token}`}});
		const page = await answer.json();
		const sum = page.holdings.reduce((minutes, one) => minutes + (one.minutes ?? 0), 0);
		const load = page.total.load_minutes;
		const rows = read(`select count(distinct h.case_id) n from holding h join post p on p.id = h.post_id and p.unmade is null
			join person w on w.id = p.person_id and w.unmade is null where h.unmade is null and w.code = '${worker}'
			and h.standing in ('stands', 'emergency') and coalesce(h.valid_from, '') <= '${today}' and coalesce(h.valid_until, '9999') > '${today}'`)[0].n;
		const cases = new Set(page.holdings.map((one) => one.case)).size;
		if (sum !== load || cases !== rows)
			problems.push(`${worker}: load ${load}, holdings ${sum}; ${cases} cases on the page, ${rows} in the records`);
	}
	check('the load of each worker is the sum of what they hold', problems);
}

// ---- the whole ----

try {
	people = makeCouncil();
	begun = read('select max(sequence) n from ledger')[0].n;
	await start();
	await checkEachCall();
	await checkAsking();
	const clients = Promise.all(Array.from({length: CLIENTS}, client));
	const every = Math.floor(CLIENTS * REQUESTS / (KILLS + 1));
	let over = false;
	clients.finally(() => {
		over = true;
	});
	for (let i = 1; i <= KILLS && !over; i++) {
		killAfter = i * every;
		while (killAfter !== Infinity && !over)
			await new Promise((resolve) => setTimeout(resolve, 2));
		await up;
	}
	await clients;
	await up;
	await checkLoads();
	await stopServer();
	checkDescription();
	checkRequests();
	checkHistory();
	const verified = run('verify', '--db', db);
	check('the ledger and the rows behind it are whole', verified.startsWith('north: whole.') ? [] : [verified]);
	finish();
} finally {
	try {
		process.kill(-server.pid, 'SIGKILL');
	} catch { /* it has ended */ }
	rmSync(folder, {recursive: true, force: true});
}
