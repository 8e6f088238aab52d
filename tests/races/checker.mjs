// What a history of requests and the records behind it must not show. It knows nothing of the program but its rules, and asks nobody:
// whatever it judges is handed to it, so that a history made by hand can be judged as well.
//
//	{begun, today,                       the last entry before anything was asked; the day
//	 requests: [{key, path, body, sent, answers: [{status, told, got}]}],
//	 entries: [{sequence, actor, action}], once: [{key, made}],
//	 holdings, lines, exceptions, proposals, steps, matters, matterSteps:     rows, with the entries that made and ended them
//	 loads: [{worker, load, sum, cases, records}],                           what a page says, and what it is the sum of
//	 verified: "north: whole. ..."}
//
// A request that brings several proposals is one for each (key.0, key.1...).

const MOST = 8;

// ---- the rules of a negotiation, once more ----

const OPEN = ['draft', 'offered', 'discussed', 'conditional', 'more-wanted', 'held'];
const STEPS = {
	'offer': [['draft'], 'offered'],
	'discard': [['draft'], 'discarded'],
	'discuss': [['offered', 'discussed', 'conditional', 'held'], 'discussed'],
	'agree': [['discussed'], 'live'],
	'agree-if': [['discussed'], 'conditional'],
	'accept': [['conditional'], 'live'],
	'reject': [['conditional'], 'discussed'],
	'want': [['offered', 'discussed'], 'more-wanted'],
	'give': [['more-wanted'], 'offered'],
	'decline': [OPEN.filter((one) => one !== 'draft'), 'declined'],
	'hold': [['offered', 'discussed'], 'held'],
	'withdraw': [OPEN.filter((one) => one !== 'draft'), 'withdrawn'],
};

// ---- one request, one entry ----

const isDone = ({status}) => status === 200;
const doneOf = (request) => request.answers.filter(isDone);
const aliveAt = (rows, entry) => rows.filter(({made, unmade}) => made <= entry && (unmade === null || unmade > entry));
const shown = (request) => `${request.path} ${request.key}`;
const withoutDoneBefore = (request) => doneOf(request).filter(({told}) => told.done_before === undefined);

function checkAcknowledged({requests, once}) {
	const kept = new Set(once.map(({key}) => key));
	return {
		'whatever was acknowledged is in the records': requests.filter((one) => doneOf(one).length > 0 && !kept.has(one.key)).map(shown),
		'what was refused and never done is not': requests
			.filter((one) => one.answers.length > 0 && doneOf(one).length === 0 && kept.has(one.key)).map(shown),
		'two answers to one request are the same': requests
			.filter((one) => new Set(withoutDoneBefore(one).map(({told}) => JSON.stringify(told))).size > 1).map(shown),
		'nothing is answered but done, refused or busy': requests.flatMap((one) => one.answers
			.filter(({status}) => ![200, 403, 404, 409, 422, 503].includes(status)).map(({status}) => `${shown(one)}: ${status}`)),
	};
}

const isAsked = ({sequence, actor, action}, begun) => sequence > begun && actor !== 'plimsoll' && !/^(user|token)-/.test(action);

function checkEntries({begun, requests, entries, once}) {
	const known = new Set(requests.map(({key}) => key));
	const times = new Map();
	for (const {made} of once)
		times.set(made, (times.get(made) ?? 0) + 1);
	return {
		'each request is one entry': [...[...times].filter(([, n]) => n > 1).map(([made]) => `entry ${made} is of two requests`),
			...[...new Set(once.map(({key}) => key))].filter((key) => once.filter((one) => one.key === key).length > 1).map((key) => `${key} is two entries`)],
		'there is no entry that nobody asked for': [...entries.filter((one) => isAsked(one, begun) && !times.has(one.sequence))
			.map(({sequence, action}) => `entry ${sequence}: ${action}`),
			...once.filter(({key, made}) => made > begun && !known.has(key)).map(({key}) => `${key} was never sent`)],
	};
}

// Whoever asks after having been answered stands behind.
function checkOrder({requests, once}) {
	const made = new Map(once.map((one) => [one.key, one.made]));
	const done = requests.filter((one) => doneOf(one).length > 0 && made.has(one.key))
		.map((one) => ({entry: made.get(one.key), sent: one.sent, got: Math.min(...doneOf(one).map(({got}) => got)), one}));
	const byAnswer = [...done].sort((a, b) => a.got - b.got);
	const problems = [];
	let next = 0, last = 0;
	for (const request of [...done].sort((a, b) => a.sent - b.sent)) {
		for (; next < byAnswer.length && byAnswer[next].got < request.sent; next++)
			last = Math.max(last, byAnswer[next].entry);
		if (request.entry <= last)
			problems.push(`${shown(request.one)} is entry ${request.entry}, asked after entry ${last} was answered`);
	}
	return {'entries stand in the order of question and answer': problems};
}

// ---- what stands in the records after each entry ----

const overlap = (a, b) => (a.valid_from ?? '') < (b.valid_until ?? '9999') && (b.valid_from ?? '') < (a.valid_until ?? '9999');
const onDay = (rows, day) => rows.filter((one) => (one.valid_from ?? '') <= day && (one.valid_until ?? '9999') > day);

function leadsTwice(rows) {
	const leads = rows.filter(({role, standing}) => role === 'lead' && standing === 'stands');
	return leads.filter((a, i) => leads.some((b, k) => k > i && a.case_id === b.case_id && a.post_id !== b.post_id && overlap(a, b)));
}

// An emergency hold passes lines, for its hours.
const heldBy = (rows, post) => new Set(rows.filter((one) => one.post_id === post && one.standing === 'stands').map((one) => one.case_id)).size;
const EMERGENCY_DAYS = 4; // in which 72 hours end
const daysBetween = (from, until) => (Date.parse(until) - Date.parse(from)) / 86400000;

const endless = ({holdings}) => holdings.filter(({standing, valid_from, valid_until}) => standing === 'emergency'
	&& !(daysBetween(valid_from, valid_until ?? '9999-12-31') <= EMERGENCY_DAYS));

function linesPassed({holdings, lines, exceptions, today}, entry) {
	const before = onDay(aliveAt(holdings, entry - 1), today), now = onDay(aliveAt(holdings, entry), today);
	const allowed = onDay(aliveAt(exceptions, entry), today);
	return [...new Set(now.map((one) => one.post_id))].flatMap((post) => {
		const count = heldBy(now, post);
		return count <= heldBy(before, post) ? [] : onDay(aliveAt(lines, entry), today)
			.filter((line) => count > line.value && !allowed.some((one) => one.post_id === post && one.line_id === line.id && one.value >= count))
			.map((line) => `entry ${entry}: post ${post} holds ${count}, the line ${line.id} is at ${line.value}`);
	});
}

function checkRecords(data) {
	const {begun, entries, holdings} = data;
	const numbers = entries.map(({sequence}) => sequence).filter((one) => one > begun);
	return {
		'no case is ever led by two': numbers.flatMap((entry) => leadsTwice(aliveAt(holdings, entry)).map((one) => `entry ${entry}: case ${one.case_id}`)),
		'no line is passed but with an exception in force': numbers.flatMap((entry) => linesPassed(data, entry)),
		'an emergency hold is one of hours': endless(data).map((one) => `post ${one.post_id}, case ${one.case_id}`),
		'the load of each worker is the sum of what they hold': data.loads.filter(({load, sum, cases, records}) => load !== sum || cases !== records)
			.map((one) => JSON.stringify(one)),
		'the ledger and the rows behind it are whole': /^\w+: whole\./.test(data.verified) ? [] : [data.verified],
	};
}

// ---- the same, done again one after the other ----

const put = (map, key, value) => value === undefined ? map.delete(key) : map.set(key, value);

// Each deed keeps what it has changed, so that it can be taken back, but only while that is still as the deed left it.
class Replay {
	changed = new Map();    // by entry: [map, key, before, after]
	proposals = new Map();
	holdings = new Map();   // by case and worker; those that stand
	matters = new Map();
	lines = new Map();      // the one that binds
	wrong = [];

	constructor(data) {
		this.data = data;
		this.lines.set('north', onDay(aliveAt(data.lines, data.begun), data.today)[0]?.value);
	}

	get line() {
		return this.lines.get('north');
	}

	set(entry, map, key, after) {
		const changes = this.changed.get(entry) ?? [];
		changes.push([map, key, map.get(key), after]);
		this.changed.set(entry, changes);
		put(map, key, after);
	}

	takeBack(request, entry) {
		const changes = this.changed.get(request.body.entry);
		if (changes === undefined)
			return this.refuse(entry, `takes back entry ${request.body.entry}, which is none or is taken back`);
		for (const [map, key, before, after] of [...changes].reverse()) {
			if (map.get(key) !== after)
				this.refuse(entry, `takes back entry ${request.body.entry}, on which ${key} has gone on`);
			put(map, key, before);
		}
		this.changed.delete(request.body.entry);
		return undefined;
	}

	number(request, kind, entry) {
		const told = withoutDoneBefore(request).map((one) => one.told[kind])[0];
		return told ?? this.data[`${kind}s`].find((one) => one.origin === entry)?.id;
	}

	refuse(entry, why) {
		this.wrong.push(`entry ${entry}: ${why}`);
	}

	propose(request, entry) {
		const {case: ref, worker, role = 'lead', share = 1000, offer = true} = request.body;
		this.set(entry, this.proposals, this.number(request, 'proposal', entry), {ref, worker, role, share, state: offer ? 'offered' : 'draft'});
	}

	begin(known, entry) {
		const others = [...this.holdings].filter(([key, one]) => key.startsWith(`${known.ref} `) && one.role === 'lead' && !key.endsWith(` ${known.worker}`));
		if (known.role === 'lead' && others.length > 0)
			this.refuse(entry, `${known.worker} leads ${known.ref} beside ${others.map(([key]) => key)}`);
		this.set(entry, this.holdings, `${known.ref} ${known.worker}`, {role: known.role, share: known.share});
	}

	take(request, entry) {
		const number = Number(request.path.split('/')[1]), known = this.proposals.get(number);
		const [from, to] = STEPS[request.body.step];
		if (known === undefined || !from.includes(known.state))
			return this.refuse(entry, `${request.body.step} of a proposal that is ${known?.state}`);
		this.set(entry, this.proposals, number, {...known, state: to});
		const told = withoutDoneBefore(request)[0]?.told.state;
		if (told !== undefined && told !== to)
			this.refuse(entry, `${request.body.step} was answered as ${told}`);
		if (to === 'live')
			this.begin(known, entry);
		return undefined;
	}

	ask(request, entry) {
		this.set(entry, this.matters, this.number(request, 'matter', entry), {...request.body, state: 'open'});
	}

	answer(request, entry) {
		const number = Number(request.path.split('/')[1]), matter = this.matters.get(number);
		if (matter?.state !== 'open')
			return this.refuse(entry, `an answer to what is ${matter?.state}`);
		this.set(entry, this.matters, number, {...matter, state: request.path.endsWith('/answer') ? 'answer' : 'take-back'});
		if (request.body.outcome === 'agreed' && matter.kind === 'hand-back')
			this.set(entry, this.holdings, `${matter.case} ${matter.worker}`, undefined);
		if (request.body.outcome === 'agreed' && matter.kind === 'line')
			this.set(entry, this.lines, 'north', matter.value);
		return undefined;
	}

	run() {
		const byKey = new Map(this.data.requests.map((one) => [one.key, one]));
		for (const {key, made} of [...this.data.once].sort((a, b) => a.made - b.made)) {
			const request = byKey.get(key);
			if (request?.path === 'proposals')
				this.propose(request, made);
			else if (request?.path.startsWith('proposals/'))
				this.take(request, made);
			else if (request?.path === 'matters')
				this.ask(request, made);
			else if (request?.path === 'undo')
				this.takeBack(request, made);
			else if (request !== undefined)
				this.answer(request, made);
		}
		return this;
	}
}

function differences(what, replayed, recorded) {
	return [...new Set([...replayed.keys(), ...recorded.keys()])].filter((key) => JSON.stringify(replayed.get(key)) !== JSON.stringify(recorded.get(key)))
		.map((key) => `${what} ${key}: done again ${JSON.stringify(replayed.get(key))}, in the records ${JSON.stringify(recorded.get(key))}`);
}

const lastOf = (rows, id, word) => new Map([...rows].filter(({unmade}) => unmade === null).sort((a, b) => a.number - b.number)
	.map((one) => [one[id], one[word]]));

function checkReplay(data) {
	const again = new Replay(data).run();
	const now = onDay(data.holdings.filter(({unmade, standing}) => unmade === null && standing === 'stands'), data.today);
	const stateOf = (map) => new Map([...map].map(([key, {state}]) => [key, state]));
	const asked = new Set(again.matters.keys());
	// What the clock did is nobody's request: it sends up what is late, and takes back what is about nothing any more.
	const peoples = data.matterSteps.filter(({login}) => login !== 'plimsoll');
	const answered = new Map([...lastOf(peoples, 'matter_id', 'step')].filter(([id]) => asked.has(id)).map(([id, step]) => [id, step === 'ask' ? 'open' : step]));
	const line = onDay(data.lines.filter(({unmade}) => unmade === null), data.today)[0]?.value;
	return {
		'each request can be done where it stands, as it was answered': again.wrong,
		'the records are what the entries make, one after the other': [
			...differences('proposal', stateOf(again.proposals), lastOf(data.steps, 'proposal_id', 'state')),
			...differences('holding', again.holdings, new Map(now.map((one) => [`${one.ref} ${one.worker}`, {role: one.role, share: one.share}]))),
			...differences('matter', stateOf(again.matters), answered),
			...line === again.line ? [] : [`line: done again ${again.line}, in the records ${line}`]],
	};
}

// ---- the whole ----

// What is promised, each with whatever speaks against it.
export function judge(data) {
	const all = {...checkAcknowledged(data), ...checkEntries(data), ...checkOrder(data), ...checkRecords(data), ...checkReplay(data)};
	return Object.fromEntries(Object.entries(all).map(([name, problems]) => [name, problems.slice(0, MOST)]));
}
