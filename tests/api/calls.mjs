// What programs ask for: each call once by itself, each that cannot be with its status and its sentence, each figure as it is
// described; what a token opens, and what it does not.
//
//	node calls.mjs PLIMSOLL openapi.json
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {request} from 'node:http';
import Ajv from 'ajv/dist/2020.js';
import {Council, inDays, today} from '../races/council.mjs';
import {check, finish} from '../tap.mjs';

const [plimsoll, documentPath] = process.argv.slice(2);
const MOST_PROBLEMS = 8;
const council = new Council(plimsoll);
const ask = (who, path, body) => council.ask(who, path, body, randomUUID());

// ---- the description ----

const api = JSON.parse(readFileSync(documentPath, 'utf8'));
const ajv = new Ajv({allErrors: true, allowUnionTypes: true, strictRequired: false});
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
ajv.addVocabulary(['components']);
ajv.addSchema({$id: 'api', components: {schemas: api.components.schemas}});
const fits = ({schema}) => ajv.compile({$ref: `api${schema.$ref}`});
const templateOf = (path) => Object.keys(api.paths).sort((a, b) => a.split('{').length - b.split('{').length)
	.find((one) => new RegExp(`^${one.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/.]+')}$`).test(path));
const callOf = (path) => api.paths[templateOf(`/api/employers/north/${path}`)].post;
const refusal = fits(api.components.responses.CallRefused.content['application/problem+json']);

function problemsOf({path, body, answers}) {
	const call = callOf(path), request = fits(call.requestBody.content['application/json']);
	const answer = fits(call.responses['200'].content['application/json']);
	return [...request(body) ? [] : [`${path}: ${JSON.stringify(body)} ${ajv.errorsText(request.errors)}`],
		...answers.flatMap(({status, type, text}) => {
			const form = status === 200 ? answer : refusal;
			const told = JSON.parse(text);
			return [...form(told) ? [] : [`${path}: ${text} ${ajv.errorsText(form.errors)}`],
				...type === (status === 200 ? 'application/json' : 'application/problem+json') ? [] : [`${path}: ${status} as ${type}`],
				...status === 200 || told.status === status ? [] : [`${path}: ${status} says ${told.status}`]];
		})];
}

// ---- each call once ----

const asked = []; // operations that were done
const problems = [];

async function must(who, path, body) {
	const answer = await ask(who, path, body);
	if (answer.status === 200)
		asked.push(callOf(path).operationId);
	else
		problems.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}

async function mustShow(who, path) {
	const answer = await council.show(who, path);
	const operation = api.paths[templateOf(path)]?.get;
	const form = operation?.responses['200'].content[answer.type];
	if (answer.status !== 200 || form === undefined)
		problems.push(`${path}: ${answer.status} ${answer.type} ${answer.text.slice(0, 200)}`);
	else {
		const schema = form.schema.$ref !== undefined ? fits(form) : undefined;
		if (schema !== undefined && !schema(answer.body))
			problems.push(`${path}: ${ajv.errorsText(schema.errors)}`);
		else
			asked.push(operation.operationId);
	}
	if (form?.['x-row'] !== undefined) {
		const header = Object.keys(api.components.schemas[form['x-row'].split('/').pop()].properties).join();
		if (answer.text.split(/\r?\n/)[0] !== header)
			problems.push(`${path}: the header is ${answer.text.split('\n')[0]}, expected ${header}`);
	}
	return answer.body;
}

const terms = (risk_with) => ({worker: 'W1', why: 'room', first_action: 'visit', first_action_by: today, risk_with,
	tasks: [{kind: 'visit', minutes: 60, due: today}]});
const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

// One case from the pile to a worker and back, with whatever else is said on the way.
async function checkEachCall() {
	const {workers: {W1: w1}, managers: [mona, dora, sue], heads: [hedy], director} = council.people;
	const E = '/employers/north';
	await mustShow(mona, `${E}/cases/C1/propose.json`);
	await mustShow(mona, `${E}/cases/C1/propose.csv`);
	const {proposal} = await must(mona, 'proposals', {case: 'C1', ...terms('mona')});
	const open = await mustShow(w1, `${E}/proposals.json`);
	check('what is offered to a worker waits for them', open.proposals.filter((one) => one.proposal === proposal && one.to_answer
		&& one.case === 'C1' && one.worker === 'W1').length === 1 ? [] : [JSON.stringify(open)]);
	await mustShow(mona, `${E}/proposals.csv`);
	const offered = await mustShow(w1, `${E}/waiting.json`);
	check('what is offered is among what waits for a worker', offered.waiting.filter((one) => one.proposal === proposal && one.matter === null
		&& one.kind === 'offer' && one.whose === 'to-answer' && one.with === 'worker' && one.case === 'C1'
		&& one.due === open.proposals.find((row) => row.proposal === proposal).due).length === 1 ? [] : [JSON.stringify(offered)]);
	await must(w1, `proposals/${proposal}/steps`, {step: 'want', reason: 'relief'});
	const {worker: _, ...given} = {...terms('mona'), support: 'supervision'};
	await must(mona, `proposals/${proposal}/steps`, {step: 'give', terms: given});
	await must(mona, `proposals/${proposal}/steps`, {step: 'discuss', talked_with: 'w1', means: 'telephone', talked_at: now()});
	const story = await mustShow(w1, `${E}/proposals/${proposal}.json`);
	check('a proposal tells its story, its terms and what it would make of the load', story.story.map(({step}) => step).join() === 'draft,offer,want,give,discuss'
		&& story.terms.why === 'room' && story.terms.support === 'supervision' && story.tasks.length === 1 && story.after.cases === story.before.cases + 1 ? [] : [JSON.stringify(story)]);
	await must(w1, `proposals/${proposal}/steps`, {step: 'agree', seen: story.proposals[0].steps});
	await must(w1, 'surges', {case: 'C1', minutes: 60, days: 3, why: 'incident'});
	await must(w1, 'needs', {case: 'C1', minutes: 300, why: 'court'});
	const less = {case: 'C1', minutes: 240, why: 'calmer', talked: true};
	const unsaid = await ask(mona, 'needs', less), byMessage = await ask(mona, 'needs', {...less, means: 'message'});
	await must(mona, 'needs', {...less, means: 'telephone', talked_at: now()});
	check('that a case needs less says how it was talked about, and never by message', unsaid.status === 422 && byMessage.status === 422 ? []
		: [`${unsaid.status} ${byMessage.status}`]);
	await must(w1, 'ratings', {worker: 'W1', value: 2});
	await must(mona, 'ratings', {worker: 'W1', talked: true, means: 'telephone'});
	await must(w1, 'extra-time', {worker: 'W1', minutes: 30});
	await must(w1, 'extra-time', {worker: 'W1', minutes: 0}); // by mistake: time owed would be load beside what is held
	const talk = await must(w1, 'matters', {kind: 'talk', worker: 'W1'});
	const waiting = await mustShow(mona, `${E}/waiting.json`);
	check('what a worker asks waits for the manager', waiting.waiting.filter((one) => one.matter === talk.matter && one.whose === 'to-answer' && one.kind === 'talk'
		&& one.worker === 'W1' && one.with === 'manager').length === 1 ? [] : [JSON.stringify(waiting)]);
	await mustShow(mona, `${E}/waiting.csv`);
	await must(w1, `matters/${talk.matter}/take-back`, {});
	const back = await must(w1, 'matters', {kind: 'hand-back', worker: 'W1', case: 'C1', note: 'It has become too much.'});
	await must(mona, `matters/${back.matter}/answer`, {outcome: 'agreed', note: 'So be it.'});
	await must(director, 'settings', {setting: 'holiday', from: '2030-12-25'});
	const two = await must(director, 'settings', {setting: 'principles', from: inDays(3), note: 'Agreed with the union.'});
	const told = await mustShow(w1, `${E}/settings.json`);
	check('how the employer works is told, and what is proposed', told.settings.some((one) => one.setting === 'holiday' && one.from === '2030-12-25')
		&& told.proposed.some((one) => one.matter === two.matter && one.on && one.from === inDays(3)) ? [] : [JSON.stringify(told)]);
	await must(director, `matters/${two.matter}/take-back`, {});
	const notTheirs = (await ask(mona, 'settings', {setting: 'holiday', from: '2030-12-26'})).status;
	check('a manager says nothing of how the employer works', notTheirs === 403 ? [] : [`${notTheirs}`]);
	await must(mona, 'reviews', {case: 'C1', risk: 'low', safety: 'duty-visit', why: 'no-room', next: inDays(1)});
	await must(mona, 'closings', {case: 'C1', reason: 'no-need'});
	const last = await council.show(mona, '/api/employers/north/undo');
	if (last.status === 200 && fits(api.paths['/api/employers/{employer}/undo'].get.responses['200'].content['application/json'])(last.body))
		asked.push('getUndo');
	const closed = council.history.at(-1);
	await must(mona, 'undo', {entry: last.body.entry});
	const undone = await council.ask(mona, closed.path, closed.body, closed.key);
	check('what was taken back is not told as done', undone.status === 409 && undone.body.code === 'undone' ? [] : [JSON.stringify(undone)]);
	const closing = await must(mona, 'closings', {case: 'C1', reason: 'no-need'});
	if (!closing.closed)
		await must(sue, `matters/${closing.matter}/answer`, {outcome: 'agreed', note: 'I have looked at it.'});
	await must(mona, 'reopenings', {case: 'C1', why: 'too-soon'});
	await must(mona, 'batches', {proposals: [{case: 'C2', ...terms('mona')}, {case: 'C3', ...terms('mona')}]});
	const {path, body, key} = council.history.at(-1);
	const again = await council.ask(mona, path, body, key);
	await must(mona, 'undo', {entry: (await council.show(mona, '/api/employers/north/undo')).body.entry});
	const third = await council.ask(mona, path, body, key);
	check('and which of many was taken back is told of it', third.body.proposals[0].done_before && third.body.proposals[1].code === 'undone'
		? [] : [JSON.stringify(third.body)]);
	check('many that are sent again are told to be done', again.body.proposals.length === 2 && again.body.proposals.every((one) => one.done_before === true)
		? [] : [JSON.stringify(again.body)]);
	const line = (await council.show(mona, `${E}/lines.json`)).body.lines.length > 0 ? council.read('select id from line where unmade is null')[0].id : 0;
	const exception = await must(dora, 'matters', {kind: 'exception', worker: 'W2', line, value: 4, from: today, until: inDays(7), note: 'Two are away.'});
	await must(hedy, `matters/${exception.matter}/answer`, {outcome: 'agreed', note: 'For a week.'});
	const allowed = await mustShow(hedy, `${E}/exceptions.json`);
	check('an exception tells who it is for, how far and who allowed it', allowed.lines.length === 1 && allowed.lines[0].how === 'exception'
		&& allowed.lines[0].worker === 'W2' && allowed.lines[0].up_to === 4 && allowed.lines[0].allowed_by.startsWith('hedy')
		? [] : [JSON.stringify(allowed)]);
	await mustShow(hedy, `${E}/exceptions.csv`);
	const answered = await mustShow(dora, `${E}/matters/${exception.matter}.json`);
	check('a matter tells its story', answered.story.map(({step, outcome}) => `${step} ${outcome}`).join() === 'ask null,answer agreed' ? [] : [JSON.stringify(answered)]);
	await must(hedy, 'matters', {kind: 'line', line, scope: 'team', line_team: 'north', counts: 'cases', status: 'policy', value: 4,
		agreed_by: 'union and employer', from: inDays(1), note: 'As agreed.'});
	await must(director, `matters/${exception.matter + 1}/answer`, {outcome: 'agreed', note: 'As agreed.'});
	check('each call can be made', [...problems, ...Object.entries(api.paths).filter(([path]) => path.startsWith('/api/'))
		.flatMap(([, item]) => Object.values(item)).map(({operationId}) => operationId).filter((one) => !asked.includes(one))
		.map((one) => `${one} was never made`)]);
	check('each figure of proposals and matters is as it is described', ['getCandidatesJson', 'getCandidatesCsv', 'getProposalsJson', 'getProposalsCsv', 'getProposalJson',
		'getWaitingJson', 'getWaitingCsv', 'getMatterJson', 'getExceptionsJson', 'getExceptionsCsv']
		.filter((one) => !asked.includes(one)).map((one) => `${one} was never made`));
	return {proposal, talk};
}

async function checkSteps() {
	const {workers: {W3: w3}, managers: [mona]} = council.people;
	const at = async (ref, steps) => {
		const {proposal} = await must(mona, 'proposals', {case: ref, ...terms('mona'), worker: 'W3', offer: false});
		const said = [];
		for (const [who, body] of steps)
			said.push((await must(who, `proposals/${proposal}/steps`, body)).state);
		return said.join();
	};
	const talk = {step: 'discuss', talked_with: 'w3', means: 'video'};
	const wanted = [
		['C10', [[mona, {step: 'discard'}]], 'discarded'],
		['C11', [[mona, {step: 'offer'}], [w3, {step: 'want', reason: 'facts'}], [mona, {step: 'give', note: 'It is a short one.'}], [mona, {step: 'withdraw', reason: 'mistake'}]],
			'offered,more-wanted,offered,withdrawn'],
		['C12', [[mona, {step: 'offer'}], [mona, talk], [w3, {step: 'agree-if', conditions: [{kind: 'supervision', due: inDays(2)}]}], [mona, {step: 'reject', reason: 'not-possible'}],
			[w3, {step: 'agree-if', conditions: [{kind: 'supervision', due: inDays(2)}]}], [mona, {step: 'accept'}]], 'offered,discussed,conditional,discussed,conditional,live'],
		['C13', [[mona, {step: 'offer'}], [w3, {step: 'hold', reason: 'safety', hours: 4}], [w3, {step: 'decline', reason: 'too-much'}]], 'offered,held,declined'],
	];
	for (const [ref, steps, states] of wanted) {
		const said = await at(ref, steps);
		check(`steps lead to ${states}`, said === states ? [] : [said, ...problems.splice(0)]);
	}
}

async function checkRefusals({proposal, talk}) {
	const {workers: {W1: w1}, managers: [mona], director} = council.people;
	const one = terms('mona');
	const refused = [
		[director, 'proposals', {case: 'C4', ...one}, 403], [mona, 'proposals', {case: 'none', ...one}, 404],
		[mona, 'proposals', {case: 'C4', ...one, shares: 3}, 422], [mona, 'proposals', {case: 'C4', ...one, share: 1001}, 422],
		[mona, 'proposals', {case: 'C4', ...one, worker: 'W9'}, 404], [w1, `proposals/${proposal}/steps`, {step: 'agree'}, 409],
		[mona, 'proposals/999999/steps', {step: 'withdraw', reason: 'mistake'}, 404], [w1, `matters/${talk.matter}/take-back`, {}, 409],
		[w1, 'ratings', {worker: 'W2', value: 2}, 403], [mona, 'batches', {proposals: []}, 422], [mona, 'undo', {entry: 1}, 403], [mona, 'undo', {}, 422],
	];
	const wrong = [];
	for (const [who, path, body, status] of refused) {
		const request = {key: randomUUID(), path, body, answers: []};
		const answer = await council.send(request, who);
		const [{type, text}] = request.answers;
		if (answer.status !== status || type !== 'application/problem+json' || !refusal(answer.body))
			wrong.push(`${path} ${JSON.stringify(body)}: ${answer.status} ${type} ${text}, expected ${status}`);
	}
	check('what cannot be is refused with its status, a code and a sentence', wrong);
}

// Three cases are at the line; with the fourth comes the working-out.
async function checkWorkingOut() {
	const {workers: {W5: w5}, managers: [mona]} = council.people;
	for (const ref of ['C20', 'C21', 'C22']) {
		const {proposal} = await must(mona, 'proposals', {case: ref, ...terms('mona'), worker: 'W5'});
		await must(mona, `proposals/${proposal}/steps`, {step: 'discuss', talked_with: 'w5', means: 'in-person'});
		await must(w5, `proposals/${proposal}/steps`, {step: 'agree'});
	}
	const {status, body} = await ask(mona, 'proposals', {case: 'C23', ...terms('mona'), worker: 'W5'});
	const expected = {before: 3, after: 4, used: 4, limit: 3, code: 'line-passed', status: 422};
	const got = {before: body.before?.cases, after: body.after?.cases, used: body.line?.used, limit: body.line?.limit, code: body.code, status};
	check('who would pass a line is refused with the working-out', JSON.stringify(got) === JSON.stringify(expected) ? [] : [JSON.stringify(body), ...problems.splice(0)]);
	const {body: {proposals: [one]}} = await ask(mona, 'batches', {proposals: [{case: 'C23', ...terms('mona'), worker: 'W5'}]});
	const ofOne = {before: one.before?.cases, after: one.after?.cases, used: one.line?.used, limit: one.line?.limit, code: one.code, status};
	check('and of many, each with its own', JSON.stringify(ofOne) === JSON.stringify(expected) ? [] : [JSON.stringify(one), ...problems.splice(0)]);
}

// More people than stand side by side, most of them in a team that comes before this one.
async function checkCandidates() {
	const {managers: [mona]} = council.people;
	council.add({
		teams: 'team,name,service\neast,East,children\n',
		workers: `worker,name,team,role,fte,hours,from,until\n${Array.from({length: 61}, (_, i) => `E${i},Name E${i},east,social-worker,1,37,2020-01-01,`).join('\n')}\n`,
	});
	const all = council.addAccount('meg', 'manager:team:north', 'manager:team:east');
	const who = async (whose, query) => {
		const {body} = await council.show(whose, `/employers/north/cases/C30/propose.json${query}`);
		return `${body.candidates.filter(({worker}) => worker.startsWith('W')).length} of ${body.candidates.length}, ${body.left_out} left out`;
	};
	const got = [await who(mona, ''), await who(mona, '?team='), await who(all, ''), await who(all, '?team='), await who(all, '?team=east')];
	check('side by side stand those who are seen, of the team of the case before any other', got.join('; ') === '5 of 5, 0 left out; 5 of 5, 0 left out; '
		+ '5 of 5, 0 left out; 0 of 60, 6 left out; 0 of 60, 1 left out' ? [] : got);
}

// ---- what a token opens ----

async function checkAsking() {
	const {managers: [mona, dora]} = council.people;
	const post = async (headers, body = '{}', path = '/api/employers/north/matters') =>
		(await fetch(council.base + path, {method: 'POST', body, headers, redirect: 'manual'})).status;
	// What is too large is refused when it is announced.
	const announce = (headers) => new Promise((resolve, reject) => {
		const sent = request(`${council.base}/api/employers/north/matters`, {method: 'POST', headers}, ({statusCode}) => {
			resolve(statusCode);
			sent.destroy();
		});
		sent.on('error', reject);
		sent.flushHeaders();
	});
	const json = {'content-type': 'application/json'}, key = {'idempotency-key': randomUUID()};
	const bearer = ({token}) => ({authorization: `Bearer ${token}`});
	const got = {
		'no token': await post({...json, ...key}), 'a wrong token': await post({...json, ...key, ...bearer({token: `${mona.token}x`})}),
		'no key': await post({...json, ...bearer(mona)}), 'no JSON': await post({...json, ...key, ...bearer(mona)}, '{'),
		'twice the same member': await post({...json, ...key, ...bearer(mona)}, '{"kind": "talk", "kind": "talk"}'),
		'another type': await post({'content-type': 'text/plain', ...key, ...bearer(mona)}),
		'too much': await announce({...json, ...key, ...bearer(mona), 'content-length': 1 << 20}),
		'a key for another request': await post({...json, ...bearer(mona), 'idempotency-key': council.history[0].key}, '{}', '/api/employers/north/proposals'),
		'the same key of another account': await post({...json, ...bearer(dora), 'idempotency-key': council.history[0].key}, '{}', '/api/employers/north/proposals'),
		'a page': (await council.show(mona, '/employers/north')).status,
		'a form': await post(bearer(mona), '', '/account/password'),
		'data': (await council.show(mona, '/employers/north.json')).status,
		'another employer': await post({...json, ...key, ...bearer(mona)}, '{}', '/api/employers/south/matters'),
		'no such call': await post({...json, ...key, ...bearer(mona)}, '{}', '/api/employers/north/nothing'),
	};
	const wanted = {'no token': 401, 'a wrong token': 401, 'no key': 400, 'no JSON': 400, 'twice the same member': 400, 'another type': 415, 'too much': 413,
		'a key for another request': 422, 'the same key of another account': 422, 'a page': 403, 'a form': 403, 'data': 200, 'another employer': 404,
		'no such call': 404};
	check('a call needs a token, a key and JSON, and a token opens no page', Object.keys(wanted).filter((one) => got[one] !== wanted[one])
		.map((one) => `${one}: ${got[one]}, expected ${wanted[one]}`));
}

async function checkTokens() {
	const {workers: {W1: w1}} = council.people;
	const terms_ = {case: 'C5', ...terms('mona')};
	const status = async (who, path, body) => (await council.send({key: randomUUID(), path, body, answers: []}, who)).status;
	const reader = council.addToken('mona', '--read-only');
	check('a token that only reads opens data', (await council.show(reader, '/employers/north/proposals.json')).status === 200 ? [] : ['it does not']);
	const before = council.read('select max(sequence) n from ledger')[0].n;
	const calls = Object.entries(api.paths).filter(([path, item]) => path.startsWith('/api/') && item.post !== undefined)
		.map(([path]) => path.replace('/api/employers/{employer}/', '').replace(/\{\w+\}/, '1'));
	const taken = [];
	for (const path of calls) {
		const got = await status(reader, path, path === 'proposals' ? terms_ : {});
		if (got !== 403)
			taken.push(`${path}: ${got}`);
	}
	check('and changes nothing', [...taken, ...council.read('select max(sequence) n from ledger')[0].n === before ? [] : ['there is an entry']]);
	council.run('user', 'add', ...council.at, 'both', 'director', 'manager:team:north');
	const asOne = council.addToken('both', '--role', 'director'), asBoth = council.addToken('both');
	const got = [await status(asOne, 'proposals', terms_), await status(asBoth, 'proposals', terms_)];
	check('a token with one role does nothing that takes another of the account', got.join() === '403,200' ? [] : [got.join()]);
	council.run('user', 'role', ...council.at, '--take', 'both', 'manager:team:north');
	const after = await status(asBoth, 'proposals', {...terms_, case: 'C6'});
	check('a role that is taken away is gone from the token at once', after === 403 ? [] : [`${after}`]);
	const tokens = JSON.parse(council.run('user', 'tokens', ...council.at, '--json', 'w1')).tokens;
	council.run('user', 'token', ...council.at, '--revoke', String(tokens[0].number), 'w1');
	const revoked = [await status(w1, 'ratings', {worker: 'W1', value: 2}), (await council.show(w1, '/employers/north.json')).status];
	check('a revoked token opens nothing, at once', revoked.join() === '401,401' ? [] : [revoked.join()]);
}

try {
	council.make();
	await council.start();
	const done = await checkEachCall();
	await checkSteps();
	await checkRefusals(done);
	await checkWorkingOut();
	await checkCandidates();
	check('what is sent and answered fits its description', council.history.flatMap(problemsOf).slice(0, MOST_PROBLEMS));
	await checkAsking();
	await checkTokens();
	finish();
} finally {
	council.clear();
}
