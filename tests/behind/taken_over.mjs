// An import outlives the process that does it: killed in the midst, or told to end.
//
//	node taken_over.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {keysOf, multipart} from '../api/upload.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {recordsIn} from '../records.mjs';
import {check, finish} from '../tap.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const IMPORTS = '/employers/alpha/imports';
const CASES = 6000; // some seconds of work
const PATIENCE = 3000;
const nap = () => new Promise((resolve) => setTimeout(resolve, 20));
const expect = (what, got, wanted) => (String(got) === String(wanted) ? [] : [`${what}: ${got}, expected ${wanted}`]);

if (process.env.TEST_POSTGRES === undefined) {
	console.log('1..0 # SKIP there is no database server (script/postgres)');
	process.exit(0);
}
process.env.PLIMSOLL_ENGINE = 'postgres';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-taken-over-'));
const records = recordsIn(folder);
const jobs = () => records.read('select id, state, begun_times, position, kept from import_job order by id');

// In a group of its own, so that all of its processes die at once.
function serve() {
	const server = spawn(plimsoll, ['serve', '--db', records.program, '--port', '0'], {stdio: ['ignore', 'pipe', 'ignore'], detached: true});
	return new Promise((resolve, reject) => {
		let said = '';
		server.stdout.on('data', (data) => {
			said += data;
			const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
			if (found)
				resolve({server, base: found[0]});
		});
		server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
	});
}

function end({server}, signal) {
	const ended = new Promise((resolve) => server.once('exit', resolve));
	process.kill(signal === 'SIGKILL' ? -server.pid : server.pid, signal);
	return ended;
}

const casesOf = (letter) => `case,opened\n${Array.from({length: CASES}, (_, i) => `${letter}${i},2026-02-02`).join('\n')}\n`;

async function send({base}, cookie, letter) {
	const {token, once} = keysOf(await (await fetch(base + IMPORTS, {headers: {cookie}})).text(), IMPORTS);
	const {body, headers} = multipart({token, once, at_once: 'yes'}, [[`${letter}.csv`, casesOf(letter)]]);
	const answer = await fetch(base + IMPORTS, {method: 'POST', redirect: 'manual', body, headers: {cookie, ...headers}});
	return answer.headers.get('location');
}

async function until(holds) {
	for (let i = 0; i < PATIENCE; i++) {
		const rows = jobs();
		if (holds(rows.at(-1)))
			return rows.at(-1);
		await nap();
	}
	throw new Error(`what is waited for does not come: ${JSON.stringify(jobs())}`);
}

const isUnderWay = ({state}) => state === 'reading' || state === 'deciding';
const isOver = ({state}) => !isUnderWay({state}) && state !== 'waiting';
const headingAt = async ({base}, cookie, path) => (await (await fetch(base + path, {headers: {cookie}})).text()).match(/<h1[^>]*>([^<]*)</)?.[1];
const imports = () => records.read("select count(*) n from ledger where action = 'import'")[0].n;
const casesKnown = (letter) => records.read(`select count(*) n from cases where ref like '${letter}%' and unmade is null`)[0].n;

async function checkTakenOver(first, cookie, letter, signal, begunTimes) {
	const entries = imports();
	const path = await send(first, cookie, letter);
	await until(isUnderWay);
	await end(first, signal);
	const left = jobs().at(-1);
	// Whoever is killed says nothing any more: a minute of that is not waited for here.
	records.change('update import_job set tended = tended - 120 where ended is null');
	const next = await serve();
	const done = await until(isOver);
	check(`an import whose process gets ${signal} is done by another`, [
		...expect('left as it is', signal === 'SIGKILL' ? isUnderWay(left) : left.state !== 'interrupted', true),
		...expect('state', done.state, 'done'), ...expect('begun', done.begun_times, begunTimes(left)),
		...expect('entries', imports() - entries, 1), ...expect('cases', casesKnown(letter), CASES),
		...expect('heading', await headingAt(next, cookie, path), `Import ${done.id}: Taken in`),
		...expect('files left', records.read('select count(*) n from import_piece where file > 0')[0].n, 0)]);
	return next;
}

let server;
try {
	writeFileSync(join(folder, 'cases.csv'), 'case,opened,service\nA-1,2026-01-05,children\n');
	execFileSync(plimsoll, ['import', '--db', records.owner, '--employer', 'alpha', join(folder, 'cases.csv')], {stdio: 'pipe'});
	const cookie = cookieFor(signInTo, records.owner, 'alpha', 'analyst');
	server = await serve();
	server = await checkTakenOver(server, cookie, 'K', 'SIGKILL', () => 2);
	server = await checkTakenOver(server, cookie, 'T', 'SIGTERM', () => 1);
} finally {
	if (server)
		await end(server, 'SIGTERM');
	records.clear();
	rmSync(folder, {recursive: true, force: true});
}
finish();
