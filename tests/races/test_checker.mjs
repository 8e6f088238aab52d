// What judges the races is judged: a history made by hand in which all is well, and for each promise one that breaks it.
import {check, finish} from '../tap.mjs';
import {judge} from './checker.mjs';

const today = '2026-03-31';
let at = 0;

function request(key, path, body, told, status = 200) {
	at += 2;
	return {key, path, body, sent: at, answers: [{status, told, got: at + 1}]};
}

const holding = (made, ref, worker, more) => ({case_id: Number(ref.slice(1)), post_id: Number(worker.slice(1)), ref, worker, role: 'lead', share: 1000,
	valid_from: today, valid_until: null, standing: 'stands', made, unmade: null, ...more});
const step = (proposal_id, number, state) => ({proposal_id, number, state, unmade: null});
const state = (proposal, word) => ({proposal, state: word});

// W1 takes C1, passes the line of one with C2 by an exception, and gives C1 back. W2 declines C3, and takes that back. One is refused.
function allIsWell() {
	at = 0;
	const offer = (key, id, ref, worker) => request(key, 'proposals', {case: ref, worker}, state(id, 'offered'));
	const take = (key, id, body, to) => request(key, `proposals/${id}/steps`, body, state(id, to));
	const requests = [
		offer('a', 1, 'C1', 'W1'), take('b', 1, {step: 'discuss'}, 'discussed'), take('c', 1, {step: 'agree'}, 'live'),
		request('d', 'matters', {kind: 'exception', worker: 'W1', line: 7, value: 2}, {matter: 1, done: true}),
		request('e', 'matters/1/answer', {outcome: 'agreed'}, {matter: 1, done: true}),
		offer('f', 2, 'C2', 'W1'), take('g', 2, {step: 'discuss'}, 'discussed'), take('h', 2, {step: 'agree'}, 'live'),
		request('i', 'matters', {kind: 'hand-back', worker: 'W1', case: 'C1'}, {matter: 2, done: true}),
		request('j', 'matters/2/answer', {outcome: 'agreed'}, {matter: 2, done: true}),
		offer('k', 3, 'C3', 'W2'), take('l', 3, {step: 'decline'}, 'declined'),
		request('m', 'undo', {entry: 22}, {undone: 22}),
		request('refused', 'proposals', {case: 'C2', worker: 'W2'}, {code: 'case-led'}, 422),
	];
	const once = requests.filter(({key}) => key !== 'refused').map(({key}, i) => ({key, made: 11 + i}));
	return {
		begun: 10, today, requests, once,
		entries: [{sequence: 10, actor: 'x', action: 'import'}, ...once.map(({made}) => ({sequence: made, actor: 'x', action: 'proposal-step'}))],
		holdings: [holding(13, 'C1', 'W1', {unmade: 20}), holding(18, 'C2', 'W1')],
		lines: [{id: 7, value: 1, valid_from: '2026-01-01', valid_until: null, made: 1, unmade: null}],
		exceptions: [{post_id: 1, line_id: 7, value: 2, valid_from: today, valid_until: '2026-04-07', made: 15, unmade: null}],
		proposals: [1, 2, 3].map((id) => ({id})), matters: [1, 2].map((id) => ({id})),
		steps: [step(1, 1, 'offered'), step(1, 2, 'discussed'), step(1, 3, 'live'), step(2, 1, 'offered'), step(2, 2, 'discussed'), step(2, 3, 'live'),
			step(3, 1, 'offered'), {...step(3, 2, 'declined'), unmade: 23}],
		matterSteps: [1, 2].flatMap((id) => ['ask', 'escalate', 'answer'].map((one, i) => (
			{matter_id: id, number: i + 1, step: one, login: one === 'escalate' ? 'plimsoll' : 'x', unmade: null}))),
		loads: [{worker: 'W1', load: 120, sum: 120, cases: 1, records: 1}],
		verified: 'north: whole. 22 entries.',
	};
}

const of = (data, key) => data.requests.find((one) => one.key === key);

// Each breaks one promise, and says which.
const BROKEN = [
	['whatever was acknowledged is in the records', 'an answer that was lost', (d) => { d.once = d.once.filter(({key}) => key !== 'c'); }],
	['what was refused and never done is not', 'a refusal that was done all the same', (d) => { d.once.push({key: 'refused', made: 24}); }],
	['two answers to one request are the same', 'a request answered twice, otherwise', (d) => { of(d, 'c').answers.push({status: 200, told: state(9, 'live'), got: 99}); }],
	['nothing is answered but done, refused or busy', 'a failure', (d) => { of(d, 'refused').answers[0].status = 500; }],
	['each request is one entry', 'a request done twice', (d) => { d.once.push({key: 'c', made: 24}); }],
	['each request is one entry', 'two requests in one entry', (d) => { d.once[3].made = d.once[2].made; }],
	['there is no entry that nobody asked for', 'an entry out of nowhere', (d) => { d.entries.push({sequence: 24, actor: 'x', action: 'proposal-agree'}); }],
	['entries stand in the order of question and answer', 'an answer that came before its entry could', (d) => {
		[d.once[0].made, d.once[10].made] = [d.once[10].made, d.once[0].made];
	}],
	['no case is ever led by two', 'two leads, for one entry only', (d) => { d.holdings.push(holding(14, 'C1', 'W2', {unmade: 15})); }],
	['no line is passed but with an exception in force', 'no exception', (d) => { d.exceptions = []; }],
	['no line is passed but with an exception in force', 'an exception that came later', (d) => { d.exceptions[0].made = 19; }],
	['no line is passed but with an exception in force', 'an exception that had ended', (d) => { d.exceptions[0].unmade = 17; }],
	['no line is passed but with an exception in force', 'an exception of another day', (d) => { d.exceptions[0].valid_from = '2026-04-01'; }],
	['no line is passed but with an exception in force', 'an exception that goes less far', (d) => { d.exceptions[0].value = 1; }],
	['an emergency hold is one of hours', 'a hold of a week', (d) => { d.holdings.push(holding(14, 'C4', 'W2', {standing: 'emergency', valid_until: '2026-04-07', unmade: 15})); }],
	['the load of each worker is the sum of what they hold', 'a load that is more', (d) => { d.loads[0].load = 121; }],
	['the load of each worker is the sum of what they hold', 'a case that no page shows', (d) => { d.loads[0].records = 2; }],
	['the ledger and the rows behind it are whole', 'a row that was changed', (d) => { d.verified = 'north: entry 12 does not hold.'; }],
	['each request can be done where it stands, as it was answered', 'agreeing without a talk', (d) => { of(d, 'b').body.step = 'want'; }],
	['each request can be done where it stands, as it was answered', 'another answer than the state', (d) => { of(d, 'h').answers[0].told.state = 'conditional'; }],
	['each request can be done where it stands, as it was answered', 'a second lead', (d) => { of(d, 'f').body.case = 'C1'; of(d, 'f').body.worker = 'W2'; }],
	['each request can be done where it stands, as it was answered', 'an answer to what is over', (d) => { of(d, 'j').path = 'matters/1/answer'; }],
	['each request can be done where it stands, as it was answered', 'a step taken out of the middle', (d) => { of(d, 'm').body.entry = 12; }],
	['each request can be done where it stands, as it was answered', 'a step taken back twice', (d) => {
		d.requests.push({...of(d, 'm'), key: 'n'});
		d.once.push({key: 'n', made: 24});
	}],
	['the records are what the entries make, one after the other', 'a step that was not taken back', (d) => { d.steps[7].unmade = null; }],
	['the records are what the entries make, one after the other', 'a holding that is gone', (d) => { d.holdings.pop(); }],
	['the records are what the entries make, one after the other', 'a case that was not given back', (d) => { d.holdings[0].unmade = null; }],
	['the records are what the entries make, one after the other', 'another share', (d) => { d.holdings[1].share = 500; }],
	['the records are what the entries make, one after the other', 'another state', (d) => { d.steps[6].state = 'withdrawn'; }],
	['the records are what the entries make, one after the other', 'an answer that is not there', (d) => { d.matterSteps.pop(); }],
	['the records are what the entries make, one after the other', 'another line', (d) => { d.lines[0].unmade = 12; d.lines.push({...d.lines[0], value: 2, made: 12, unmade: null}); }],
];

const well = judge(allIsWell());
check('a history in which all is well is judged so', Object.entries(well).flatMap(([name, problems]) => problems.map((one) => `${name}: ${one}`)));
check('each promise is broken by one', Object.keys(well).filter((name) => !BROKEN.some(([promise]) => promise === name)));
for (const [promise, how, change] of BROKEN) {
	const data = allIsWell();
	change(data);
	check(`found: ${how}`, judge(data)[promise].length > 0 ? [] : [`"${promise}" holds`]);
}
finish();
