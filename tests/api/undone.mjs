// For a minute the last step can be taken back on the page that it led to: each thing that workers and managers say, ask and answer. It is a
// reversal in the ledger: what was done stays known.
//
//	node undone.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {check, finish} from '../tap.mjs';
import {withTwoCouncils} from './two_councils.mjs';
import {keysOf} from './upload.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const E = '/employers/alpha';
const own = `${E}/workers/W1`, held = `${E}/cases/OWN%2F1`, other = `${E}/cases/NORTH-1`;

let base;
let db;

const same = (what, got, wanted) => (got === wanted ? [] : [`${what}: ${got}, expected ${wanted}`]);
const entries = () => JSON.parse(execFileSync(plimsoll, ['log', '--db', db, '--employer', 'alpha', '--json'], {encoding: 'utf8', maxBuffer: 1e8})).entries;

async function ask(cookie, path, fields) {
	const answer = await fetch(base + path, {method: fields === undefined ? 'GET' : 'POST', redirect: 'manual', headers: {cookie},
		body: fields === undefined ? undefined : new URLSearchParams(fields)});
	return {status: answer.status, location: answer.headers.get('location'), body: await answer.text()};
}

async function send(cookie, page, action, fields) {
	const {token, once} = keysOf((await ask(cookie, page)).body, action);
	return ask(cookie, action, {token, once, ...fields});
}

// Takes a step and takes it back on the page that it leads to.
async function undone(cookie, what, page, fields, action = page) {
	const sent = await send(cookie, page, action, fields);
	const led = sent.location ?? page;
	const before = entries();
	const form = (await ask(cookie, led)).body.split('<form').find((one) => one.includes(`action="${E}/undo"`)) ?? '';
	const valueOf = (name) => form.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';
	const taken = await ask(cookie, `${E}/undo`, {token: valueOf('token'), once: valueOf('once'), entry: valueOf('entry'), back: valueOf('back')});
	const [newest] = entries();
	const said = taken.location === null ? '' : (await ask(cookie, taken.location)).body;
	check(`${what} can be taken back where it leads to`, [...(/Your last step, you [^<]+, can be taken back/.test(form) ? [] : ['the banner does not name the step']),
		...same('sent', sent.status, 303), ...same('taken back', taken.status, 303),
		...same('entry', newest.action, 'undo'), ...same('of', entries()[1].undone_by, newest.sequence), ...same('what', before[0].action === 'undo', false),
		...(said.includes('Taken back: it is as it was before.') ? [] : [`${taken.location} does not say so`])]);
}

await withTwoCouncils(plimsoll, signInTo, async (served, cookies, path) => {
	[base, db] = [served, path];
	const {worker, manager, director} = cookies;
	await undone(worker, 'a rating', own, {post: '', rating: '4'}, `${own}/rating`);
	await send(worker, own, `${own}/rating`, {post: '', rating: '5'});
	await undone(manager, 'a talk about a rating', `${own}/rating-talk`, {post: '', day: new Date().toISOString().slice(0, 10), time: '0:00', means: 'telephone'});
	await undone(worker, 'extra time', `${own}/extra-time`, {kind: 'worked', hours: '2', day: ''});
	await undone(worker, 'a surge', `${held}/surge`, {hours: '2', days: '3', why: 'incident'});
	const needs = await ask(worker, `${held}/needs`);
	await undone(worker, 'what a case needs', `${held}/needs`, {minutes: needs.body.match(/<option value="(\d+)" selected/)[1], hours: '', why: 'court'});
	await undone(manager, 'a look at a case that waits', `${E}/cases/NORTH-WAITS/review`, {risk: 'low', safety: 'partner', why: 'no-room', next: ''});
	await undone(worker, 'asking for a talk', `${own}/talk`, {note: ''});
	await undone(worker, 'giving a case back', `${held}/hand-back`, {note: 'It needs two'});
	await undone(manager, 'asking to pass a line', `${own}/exception`, {line: '1', value: '20', days: '7', from: '', note: 'A post is vacant'});
	await undone(director, 'proposing a line', `${E}/line-changes`, {line: 'new', where: 'employer', kind: 'cases', value: '18', status: 'policy',
		from: new Date(Date.now() + 86400000 * 3).toISOString().slice(0, 10), until: '', parties: '', note: 'Agreed at the panel'});
	await undone(manager, 'closing a case', `${other}/close`, {reason: 'needs-met', note: ''});
	await send(worker, `${own}/talk`, `${own}/talk`, {note: ''});
	const talk = (await ask(worker, `${E}/waiting`)).body.match(/href="([^"]+\/matters\/\d+)">[^<]*talk about the load/)[1];
	await undone(worker, 'taking back what was asked', talk, {}, `${talk}/take-back`);
	await undone(manager, 'an answer', talk, {note: 'We have talked, and one case goes', outcome: 'talked'});
	const nothing = async (cookie, address, words) => ((await ask(cookie, address)).body.includes(words) ? [`${address} says ${words}`] : []);
	check('an address says nothing of what its reader did not do last', [...await nothing(worker, `${E}/waiting?done=ask`, 'It is asked.'),
		...await nothing(director, `${E}/proposals?done=agree`, 'Done: you'), ...await nothing(manager, `${own}?said=talk`, 'The talk is recorded.')]);
	finish();
});
