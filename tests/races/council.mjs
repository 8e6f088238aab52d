// A council of five workers and forty cases that changes by JSON only, servers that can be killed, and a record of whatever was asked.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {recordsIn} from '../records.mjs';
import {addressesOf} from '../serve.mjs';

export const WORKERS = ['W1', 'W2', 'W3', 'W4', 'W5'];
export const CASES = Array.from({length: 40}, (_, i) => `C${i + 1}`);
export const LINE = 3;
export const today = new Date().toISOString().slice(0, 10);
export const inDays = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const RETRY_MS = 5;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Council {
	history = [];     // {key, who, path, body, sent, answers: [{status, text, got}]}
	answers = 0;
	kills = 0;
	killsWanted = 0;
	killAfter = Infinity;
	killed = 'the server';
	whole = Promise.resolve();  // after a kill: until all is as it was
	up = Promise.resolve();     // until there is somebody to ask

	// `servers`: how many answer at the same time.
	constructor(plimsoll, servers = 1) {
		this.plimsoll = plimsoll;
		this.folder = mkdtempSync(join(tmpdir(), 'plimsoll-races-'));
		this.log = process.env.RACES_LOG ? openSync(process.env.RACES_LOG, 'a') : 'ignore'; // what the servers say
		this.records = recordsIn(this.folder);
		this.at = ['--db', this.records.owner, '--employer', 'north'];
		this.servers = Array.from({length: servers}, () => ({}));
	}

	run(...args) {
		return execFileSync(this.plimsoll, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
	}

	read(sql) {
		return this.records.read(sql);
	}

	// While others go on, and again if nobody answers.
	async readSoon(sql) {
		for (;;) {
			const rows = await this.records.readSoon(sql).catch(() => undefined);
			if (rows !== undefined)
				return rows;
			await sleep(RETRY_MS);
		}
	}

	verify() {
		return this.run('verify', '--db', this.records.owner);
	}

	// ---- who and what ----

	addToken(login, ...options) {
		return {login, token: this.run('user', 'token', ...this.at, '--name', 'races', ...options, login).trim().split(' ').pop()};
	}

	addAccount(login, ...roles) {
		const worker = roles[0] === 'worker' ? ['--worker', login.toUpperCase()] : [];
		this.run('user', 'add', ...this.at, ...worker, login, ...roles);
		return this.addToken(login);
	}

	// Files by what they tell.
	add(files) {
		const paths = Object.entries(files).map(([name, text]) => {
			writeFileSync(join(this.folder, `${name}.csv`), text);
			return join(this.folder, `${name}.csv`);
		});
		this.run('import', ...this.at, ...paths);
	}

	make() {
		this.add({
			teams: 'team,name,service,manager\nnorth,North,children,Mona\n',
			workers: `worker,name,team,role,fte,hours,from,until\n${WORKERS.map((one) => `${one},Name ${one},north,social-worker,1,37,2020-01-01,`).join('\n')}\n`,
			cases: `case,opened,closed,service,team,type,restricted\n${CASES.map((one) => `${one},2026-01-05,,children,north,child_in_need_plan,`).join('\n')}\n`,
			lines: `scope,target,kind,value,status,from\nteam,north,cases,${LINE},policy,2026-01-01\n`,
		});
		this.run('scheme', 'use', ...this.at, '--service', 'children', '--from', '2020-01-01', 'england-children-starter');
		this.run('employer', 'set', 'live', 'on', ...this.at);
		this.people = {
			workers: Object.fromEntries(WORKERS.map((one) => [one, this.addAccount(one.toLowerCase(), 'worker')])),
			managers: [this.addAccount('mona', 'manager:team:north'), this.addAccount('dora', 'deputy:team:north'),
				this.addAccount('sue', 'supervisor:team:north')],
			heads: [this.addAccount('hedy', 'head-of-service:service:children'), this.addAccount('hana', 'head-of-service:service:children')],
			director: this.addAccount('dirk', 'director'),
		};
		this.begun = this.read('select max(sequence) n from ledger')[0].n;
	}

	// ---- servers that die ----

	async startOne(one) {
		// In a group of its own, so that all of its processes die at once.
		one.process = spawn(this.plimsoll, ['serve', '--db', this.records.program, '--port', '0'], {stdio: ['ignore', 'pipe', this.log], detached: true});
		[one.base] = await addressesOf(one.process);
	}

	start() {
		return Promise.all(this.servers.map((one) => this.startOne(one)));
	}

	kill() {
		const one = this.servers[(this.kills - 1) % this.servers.length], dying = one.process;
		dying.removeAllListeners('exit');
		this.whole = new Promise((resolve) => dying.once('exit', resolve)).then(() => this.startOne(one));
		if (this.servers.length === 1)
			this.up = this.whole;
		process.kill(-dying.pid, 'SIGKILL');
	}

	stop() {
		return Promise.all(this.servers.map((one) => new Promise((resolve) => {
			one.process.removeAllListeners('exit');
			one.process.once('exit', resolve);
			process.kill(one.process.pid, 'SIGTERM');
		})));
	}

	// Whoever has done such a part of what there is to do waits until all that should have been killed by then has been.
	async pace(part) {
		while (this.kills + 1 < Math.floor(part * (this.killsWanted + 1)))
			await sleep(RETRY_MS);
		if (this.kills + 1 === Math.floor(part * (this.killsWanted + 1)))
			await this.whole;
	}

	clear() {
		for (const one of this.servers) {
			try {
				process.kill(-one.process.pid, 'SIGKILL');
			} catch { /* it has ended */ }
		}
		this.records.clear();
		rmSync(this.folder, {recursive: true, force: true});
	}

	// ---- asking ----

	// A different one each time.
	get base() {
		this.turn = (this.turn ?? 0) + 1;
		return this.servers[this.turn % this.servers.length].base;
	}

	async sendOnce(request, who) {
		const answer = await fetch(`${this.base}/api/employers/north/${request.path}`, {method: 'POST', body: JSON.stringify(request.body),
			headers: {'authorization': `Bearer ${who.token}`, 'content-type': 'application/json', 'idempotency-key': request.key}});
		const type = answer.headers.get('content-type');
		const text = await answer.text();
		request.answers.push({status: answer.status, type, text, after: answer.headers.get('retry-after'), got: performance.now()});
		this.answers++;
		if (this.answers >= this.killAfter) {
			this.killAfter = Infinity;
			this.kills++;
			this.kill();
		}
		return answer.status === 503 ? undefined : {status: answer.status, body: JSON.parse(text)};
	}

	// Until it is answered: whoever hears nothing asks again with the same key.
	async send(request, who) {
		for (;;) {
			await this.up;
			try {
				const answer = await this.sendOnce(request, who);
				if (answer !== undefined)
					return answer;
				await sleep(RETRY_MS);
			} catch (error) {
				if (!(error instanceof TypeError))
					throw error; // anything but a connection that broke
				await sleep(RETRY_MS);
			}
		}
	}

	// `times` at the same time.
	async ask(who, path, body, key, times = 1) {
		const request = {key, who: who.login, path, body, sent: performance.now(), answers: []};
		this.history.push(request);
		const [answer] = await Promise.all(Array.from({length: times}, () => this.send(request, who)));
		return answer;
	}

	async show(who, path) {
		const answer = await fetch(this.base + path, {headers: {authorization: `Bearer ${who.token}`}, redirect: 'manual'});
		const text = await answer.text();
		const type = (answer.headers.get('content-type') ?? '').split(';')[0];
		return {status: answer.status, type, text, body: type.endsWith('json') ? JSON.parse(text) : undefined};
	}
}
