// A database on a PostgreSQL server beside the same in a file, and each beside what its engine does without us.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { cookieFor } from '../tests/e2e/sign_in.mjs';
import { makeLargeCouncil, median, plimsoll, run, seconds, today, until, wrk } from './tools.mjs';

// The server that script/postgres started, by the address of its owner.
const owner = process.env.TEST_POSTGRES;
export const addressOf = (database, role = 'owner') => owner.replace('//owner@', `//${role}@`).replace('/postgres?', `/${database}?`);
export const ask = (database, sql) => run('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', addressOf(database), '-c', sql]).trim();

export function makeDatabase(name, template = 'template0') {
	ask('postgres', `drop database if exists ${name}`);
	ask('postgres', `create database ${name} template ${template}${template === 'template0' ? " locale 'C' encoding 'UTF8'" : ''}`);
	return addressOf(name);
}

export const makeProgramsRole = () =>
	ask('postgres', "do $$ begin if not exists (select from pg_roles where rolname = 'plimsoll') then create role plimsoll login; end if; end $$");

/* A new database with what a file has; in seconds. */
export const copyToServer = (file, name) => seconds(plimsoll, ['copy', '--from', file, '--to', makeDatabase(name)]);

// ---- an employer's snapshot ----

function measureSnapshot(add, file, address, quick) {
	for (const [where, db] of [['a file', file], ['a server', address]]) {
		const [cases, , load, bare, rows, kilobytes] = run('build/bench/snapshot_loads', [db, 'demo', today, quick ? '3' : '9']).trim().split('\t').map(Number);
		add(`snapshot of ${cases} cases from ${where}`, `${load.toFixed(0)} ms`, `its ${rows} rows, bare ${bare.toFixed(0)} ms`,
			`${(load / bare).toFixed(1)} times as long`, where === 'a file' ? '' : 'at most twice');
		if (where === 'a server') add('memory of the snapshot', `${(kilobytes / 1024).toFixed(1)} MB`, '', '', '');
	}
}

// ---- commits ----

function bareCommits(work, clients, seconds) {
	const script = join(work, 'insert.sql');
	writeFileSync(script, "insert into answer (text) values ('agreed');\n");
	makeDatabase('bare');
	ask('bare', 'create table answer (id bigint generated always as identity primary key, text text not null)');
	const programs = run('pg_config', ['--bindir']).trim();
	const said = run(join(programs, 'pgbench'), ['-n', '-M', 'prepared', '-f', script, '-c', String(clients), '-j', '2', '-T', seconds, addressOf('bare')]);
	return Number(/tps = ([\d.]+)/.exec(said)[1]);
}

function measureCommits(add, work, quick) {
	const made = join(work, 'server-made.db'), seconds = quick ? '1' : '4', rounds = quick ? 1 : 3;
	const council = quick ? ['--workers', '80', '--cases', '1200'] : ['--workers', '500', '--cases', '8000'];
	run(plimsoll, ['demo', '--db', made, '--employer', 'demo', ...council, '--seed', '7']);
	copyToServer(made, 'made');
	for (const clients of [1, 64]) {
		const ours = [], bare = [];
		for (let i = 0; i < rounds; i++) {
			bare.push(bareCommits(work, clients, seconds));
			const [rate, processor, middle, late] = run('build/bench/answers', [makeDatabase('answers', 'made'), 'demo', String(clients), seconds])
				.trim().split('\t').map(Number);
			ours.push({ rate, processor, middle, late });
		}
		const o = ours.sort((a, b) => a.rate - b.rate)[Math.floor(rounds / 2)], b = median(bare);
		add(`decisions a second on a server, ${clients} ${clients === 1 ? 'client' : 'clients'}`, o.rate.toFixed(0),
			`bare single-row commits there, as many clients ${b.toFixed(0)}/s`, `${(o.rate / b).toFixed(2)} of it`, '');
		add('', `${o.processor} µs of a processor`, `until the answer: median ${o.middle} ms, 99 of 100 within ${o.late} ms`, '', '');
	}
}

// ---- pages ----

// In front of `ports`, by turns.
function startNginx(work, port, ports) {
	const files = join(work, `nginx-${port}`);
	mkdirSync(join(files, 'logs'), { recursive: true });
	writeFileSync(join(files, 'nginx.conf'), `worker_processes ${cpus().length}; daemon off; pid ${files}/pid; error_log ${files}/logs/error;
${process.getuid() === 0 ? 'user root;' : ''} events { worker_connections 1024; } http { access_log off; keepalive_requests 10000000;
client_body_temp_path ${files}/b; proxy_temp_path ${files}/p; fastcgi_temp_path ${files}/f; uwsgi_temp_path ${files}/u; scgi_temp_path ${files}/s;
upstream plimsoll { ${ports.map((one) => `server 127.0.0.1:${one};`).join(' ')} keepalive 64; keepalive_requests 10000000; }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://plimsoll; proxy_http_version 1.1; proxy_set_header Connection "";
proxy_set_header Host 127.0.0.1; } } }`);
	return spawn('nginx', ['-c', join(files, 'nginx.conf'), '-p', files], { stdio: 'ignore' });
}

async function measurePages(add, work, file, address, page, quick) {
	const started = [];
	const start = (db, port) => started.push(spawn(plimsoll, ['serve', '--db', db, '--port', String(port)], { stdio: 'ignore' }));
	const cookies = { file: cookieFor('build/tests/unit/web/sign_in_to', file, 'demo', 'director'),
		server: cookieFor('build/tests/unit/web/sign_in_to', address, 'demo', 'director') };
	try {
		start(file, 8191);
		start(addressOf('large', 'plimsoll'), 8194);
		start(addressOf('large', 'plimsoll'), 8195);
		started.push(startNginx(work, 8196, [8194]), startNginx(work, 8197, [8194, 8195]));
		await until(`http://127.0.0.1:8191${page}`, cookies.file);
		for (const port of [8194, 8195, 8196, 8197]) await until(`http://127.0.0.1:${port}${page}`, cookies.server);
		const figures = { 8191: [], 8194: [], 8196: [], 8197: [] };
		for (let i = 0; i < (quick ? 1 : 3); i++)
			for (const port of Object.keys(figures)) figures[port].push(wrk(`http://127.0.0.1:${port}${page}`, port === '8191' ? cookies.file : cookies.server, quick ? '2s' : '6s'));
		const of = (port) => figures[port].sort((a, b) => a.pages - b.pages)[Math.floor(figures[port].length / 2)];
		const tell = (what, port, beside, other) => add(what, `${of(port).pages.toFixed(0)} pages/s`, beside,
			`${(of(port).pages / other).toFixed(2)} of it`, '');
		tell('team board from a server, 64 connections', 8194, `the same from a file ${of(8191).pages.toFixed(0)}/s`, of(8191).pages);
		tell('the same behind nginx, one process', 8196, 'without nginx', of(8194).pages);
		tell('the same behind nginx, two processes', 8197, 'one process', of(8196).pages);
		add('99th percentile there', `${of(8197).p99.toFixed(1)} ms`, `one process ${of(8196).p99.toFixed(1)} ms, from a file ${of(8191).p99.toFixed(1)} ms`, '', '');
	} finally {
		for (const child of started) child.kill('SIGTERM');
	}
}

export async function measureServer(add, work, quick) {
	const file = join(work, 'server-large.db'), page = makeLargeCouncil(file, quick);
	makeProgramsRole();
	const copied = copyToServer(file, 'large'), address = addressOf('large');
	add('a council copied from a file to a server', `${copied.toFixed(1)} s`, `${(Number(ask('large', "select pg_database_size('large')")) / 1e6).toFixed(0)} MB there`, '', '');
	measureSnapshot(add, file, address, quick);
	measureCommits(add, work, quick);
	await measurePages(add, work, file, address, page, quick);
}
