// Many programs propose, offer, discuss, answer, withdraw, hand back, take back, change lines and shares on five workers at once, while something is
// killed now and then. What was asked and answered is written down, and judged beside the records (checker.mjs).
//
// How much is asked, and after how many answers something is killed, does not depend on how long anything takes.
import {createHash} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import {check} from '../tap.mjs';
import {judge} from './checker.mjs';
import {CASES, inDays, LINE, today, WORKERS} from './council.mjs';

export const CLIENTS = 64;

// ---- chance, from the seed ----

function chanceOf(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let x = Math.imul(state ^ (state >>> 15), state | 1);
		x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
		return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
	};
}

// ---- what clients do ----

const proposals = new Map(); // by number, as it was told last
const matters = new Map();

// What somebody may do next, if nobody was faster.
const NEXT = {
	draft: [['managers', {step: 'offer'}]],
	offered: [...Array(12).fill(['managers', {step: 'discuss'}]), ['managers', {step: 'withdraw', reason: 'mistake'}],
		['worker', {step: 'decline', reason: 'too-much'}], ['worker', {step: 'want', reason: 'facts'}], ['worker', {step: 'hold', reason: 'safety', hours: 24}]],
	discussed: [...Array(12).fill(['worker', {step: 'agree'}]),
		['worker', {step: 'agree-if', conditions: [{kind: 'supervision', due: today}]}], ['managers', {step: 'withdraw', reason: 'changed'}]],
	conditional: [['managers', {step: 'accept'}], ['managers', {step: 'reject', reason: 'not-possible'}]],
	'more-wanted': [['managers', {step: 'give'}]],
	held: [['managers', {step: 'discuss'}], ['worker', {step: 'decline', reason: 'other'}]],
};

class Client {
	constructor(race, number) {
		this.council = race.council;
		this.number = number;
		this.sent = 0;
		this.chance = chanceOf(race.seed * 1000 + number);
	}

	pick(list) {
		return list[Math.floor(this.chance() * list.length)];
	}

	// Some are sent twice at the same time.
	ask(who, path, body) {
		return this.council.ask(who, path, body, `${this.number}-${this.sent++}`, this.chance() < 0.25 ? 2 : 1);
	}

	terms(manager, more) {
		return {why: 'room', first_action: 'visit', first_action_by: today, risk_with: manager.login, ...more};
	}

	async offer(body) {
		const manager = this.pick(this.council.people.managers);
		const answer = await this.ask(manager, 'proposals', this.terms(manager, body));
		if (answer.status === 200)
			proposals.set(answer.body.proposal, {worker: body.worker, ref: body.case, state: answer.body.state});
	}

	propose() {
		return this.offer({case: this.pick(CASES), worker: this.pick(WORKERS), role: this.pick(['lead', 'lead', 'lead', 'lead', 'co-worker']),
			share: this.pick([1000, 500, 300]), offer: this.chance() < 0.8});
	}

	// Of what a worker holds already: another share, another role.
	changeShare() {
		const live = [...proposals.values()].filter((one) => one.state === 'live');
		if (live.length === 0)
			return this.propose();
		const {ref, worker} = this.pick(live);
		return this.offer({case: ref, worker, role: this.pick(['lead', 'co-worker']), share: this.pick([800, 400, 200])});
	}

	async takeStep() {
		const open = [...proposals].filter(([, one]) => NEXT[one.state] !== undefined);
		if (open.length === 0)
			return this.propose();
		const [number, known] = this.pick(open);
		const [side, step] = this.pick(NEXT[known.state]);
		const who = side === 'worker' ? this.council.people.workers[known.worker] : this.pick(this.council.people.managers);
		const talk = step.step === 'discuss' ? {talked_with: known.worker.toLowerCase(), means: 'in-person'} : {};
		const answer = await this.ask(who, `proposals/${number}/steps`, {...step, ...talk});
		if (answer.status === 200)
			proposals.set(number, {...known, state: answer.body.state});
		else if (['not-now', 'talk-missing'].includes(answer.body.code))
			proposals.delete(number); // somebody else goes on with it
		return undefined;
	}

	async putMatter(who, body, decider) {
		const answer = await this.ask(who, 'matters', {note: 'It has become too much.', ...body});
		if (answer.status === 200)
			matters.set(answer.body.matter, {who, decider});
	}

	handBack() {
		const worker = this.pick(WORKERS), live = [...proposals.values()].filter((one) => one.state === 'live' && one.worker === worker);
		const ref = live.length > 0 ? this.pick(live).ref : this.pick(CASES);
		return this.putMatter(this.council.people.workers[worker], {kind: 'hand-back', worker, case: ref}, this.pick(this.council.people.managers));
	}

	async line() {
		const rows = await this.council.readSoon('select id from line where unmade is null order by id desc limit 1');
		return rows[0]?.id ?? 1;
	}

	async askException() {
		const {managers, heads, director} = this.council.people;
		return this.putMatter(this.pick(managers), {kind: 'exception', worker: this.pick(WORKERS), line: await this.line(), value: LINE + this.pick([1, 2]),
			from: today, until: inDays(7)}, this.pick([...heads, director]));
	}

	async askLine() {
		return this.putMatter(this.pick(this.council.people.heads), {kind: 'line', line: await this.line(), scope: 'team', line_team: 'north', counts: 'cases',
			status: 'policy', value: this.pick([LINE - 1, LINE, LINE + 1]), agreed_by: 'union and employer', from: today}, this.council.people.director);
	}

	answerMatter() {
		if (matters.size === 0)
			return this.handBack();
		const [number, {who, decider}] = this.pick([...matters]);
		matters.delete(number);
		if (this.chance() < 0.1)
			return this.ask(who, `matters/${number}/take-back`, {});
		return this.ask(decider, `matters/${number}/answer`, {outcome: this.chance() < 0.8 ? 'agreed' : 'refused', note: 'We talked about it.'});
	}

	// Whoever it was: one's own last step, if nothing stands on it.
	async takeBack() {
		const {workers, managers, heads, director} = this.council.people;
		const who = this.pick([...Object.values(workers), ...managers, ...heads, director]);
		const last = await this.council.show(who, '/api/employers/north/undo').catch(() => undefined); // the server may be down
		if (!last?.body?.entry)
			return this.propose();
		return this.ask(who, 'undo', {entry: last.body.entry});
	}

	offerMany() {
		const manager = this.pick(this.council.people.managers);
		return this.ask(manager, 'batches', {proposals: [1, 2, 3].map(() => this.terms(manager, {case: this.pick(CASES), worker: this.pick(WORKERS),
			why: 'first-cases', first_action: 'read'}))});
	}

	async run(requests) {
		for (let i = 0; i < requests; i++) {
			await this.council.pace(i / requests);
			await this[this.pick(DEEDS)]();
		}
	}
}

const DEEDS = [...Array(4).fill('propose'), ...Array(16).fill('takeStep'), 'changeShare', 'changeShare', 'handBack', 'answerMatter', 'answerMatter',
	'askException', 'askLine', 'offerMany', 'takeBack', 'takeBack', 'takeBack'];

// ---- what there is to judge ----

const sentKey = ({path, key}) => createHash('sha256').update(`program\n/api/employers/north/${path}\n${key}`).digest('base64url');
// Who is turned away at the door is told so in plain words.
const told = ({status, text}) => status === 503 ? {} : JSON.parse(text.replace(/,?"request":"[^"]*"/, ''));

// Each of many is a request of its own.
function requestsOf(one) {
	const answers = one.answers.map((answer) => ({status: answer.status, told: told(answer), got: answer.got}));
	if (one.path !== 'batches')
		return [{key: sentKey(one), path: one.path, body: one.body, sent: one.sent, answers}];
	return one.body.proposals.map((body, i) => ({key: `${sentKey(one)}.${i}`, path: 'proposals', body, sent: one.sent,
		answers: answers.map(({status, told: {proposals: items}, got}) => {
			const item = items?.[i];
			const done = item?.proposal !== undefined || item?.done_before !== undefined;
			return {status: status === 200 && !done ? 422 : status, told: done && item.proposal !== undefined ? {proposal: item.proposal, state: 'offered'} : item ?? {}, got};
		})}));
}

async function readLoad(council, worker) {
	const {body: page} = await council.show(council.people.director, `/employers/north/workers/${worker}.json`);
	const rows = council.read(`select count(distinct h.case_id) n from holding h join post p on p.id = h.post_id and p.unmade is null
		join person w on w.id = p.person_id and w.unmade is null where h.unmade is null and w.code = '${worker}'
		and h.standing in ('stands', 'emergency') and coalesce(h.valid_from, '') <= '${today}' and coalesce(h.valid_until, '9999') > '${today}'`);
	return {worker, load: page.total.load_minutes, sum: page.holdings.reduce((minutes, one) => minutes + (one.minutes ?? 0), 0),
		cases: new Set(page.holdings.map((one) => one.case)).size, records: rows[0].n};
}

function readRecords(council, loads) {
	return {begun: council.begun, today, loads, requests: council.history.flatMap(requestsOf),
		entries: council.read('select sequence, actor, action from ledger'),
		once: council.read(`select key, made from once where made > ${council.begun}`),
		holdings: council.read(`select h.case_id, h.post_id, h.role, h.share, h.valid_from, h.valid_until, h.standing, h.made, h.unmade, c.ref, w.code worker
			from holding h join cases c on c.id = h.case_id and c.unmade is null
			left join post p on p.id = h.post_id and p.unmade is null left join person w on w.id = p.person_id and w.unmade is null`),
		lines: council.read('select id, value, valid_from, valid_until, made, unmade from line'),
		exceptions: council.read('select post_id, line_id, value, valid_from, valid_until, made, unmade from exception'),
		proposals: council.read('select id, origin from proposal'), steps: council.read('select proposal_id, number, state, unmade from proposal_step'),
		matters: council.read('select id, origin from matter'), matterSteps: council.read('select matter_id, number, step, login, unmade from matter_step'),
		verified: council.verify()};
}

// ---- the whole ----

// Killed after each so many answers, whatever is under way then.
async function killNowAndThen({council, requests, kills}, isOver) {
	const every = Math.floor(CLIENTS * requests / (kills + 1));
	for (let i = 1; i <= kills && !isOver(); i++) {
		council.killAfter = i * every;
		while (council.killAfter !== Infinity && !isOver())
			await new Promise((resolve) => setTimeout(resolve, 2));
		await council.whole;
	}
}

// Requests a client, kills, a seed, and where to keep what was asked and answered (or undefined).
export async function race(council, {requests, kills, seed, historyPath}) {
	const plan = {council, requests, kills, seed};
	let over = false;
	council.make();
	council.killsWanted = kills;
	await council.start();
	const clients = Promise.all(Array.from({length: CLIENTS}, (_, i) => new Client(plan, i).run(requests))).finally(() => {
		over = true;
	});
	await Promise.all([clients, killNowAndThen(plan, () => over)]);
	await council.whole;
	const loads = await Promise.all(WORKERS.map((worker) => readLoad(council, worker)));
	await council.stop();
	const data = readRecords(council, loads);
	if (historyPath !== undefined)
		writeFileSync(historyPath, JSON.stringify(data));
	for (const [name, problems] of Object.entries(judge(data)))
		check(name, problems);
	check(`${council.killed} was killed as often as it should be`, council.kills === kills ? [] : [`${council.kills} times`]);
	const done = data.requests.filter(({answers}) => answers.some(({status}) => status === 200));
	console.log(`# seed ${seed}: ${data.requests.length} requests, ${done.length} done, ${council.kills} kills, ${data.entries.length} entries, `
		+ `${data.holdings.filter(({unmade, standing}) => unmade === null && standing === 'stands').length} held`);
}
