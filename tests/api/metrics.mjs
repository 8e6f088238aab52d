// What monitoring is told: by a server that serves an invented council, on a port of its own, in a form that promtool passes.
//
//	node metrics.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cookieFor} from '../e2e/sign_in.mjs';
import {addressesOf} from '../serve.mjs';
import {check, finish} from '../tap.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-metrics-'));
const db = join(folder, 'demo.db');

async function serve(...more) {
	const server = spawn(plimsoll, ['serve', '--db', db, '--port', '0', '--metrics-port', '0', ...more], {stdio: ['ignore', 'pipe', 'inherit']});
	const [pages, figures] = await addressesOf(server, 2);
	return {server, pages, figures};
}

// fetch sets Host by itself.
function askAs(address, host, method = 'GET') {
	return new Promise((resolve, reject) => {
		const asked = request(address, {method, headers: {host}}, (answer) => {
			answer.resume();
			resolve(answer.statusCode);
		});
		asked.on('error', reject);
		asked.end();
	});
}

const textOf = async (address) => (await fetch(address)).text();
const valueOf = (text, name) => Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
const expect = (what, holds) => (holds ? [] : [what]);

execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '20', '--cases', '200']);
execFileSync(plimsoll, ['backup', '--db', db, '--to', folder]);
const keys = mkdtempSync(join(tmpdir(), 'plimsoll-metrics-key-'));
const key = ['--signing-key', join(keys, 'key')];
execFileSync(plimsoll, ['checkpoint', 'keygen', ...key, '--name', 'test.example/plimsoll']);
execFileSync(plimsoll, ['checkpoint', 'make', '--db', db, '--employer', 'demo', ...key]);
const cookie = cookieFor(signInTo, db, 'demo', 'director');

try {
	const {server, pages, figures} = await serve();
	const ended = new Promise((resolve) => server.removeAllListeners('exit').on('exit', resolve));
	const wait = JSON.parse(execFileSync(plimsoll, ['unallocated', '--db', db, '--employer', 'demo', '--json'], {encoding: 'utf8'}))
		.unallocated;
	const before = (await fetch(`${pages}/employers/demo/cases/${wait[0].case}`, {headers: {cookie}})).status;
	await fetch(`${pages}/nowhere`);
	const text = await textOf(`${figures}/metrics`);

	check('a page is counted by its route as it is declared', [
		...expect('a page', before === 200),
		...expect('its route', text.includes('_count{route="/employers/{employer}/cases/{case}",status="2xx"} 1\n')),
		...expect('what has no route', text.includes('_count{route="none",status="4xx"} 1\n')),
	]);
	check('the figures are those of the employer', [
		...expect('unallocated', text.includes(`plimsoll_cases_unallocated{employer="demo"} ${wait.length}\n`)),
		...expect('a session', valueOf(text, 'plimsoll_sessions') === 1),
		...expect('a backup', Math.abs(valueOf(text, 'plimsoll_backup_last_timestamp_seconds') - Date.now() / 1000) < 600),
		...expect('a checkpoint', Math.abs(valueOf(text, 'plimsoll_checkpoint_last_timestamp_seconds{employer="demo"}') - Date.now() / 1000) < 600),
		...expect('a sandbox', [0, 1].includes(valueOf(text, 'plimsoll_sandbox_whole'))),
		...expect('a watch', Math.abs(valueOf(text, 'plimsoll_watch_last_timestamp_seconds') - Date.now() / 1000) < 600),
		...expect('groups', valueOf(text, 'plimsoll_writer_groups_total') <= valueOf(text, 'plimsoll_writer_runs_total')),
		...expect('memory', valueOf(text, 'plimsoll_memory_peak_bytes') > 1000000),
		...expect('ready', valueOf(text, 'plimsoll_ready') === 1),
		...expect('room', valueOf(text, 'plimsoll_disk_free_bytes') > 0),
	]);
	check('no figure names a case or a person', expect('no case', !wait.some((one) => text.includes(one.case))));
	const tool = spawnSync('promtool', ['check', 'metrics'], {input: text, encoding: 'utf8'});
	if (tool.error)
		console.log('# skipped: there is no promtool');
	else
		check('promtool finds nothing wrong', expect(tool.stdout + tool.stderr, tool.status === 0 && tool.stderr === ''));

	check('the listener for monitoring has nothing else', [
		...expect('/', await askAs(`${figures}/`, '127.0.0.1') === 404),
		...expect('/employers', await askAs(`${figures}/employers`, '127.0.0.1') === 404),
		...expect('POST', await askAs(`${figures}/metrics`, '127.0.0.1', 'POST') === 405),
		...expect('another host', await askAs(`${figures}/metrics`, 'plimsoll.example') === 421),
		...expect('alive', await textOf(`${figures}/healthz`) === 'alive\n'),
		...expect('ready, and what is confined', /^ready\n[^\n]*confined[^\n]*\n$/.test(await textOf(`${figures}/readyz`))),
	]);
	check('the pages have no figures', [
		...expect('404', (await fetch(`${pages}/metrics`)).status === 404),
		...expect('ready, and no more', await textOf(`${pages}/readyz`) === 'ready\n'),
	]);
	server.kill('SIGTERM');
	check('the server ends as it should', expect('status 0', await ended === 0));

	const small = await serve('--disk-floor', '1000000000');
	const smallEnded = new Promise((resolve) => small.server.removeAllListeners('exit').on('exit', resolve));
	const ready = await fetch(`${small.pages}/readyz`);
	check('a server whose disk is full is alive and not ready', [
		...expect('503', ready.status === 503),
		...expect('why', /^not ready: the disk of the database has \d+ MB left, less than 1000000000 MB\n$/.test(await ready.text())),
		...expect('alive', await textOf(`${small.pages}/healthz`) === 'alive\n'),
		...expect('its figure', valueOf(await textOf(`${small.figures}/metrics`), 'plimsoll_ready') === 0),
	]);
	small.server.kill('SIGTERM');
	await smallEnded;
} finally {
	rmSync(folder, {recursive: true});
	rmSync(keys, {recursive: true});
}
finish();
