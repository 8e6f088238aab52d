// A council of five workers and forty cases that changes by JSON only, a server that can be killed, and a record of whatever was asked.
//
// Needs sqlite3, to read what stands in the records.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const WORKERS = ['W1', 'W2', 'W3', 'W4', 'W5'];
export const CASES = Array.from({length: 40}, (_, i) => `C${i + 1}`);
export const LINE = 3;
export const today = new Date().toISOString().slice(0, 10);
export const inDays = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const RETRY_MS = 5;

export class Council {
	history = [];     // {key, who, path, body, sent, answers: [{status, text, got}]}
	answers = 0;
	kills = 0;
	killAfter = Infinity;

	constructor(plimsoll) {
		this.plimsoll = plimsoll;
		this.folder = mkdtempSync(join(tmpdir(), 'plimsoll-races-'));
		this.db = join(this.folder, 'races.db');
		this.at = ['--db', this.db, '--employer', 'north'];
	}

	run(...args) {
		return execFileSync(this.plimsoll, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
	}

	read(sql) {
		const options = {encoding: 'utf8', maxBuffer: 1 << 28};
		return JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 10000', this.db, sql], options) || '[]');
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

	// ---- a server that dies ----

	start() {
		// In a group of its own, so that all of its processes die at once.
		this.server = spawn(this.plimsoll, ['serve', '--db', this.db, '--port', '0'], {stdio: ['ignore', 'pipe', 'ignore'], detached: true});
		this.up = new Promise((resolve, reject) => {
			let said = '';
			this.server.stdout.on('data', (data) => {
				said += data;
				const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
				if (found) {
					this.base = found[0];
					resolve();
				}
			});
			this.server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
		});
		return this.up;
	}

	kill() {
		const dying = this.server;
		this.kills++;
		this.killAfter = Infinity;
		dying.removeAllListeners('exit');
		this.up = new Promise((resolve) => dying.once('exit', resolve)).then(() => this.start());
		process.kill(-dying.pid, 'SIGKILL');
	}

	stop() {
		return new Promise((resolve) => {
			this.server.removeAllListeners('exit');
			this.server.once('exit', resolve);
			process.kill(this.server.pid, 'SIGTERM');
		});
	}

	clear() {
		try {
			process.kill(-this.server.pid, 'SIGKILL');
		} catch { /* it has ended */ }
		rmSync(this.folder, {recursive: true, force: true});
	}

	// ---- asking ----

	async sendOnce(request, who) {
		const answer = await fetch(`${this.base}/api/employers/north/${request.path}`, {method: 'POST', body: JSON.stringify(request.body),
			headers: {'authorization': `Bearer ${who.token}`, 'content-type': 'application/json', 'idempotency-key': request.key}});
		const type = answer.headers.get('content-type');
		const text = await answer.text();
		request.answers.push({status: answer.status, type, text, got: performance.now()});
		this.answers++;
		if (this.answers >= this.killAfter)
			this.kill();
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
			} catch (error) {
				if (!(error instanceof TypeError))
					throw error; // anything but a connection that broke
				await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
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
