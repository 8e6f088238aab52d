// Runs every measurement and prints one table. Each figure stands beside what it is compared with, both from this run.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cookieFor } from '../tests/e2e/sign_in.mjs';
import { measureLeague } from './league.mjs';
import { measureNational } from './national.mjs';
import { measureServer } from './server.mjs';
import { makeLargeCouncil, median, plimsoll, residentMegabytes, run, seconds, today, until, wrk } from './tools.mjs';

const quick = process.argv.includes('--quick');
const lasting = quick ? '2s' : '8s';
const work = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const rows = [];

const add = (what, ours, other, ratio, goal) => rows.push([what, ours, other, ratio, goal]);

// ---- import: a CIN file in a dry run beside a bare SAX pass over it ----
function measureImport() {
	const directory = join(work, 'council');
	const cases = quick ? 4000 : 78000;
	run(plimsoll, ['demo', '--export', directory, '--workers', String(cases / 15 | 0), '--cases', String(cases), '--seed', '3', '--on', today]);
	const file = join(directory, 'cin_census.xml');
	const megabytes = statSync(file).size / 1e6;
	const ours = [], bare = [], confined = [];
	for (let i = 0; i < 5; i++) {
		bare.push(seconds('build/bench/sax_pass', [file]));
		ours.push(seconds(plimsoll, ['import', '--db', join(work, 'none.db'), '--employer', 'bench', '--dry-run', file]));
	}
	for (let i = 0; i < 5; i++) confined.push(Number(run('build/bench/import_confined', [directory, file])) / 1e6);
	const a = median(ours), b = median(bare);
	add(`import of a ${megabytes.toFixed(0)} MB CIN file, dry run`, `${a.toFixed(2)} s`, `bare libxml2 SAX pass ${b.toFixed(2)} s`,
		`${(b / a).toFixed(2)} of its speed`, '0.5');
	add('the same, read by a confined process', `${median(confined).toFixed(2)} s`, `in one process ${a.toFixed(2)} s`,
		`${(a / median(confined)).toFixed(2)} of its speed`, '');
	rmSync(directory, { recursive: true });
}

// ---- weights and loads ----
function measureLoads() {
	for (const line of run('build/bench/loads', []).trim().split('\n')) {
		const [what, took, more] = line.split('\t');
		add(`weights and loads of ${what}`, took, more, '', what.startsWith('650000') ? 'under 100 ms' : '');
	}
}

// ---- decisions ----

/* By turns, because a disk is not the same disk from one minute to the next. */
function measureAnswers() {
	const made = join(work, 'made.db'), db = join(work, 'answers.db'), bare = join(work, 'bare.db');
	const seconds = quick ? '1' : '4', rounds = quick ? 1 : 5;
	const council = quick ? ['--workers', '80', '--cases', '1200'] : ['--workers', '500', '--cases', '8000'];
	const figures = { bare: [], 1: [], 64: [] };
	run(plimsoll, ['demo', '--db', made, '--employer', 'demo', ...council, '--seed', '7']);
	const answers = (clients) => {
		for (const end of ['', '-wal', '-shm', '.lock']) rmSync(db + end, { force: true });
		copyFileSync(made, db);
		const [rate, processor, median, late] = run('build/bench/answers', [db, 'demo', String(clients), seconds]).trim().split('\t').map(Number);
		figures[clients].push({ rate, processor, median, late });
	};
	for (let i = 0; i < rounds; i++) {
		for (const end of ['', '-wal', '-shm']) rmSync(bare + end, { force: true });
		figures.bare.push({ rate: Number(run('build/bench/bare_commits', [bare, seconds])) });
		answers(1);
		answers(64);
	}
	const middle = (list) => [...list].sort((a, b) => a.rate - b.rate)[Math.floor(list.length / 2)];
	const b = middle(figures.bare).rate, one = middle(figures[1]), many = middle(figures[64]);
	add('decisions a second, durable, 1 client', one.rate.toFixed(0), `bare single-row commits ${b.toFixed(0)}/s`,
		`${(one.rate / b).toFixed(2)} of it`, '0.8');
	add('the same, 64 clients', many.rate.toFixed(0), '', `${(many.rate / b).toFixed(2)} of it`, 'above 0.8');
	add('processor time a decision', `${many.processor} µs`, `until the answer, 64 clients: median ${many.median} ms, 99 of 100 within ${many.late} ms`,
		'', 'under 1 ms');
}

// ---- the team board ----
async function measureBoard() {
	const db = join(work, 'large.db');
	const page = makeLargeCouncil(db, quick);

	const cookie = cookieFor('build/tests/unit/web/sign_in_to', db, 'demo', 'director');
	const begun = process.hrtime.bigint();
	const server = spawn(plimsoll, ['serve', '--db', db, '--port', '8191'], { stdio: 'ignore' });
	await until('http://127.0.0.1:8191/healthz');
	const started = Number(process.hrtime.bigint() - begun) / 1e6;
	const firstBegun = process.hrtime.bigint();
	const html = Buffer.from(await (await until(`http://127.0.0.1:8191${page}`, cookie)).arrayBuffer());
	const first = Number(process.hrtime.bigint() - firstBegun) / 1e6;

	const files = join(work, 'files');
	mkdirSync(join(files, 'logs'), { recursive: true });
	writeFileSync(join(files, 'board.html'), html);
	writeFileSync(join(files, 'nginx.conf'), `worker_processes ${cpus().length}; daemon off; pid ${files}/pid; error_log ${files}/logs/error;
user root; events { worker_connections 1024; } http { access_log off; sendfile on; keepalive_requests 10000000; types { text/html html; }
client_body_temp_path ${files}/b; proxy_temp_path ${files}/p; fastcgi_temp_path ${files}/f; uwsgi_temp_path ${files}/u; scgi_temp_path ${files}/s;
server { listen 127.0.0.1:8192; root ${files}; } }`);
	const nginx = spawn('nginx', ['-c', join(files, 'nginx.conf'), '-p', files], { stdio: 'ignore' });
	const peer = spawn('node', ['bench/peers/server.mjs', db, '8193', 'schemes/england-children-starter.json', today], { stdio: 'ignore' });
	await until('http://127.0.0.1:8192/board.html');
	await until(`http://127.0.0.1:8193${page}`);

	const ours = [], theirs = [], express = [];
	for (let i = 0; i < 3; i++) {
		theirs.push(wrk('http://127.0.0.1:8192/board.html', '', lasting));
		ours.push(wrk(`http://127.0.0.1:8191${page}`, cookie, lasting));
		express.push(wrk(`http://127.0.0.1:8193${page}`, '', lasting));
	}
	const best = (list) => list.sort((a, b) => a.pages - b.pages)[1];
	const o = best(ours), n = best(theirs), e = best(express);
	const kilobytes = (html.length / 1e3).toFixed(0);
	add(`team board (${kilobytes} kB), 64 connections`, `${o.pages.toFixed(0)} pages/s`, `nginx, the same bytes as a file ${n.pages.toFixed(0)}/s`,
		`${(o.pages / n.pages).toFixed(2)} of it`, '0.5');
	add('', '', `Express, Nunjucks, better-sqlite3 ${e.pages.toFixed(0)}/s`, `${(o.pages / e.pages).toFixed(1)} times it`, '10 times');
	add('99th percentile there', `${o.p99.toFixed(2)} ms`, `nginx ${n.p99.toFixed(2)} ms, Express ${e.p99.toFixed(1)} ms`, '', 'under 10 ms');
	add('memory of the server there, at most', `${residentMegabytes(server.pid).toFixed(1)} MB`, `Express ${residentMegabytes(peer.pid).toFixed(0)} MB`,
		'', 'under 64 MB');
	add('start-up until the first answer', `${started.toFixed(0)} ms`, `first page, with loading ${first.toFixed(0)} ms`, '', 'under 100 ms');
	for (const child of [server, nginx, peer]) child.kill('SIGTERM');
}

function print() {
	const head = ['what', 'Plimsoll', 'beside', 'ratio', 'goal'];
	const width = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i].length)));
	const line = (r) => console.log(r.map((cell, i) => cell.padEnd(width[i])).join('  ').trimEnd());
	line(head);
	line(width.map((w) => '-'.repeat(w)));
	rows.forEach(line);
}

// One of these, or all but the national database, which takes an hour.
const parts = {
	import: measureImport, loads: measureLoads, decisions: measureAnswers, board: measureBoard,
	server: () => measureServer(add, work, quick), league: () => measureLeague(add, work, quick), national: () => measureNational(add, work, quick),
};
const named = process.argv.slice(2).filter((word) => word !== '--quick');
const unknown = named.find((word) => !(word in parts));
if (unknown) throw new Error(`${unknown} is no part of the bench: expected ${Object.keys(parts).join(', ')}`);

try {
	for (const part of named.length > 0 ? named : Object.keys(parts).filter((one) => one !== 'national')) await parts[part]();
	print();
} finally {
	rmSync(work, { recursive: true, force: true });
}
