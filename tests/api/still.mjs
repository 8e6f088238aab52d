// What people, programs and monitoring are told by a server whose database stands still: nothing answers, and no connection breaks. Everybody is answered
// in bounded time, and all is well once it goes on. Where there is a server (script/postgres), it has one of its own made whose processes it
// stops (SIGSTOP).
//
//	node still.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Council} from '../races/council.mjs';
import {onServer} from '../records.mjs';
import {check, finish} from '../tap.mjs';
import {keysOf, multipart} from './upload.mjs';

onServer();
if (process.env.TEST_STILL === undefined) {
	const script = new URL('../../script/postgres', import.meta.url).pathname;
	const {status} = spawnSync(script, [process.execPath, ...process.argv.slice(1)], {stdio: 'inherit', env: {...process.env, TEST_STILL: 'yes'}});
	process.exit(status ?? 1);
}
process.env.TEST_POSTGRES = process.env.TEST_POSTGRES.replace(/&connect_timeout=\d+/, ''); // nobody is let in where all stands still

const [plimsoll, signInTo] = process.argv.slice(2);
const PATIENCE_MS = 120000; // of whoever would wait for ever, and far more than an answer may take
const READY_HOLDS_MS = 1100; // what /readyz has said is said again for a second
const IMPORTS = '/employers/north/imports';
const UPLOAD_ROWS = 1200000; // some 20 MB, far more than a socket holds
const STANDBY_NOBODY = '&options=-csynchronous_commit%3Don'; // commits wait for a standby that never comes (script/postgres)
const PIECES_PUT = `select count(*) n from pg_stat_activity where datname = current_database() and query like 'insert into import_piece%'
	and state in ('active', 'idle in transaction')`;
const expect = (what, holds) => (holds ? [] : [what]);

// Processes that are to go on whatever happens.
class Stopped {
	pids = [];

	stop(pids) {
		for (const pid of pids) {
			try {
				process.kill(pid, 'SIGSTOP');
				this.pids.push(pid);
			} catch { /* it has ended meanwhile */ }
		}
	}

	goOn() {
		for (const pid of this.pids.splice(0)) {
			try {
				process.kill(pid, 'SIGCONT');
			} catch { /* it has ended */ }
		}
	}
}

class CouncilAt extends Council {
	stopped = new Stopped();

	get serverFolder() {
		return this.records.owner.match(/host=([^&]*)/)[1];
	}

	// Of the servers' connections as they are now.
	backends() {
		return this.read(`select pid from pg_stat_activity where datname = current_database() and application_name = 'plimsoll'`).map(({pid}) => pid);
	}

	// The first process and all that it has started.
	processes() {
		const [first] = readFileSync(join(this.serverFolder, 'data', 'postmaster.pid'), 'utf8').split('\n');
		const others = execFileSync('ps', ['-o', 'pid=', '--ppid', first], {encoding: 'utf8'}).trim().split(/\s+/);
		return [first, ...others].map(Number);
	}

	// Whoever waits behind one that gets no answer may be cut off instead.
	async get(path, headers = {}, options = {}) {
		try {
			const answer = await fetch(this.base + path, {headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS), ...options});
			return {status: answer.status, after: answer.headers.get('retry-after'), text: await answer.text()};
		} catch (error) {
			return {status: error.name === 'TimeoutError' ? 'never' : 'cut', after: null, text: `${error} ${error.cause ?? ''}`};
		}
	}

	async until(path, headers, status) {
		for (;;) {
			const answer = await this.get(path, headers);
			if (answer.status === status)
				return answer;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}

	// A large file, until the server is being given pieces of it: what becomes of it.
	async beginUpload(headers) {
		const {token, once} = keysOf((await this.get(IMPORTS, headers)).text, IMPORTS);
		const rows = Array.from({length: UPLOAD_ROWS}, (_, i) => `Q${i},2026-02-02\n`);
		const form = multipart({token, once, at_once: 'yes'}, [['q.csv', `case,opened\n${rows.join('')}`]]);
		const upload = {ended: false};
		upload.answer = this.get(IMPORTS, {...headers, ...form.headers}, {method: 'POST', body: form.body});
		upload.answer.then(() => {
			upload.ended = true;
		});
		while (!upload.ended && (await this.readSoon(PIECES_PUT))[0].n === 0)
			;
		return upload;
	}

	clear() {
		this.stopped.goOn();
		super.clear();
	}
}

const council = new CouncilAt(plimsoll);

// What a command says on stderr until it has said that; it is ended then.
function hearCommand(words, ...args) {
	return new Promise((resolve) => {
		const command = spawn(plimsoll, args, {stdio: ['ignore', 'ignore', 'pipe']});
		let said = '';
		command.stderr.on('data', (data) => {
			said += data;
			if (said.includes(words))
				command.kill('SIGKILL');
		});
		command.once('close', () => resolve(said));
	});
}

try {
	council.make();
	const cookie = execFileSync(signInTo, [council.records.owner, 'north', 'login=anna', 'analyst'], {encoding: 'utf8'}).trim();
	const asAnna = {cookie}, asMona = {authorization: `Bearer ${council.people.managers[0].token}`};
	const asked = [['/employers/north', asAnna], ['/employers/north/unallocated', asAnna], ['/employers/north/lines', asAnna],
		['/api/employers/north/undo', asMona], ['/league', asAnna]];
	const askAll = () => Promise.all(asked.map(([path, headers]) => council.get(path, headers)));
	const allGood = () => Promise.all(asked.map(([path, headers]) => council.until(path, headers, 200)));
	await council.start();
	await allGood();
	await council.until('/readyz', {}, 200);

	council.stopped.stop(council.backends());
	const all = [...await askAll(), await council.get('/readyz')];
	check('where every connection stands still nobody waits for ever', all.flatMap(({status, text}, i) =>
		expect(`${asked[i]?.[0] ?? '/readyz'}: ${status} ${text.slice(0, 200)}`, status !== 'never')));
	check('and all is well again on others', (await allGood()).flatMap(({status}) => expect(`${status}`, status === 200)));
	council.stopped.goOn();

	await council.until('/readyz', {}, 200);
	const processes = council.processes();
	const upload = await council.beginUpload(asAnna);
	council.stopped.stop(processes);
	await new Promise((resolve) => setTimeout(resolve, READY_HOLDS_MS));
	const [during, sent] = await Promise.all([council.get('/readyz'), upload.answer]);
	// 303: all of it was there a moment before the server stood still.
	check('an upload that nobody takes any more is answered', [...expect(`503: ${sent.status} ${sent.text.slice(0, 200)}`, [503, 303, 'cut'].includes(sent.status)),
		...expect(`/readyz meanwhile: ${during.status} ${during.text}`, during.status === 503)]);
	for (const time of ['at first', 'later'])
		check(`where the whole server stands still everybody is told when to come again: ${time}`, (await askAll()).flatMap(({status, after, text}, i) => [
			...expect(`${asked[i][0]}: ${status} ${text.slice(0, 200)}`, status === 503 || status === 'cut'),
			...expect(`Retry-After: ${after}`, status === 'cut' || Number(after) > 0)]));
	const told = await council.get(...asked[0]);
	check('and one who asks alone', [...expect(`503: ${told.status} ${told.text.slice(0, 200)}`, told.status === 503),
		...expect(`Retry-After: ${told.after}`, Number(told.after) > 0)]);
	const ready = await council.get('/readyz');
	check('it is not ready, and there', [...expect(`503: ${ready.status} ${ready.text}`, ready.status === 503),
		...expect('healthz', (await council.get('/healthz')).status === 200)]);
	council.stopped.goOn();
	await allGood();
	check('once it goes on it is ready', expect('200', (await council.until('/readyz', {}, 200)).status === 200));
	await council.stop();

	council.records.program += STANDBY_NOBODY;
	await council.start();
	for (const time of ['at first', 'later']) {
		const {status, text} = await council.get('/readyz');
		check(`where a standby is waited for in vain it is not ready: ${time}`, expect(`503: ${status} ${text}`, status === 503 && text.includes('standby')));
	}
	const said = await hearCommand('still waiting', 'user', 'role', '--db', council.records.owner + STANDBY_NOBODY, '--employer', 'north', 'anna', 'director');
	check('a command says what it waits for', expect(said, said.includes('still waiting')));
	finish();
} finally {
	council.clear();
}
