// What people and programs are told while a database server cannot be reached, and where its answer to a commit gets lost: over HTTP, with a
// proxy between the program and a server (script/postgres), as machines and networks do it.
//
//	node lost.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Council, today} from '../races/council.mjs';
import {onServer} from '../records.mjs';
import {check, finish} from '../tap.mjs';

onServer();

const [plimsoll, signInTo] = process.argv.slice(2);
const SOCKET = '.s.PGSQL.5432';
const expect = (what, holds) => (holds ? [] : [what]);

// Leads what is connected to a socket in one folder to that in another.
class Proxy {
	pairs = new Set();
	marker = undefined; // what a connection must have said before something is done to it
	swallows = false;   // then the answer to its commit does not come back; else it breaks at once, and that is not heard either
	away = false;       // and nobody is let in any more, until it is opened again
	struck = 0;

	constructor(target) {
		this.target = join(target, SOCKET);
		this.folder = mkdtempSync(join(tmpdir(), 'plimsoll-proxy-'));
		chmodSync(this.folder, 0o711);
	}

	async open() {
		this.server = createServer((client) => this.lead(client));
		await new Promise((resolve) => { this.server.listen(join(this.folder, SOCKET), resolve); });
		chmodSync(join(this.folder, SOCKET), 0o777);
	}

	lead(client) {
		const server = connect(this.target), pair = {client, server, said: Buffer.alloc(0), marked: false};
		this.pairs.add(pair);
		client.on('data', (data) => this.hear(pair, data));
		server.on('data', (data) => this.answer(pair, data));
		for (const end of [client, server]) {
			end.on('error', () => {});
			end.on('close', () => this.cut(pair));
		}
	}

	hear(pair, data) {
		pair.said = Buffer.concat([pair.said.subarray(-100), data]);
		pair.marked ||= this.marker !== undefined && pair.said.includes(this.marker);
		if (pair.marked && !this.swallows)
			return this.strike(pair);
		return pair.server.write(data);
	}

	answer(pair, data) {
		if (pair.marked && data.includes('COMMIT\0'))
			return this.strike(pair);
		return pair.client.write(data);
	}

	strike(pair) {
		this.marker = undefined;
		this.struck++;
		if (this.away)
			this.close();
		else
			this.cut(pair);
	}

	cut(pair) {
		pair.client.destroy();
		pair.server.destroy();
		this.pairs.delete(pair);
	}

	async close() {
		const closed = new Promise((resolve) => { this.server.close(resolve); });
		for (const pair of this.pairs)
			this.cut(pair);
		await closed;
	}
}

class CouncilBehindProxy extends Council {
	constructor() {
		super(plimsoll);
		const folder = this.records.program.match(/host=([^&]*)/)[1];
		this.proxy = new Proxy(folder);
		this.records.program = this.records.program.replace(`host=${folder}`, `host=${this.proxy.folder}`);
	}

	async clear() {
		super.clear();
		await this.proxy.close();
		rmSync(this.proxy.folder, {recursive: true, force: true});
	}

	// Once, whatever comes.
	async get(path, headers = {}) {
		const answer = await fetch(this.base + path, {headers, redirect: 'manual'});
		return {status: answer.status, after: answer.headers.get('retry-after'), cookies: answer.headers.getSetCookie(), text: await answer.text()};
	}

	async offerOnce(key, ref) {
		const body = {case: ref, worker: 'W1', role: 'lead', share: 1000, why: 'room', first_action: 'visit', first_action_by: today, risk_with: 'mona'};
		const request = {key, path: 'proposals', body, answers: []};
		await this.sendOnce(request, this.people.managers[0]);
		return request.answers[0];
	}

	count(ref) {
		return Number(this.read(`select count(distinct id) n from proposal where case_id in (select id from cases where ref = '${ref}')`)[0].n);
	}

	async until(path, headers, status) {
		for (;;) {
			const answer = await this.get(path, headers);
			if (answer.status === status)
				return answer;
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}
}

// What is asked with one key is done once, whatever is heard of it.
async function settle(council, name, key, ref) {
	let again;
	do
		again = await council.offerOnce(key, ref);
	while (again.status === 503);
	check(`${name}: the same key settles it`, [
		...expect(`200: ${again.status} ${again.text}`, again.status === 200), ...expect(`once: ${council.count(ref)}`, council.count(ref) === 1),
	]);
}

async function lose(council, name, {swallows, away = false, kept, status}, ref) {
	const key = `lost-${ref}`, proxy = council.proxy;
	Object.assign(proxy, {marker: 'insert into once ', swallows, away, struck: 0}); // a connection is told the statement the first time
	const first = await council.offerOnce(key, ref), waits = Number(first.after) > 0;
	check(`${name}: ${status === 503 ? 'who asked is told to ask again' : 'it is found out at once'}`, [
		...expect('the connection broke', proxy.struck === 1), ...expect(`${kept} kept: ${council.count(ref)}`, council.count(ref) === kept),
		...expect(`${status}: ${first.status} ${first.text}`, first.status === status),
		...expect(`Retry-After: ${first.after}`, waits === (status === 503)),
		...expect(`what is known: ${first.text}`, first.text.includes('not known') === (kept === 1 && status === 503)),
	]);
	if (away)
		await proxy.open();
	await settle(council, name, key, ref);
}

const council = new CouncilBehindProxy();

try {
	await council.proxy.open();
	council.make();
	const cookie = execFileSync(signInTo, [council.records.owner, 'north', 'login=anna', 'analyst'], {encoding: 'utf8'}).trim();
	const asAnna = {cookie}, asMona = {authorization: `Bearer ${council.people.managers[0].token}`};
	const page = '/employers/north', json = '/api/employers/north/undo';
	await council.start();
	const before = await council.get(page, asAnna);
	check('a page and data are there', [...expect(`200: ${before.status}`, before.status === 200),
		...expect('data', (await council.get(json, asMona)).status === 200)]);

	await council.proxy.close();
	for (const time of ['at first', 'later']) {
		const shown = await council.get(page, asAnna), told = await council.get(json, asMona);
		check(`while the database is away a page says so, and when to come again: ${time}`, [
			...expect(`503: ${shown.status}`, shown.status === 503), ...expect(`Retry-After: ${shown.after}`, Number(shown.after) > 0),
			...expect('nobody is signed out', shown.cookies.length === 0),
		]);
		check(`and a program is told the same: ${time}`, [...expect(`503: ${told.status}`, told.status === 503),
			...expect(`Retry-After: ${told.after}`, Number(told.after) > 0), ...expect('JSON', told.text.startsWith('{'))]);
	}
	const sent = await fetch(council.base + page, {method: 'POST', headers: asAnna, redirect: 'manual',
		body: new URLSearchParams({note: 'what took an hour'})});
	check('whoever has sent a form is told how to send it again', [...expect(`503: ${sent.status}`, sent.status === 503),
		...expect('where it is', (await sent.text()).includes('Back leads to what you filled in'))]);
	check('the server itself is there, and not ready', [...expect('healthz', (await council.get('/healthz')).status === 200),
		...expect('readyz', (await council.get('/readyz')).status === 503)]);
	await council.proxy.open();
	const after = await council.until(page, asAnna, 200);
	check('once it is back whoever was signed in is', expect('their page', after.text.includes('anna') === before.text.includes('anna')));
	await council.until('/readyz', {}, 200);
	await council.until(json, asMona, 200);

	await lose(council, 'the answer to a commit is lost', {swallows: true, kept: 1, status: 200}, 'C1');
	await lose(council, 'the answer to a commit is lost, and the server with it', {swallows: true, away: true, kept: 1, status: 503}, 'C2');
	await lose(council, 'the connection breaks before a commit', {swallows: false, kept: 0, status: 503}, 'C3');
	council.verify();
	finish();
} finally {
	await council.clear();
}
