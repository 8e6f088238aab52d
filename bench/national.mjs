// England: its 153 employers in one database, each with the workers and cases that were published of it (bench/national.csv), invented
// by `plimsoll demo` with ten years of history.
//
// PLIMSOLL_NATIONAL=FILE keeps the file from one run to the next.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cookieFor } from '../tests/e2e/sign_in.mjs';
import { addressOf, ask, copyToServer, makeProgramsRole } from './server.mjs';
import { median, plimsoll, residentMegabytes, run, until } from './tools.mjs';

const signInTo = 'build/tests/unit/web/sign_in_to';
const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(2)} GB`;

function employers(quick) {
	const all = readFileSync('bench/national.csv', 'utf8').trim().split('\n').slice(1).map((line) => {
		const [code, workers, cases] = line.split(',');
		return { code: `LA${code}`, seed: code, workers: Number(workers), cases: Number(cases) };
	});
	const small = (n) => Math.max(4, n / 20 | 0);
	return quick ? all.slice(0, 5).map((e) => ({ ...e, workers: small(e.workers), cases: small(e.cases) })) : all;
}

function makeFile(file, list) {
	const begun = Date.now();
	for (const e of list)
		run(plimsoll, ['demo', '--db', file, '--employer', e.code, '--workers', String(e.workers), '--cases', String(e.cases), '--seed', e.seed]);
	return (Date.now() - begun) / 1e3;
}

/* Seconds, and the most memory that it had. */
async function watch(args) {
	const begun = process.hrtime.bigint();
	const child = spawn(plimsoll, args, { stdio: ['ignore', 'ignore', 'inherit'] });
	let megabytes = 0;
	const timer = setInterval(() => { try { megabytes = Math.max(megabytes, residentMegabytes(child.pid)); } catch { /* gone */ } }, 20);
	const status = await new Promise((resolve) => child.on('exit', resolve));
	clearInterval(timer);
	if (status !== 0) throw new Error(`plimsoll ${args.join(' ')} ended with ${status}`);
	return { seconds: Number(process.hrtime.bigint() - begun) / 1e9, megabytes };
}

async function measureEngland(add, where, db) {
	const { seconds, megabytes } = await watch(['employers', '--db', db, '--json']);
	add(`figures of all employers, ${where}`, `${seconds.toFixed(1)} s`, `${megabytes.toFixed(0)} MB of memory at most`, '', '');
}

/* A process that is asked for the page of every employer, one after the other, with so much room for pictures. */
async function measureServing(add, where, db, list, cookies, room) {
	const port = 8191;
	const begun = process.hrtime.bigint();
	const server = spawn(plimsoll, ['serve', '--db', db.replace('//owner@', '//plimsoll@'), '--port', String(port), '--metrics-port', '8198', '--picture-memory', String(room)], { stdio: 'ignore' });
	try {
		await until(`http://127.0.0.1:${port}/healthz`);
		const started = Number(process.hrtime.bigint() - begun) / 1e6;
		const took = [];
		for (const e of list) {
			const asked = process.hrtime.bigint();
			await (await until(`http://127.0.0.1:${port}/employers/${e.code}`, cookies[e.code])).arrayBuffer();
			took.push(Number(process.hrtime.bigint() - asked) / 1e6);
		}
		const megabytes = residentMegabytes(server.pid);
		const figures = await (await until('http://127.0.0.1:8198/metrics')).text();
		const figure = (name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(figures)[1]);
		add(`first page of an employer, ${where}`, `${median(took).toFixed(0)} ms`, `the slowest ${Math.max(...took).toFixed(0)} ms; first answer ${started.toFixed(0)} ms after the start`, '', '');
		add(`a process that served all, ${room} MB for pictures`, `${megabytes.toFixed(0)} MB`,
			`${figure('plimsoll_pictures')} pictures kept, ${(figure('plimsoll_pictures_bytes') / 1048576).toFixed(0)} MB; ${figure('plimsoll_pictures_evicted_total')} put away`, '', '');
	} finally {
		server.kill('SIGTERM');
		await new Promise((resolve) => server.on('exit', resolve));
	}
}

async function measurePlace(add, where, db, list) {
	const cookies = Object.fromEntries(list.map((e) => [e.code, cookieFor(signInTo, db, e.code, 'director')]));

	await measureEngland(add, where, db);
	for (const room of [24, 512]) await measureServing(add, where, db, list, cookies, room);
}

export async function measureNational(add, work, quick) {
	const list = employers(quick), kept = process.env.PLIMSOLL_NATIONAL;
	const file = kept ?? join(work, 'national.db');
	const sum = (of) => list.reduce((n, e) => n + e[of], 0);
	const made = existsSync(file) ? 'made before' : `made in ${(makeFile(file, list)).toFixed(0)} s`;

	add(`${list.length} employers, ${sum('workers')} workers, ${sum('cases')} open cases`, gigabytes(statSync(file).size), `a file, ${made}`, '', '');
	await measurePlace(add, 'from a file', file, list);
	makeProgramsRole();
	const copied = copyToServer(file, 'national');
	add('the same on a server', gigabytes(Number(ask('national', "select pg_database_size('national')"))), `copied in ${copied.toFixed(0)} s`, '', '');
	await measurePlace(add, 'from a server', addressOf('national'), list);
}
