// An import outlives the process that does it: killed in the midst, or told to end.
//
//	node taken_over.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {keysOf, multipart} from '../api/upload.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {onServer, recordsIn} from '../records.mjs';
import {addressesOf} from '../serve.mjs';
import {check, finish} from '../tap.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const IMPORTS = '/employers/alpha/imports';
const CASES = 6000;
const UNREAD = 'x'.repeat(7000); // in every row, so that a file takes long enough to read to be met at it
const PATIENCE = 3000, TRIES = 10;
const nap = () => new Promise((resolve) => setTimeout(resolve, 20));
const expect = (what, got, wanted) => (String(got) === String(wanted) ? [] : [`${what}: ${got}, expected ${wanted}`]);

onServer();
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-taken-over-'));
const records = recordsIn(folder);
const jobs = () => records.read('select id, state, begun_times, position, kept from import_job order by id');

let server; // that stands now, and where
let base;

// In a group of its own, so that all of its processes die at once.
async function serve() {
	server = spawn(plimsoll, ['serve', '--db', records.program, '--port', '0'], {stdio: ['ignore', 'pipe', 'ignore'], detached: true});
	[base] = await addressesOf(server);

}

async function end(signal) {
	const ended = new Promise((resolve) => server.once('exit', resolve));
	process.kill(signal === 'SIGKILL' ? -server.pid : server.pid, signal);
	await ended;
	server = undefined;
}

const casesOf = (letter) => `case,opened,unread\n${Array.from({length: CASES}, (_, i) => `${letter}${i},2026-02-02,${UNREAD}`).join('\n')}\n`;

async function send(cookie, letter) {
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
const isWaiting = ({state}) => state === 'waiting';
const isBegun = (job) => !isWaiting(job);
const isOver = (job) => isBegun(job) && !isUnderWay(job);
const headingAt = async (cookie, path) => (await (await fetch(base + path, {headers: {cookie}})).text()).match(/<h1[^>]*>([^<]*)</)?.[1];
const imports = () => records.read("select count(*) n from ledger where action = 'import'")[0].n;
const casesKnown = (letter) => records.read(`select count(*) n from cases where ref like '${letter}%' and unmade is null`)[0].n;

// Ends whichever process does an import in the midst of it, and gives what is left of that: on a machine that now and then stands still
// one may be done before anybody looked, and is sent again.
async function endInTheMidst(cookie, signal) {
	for (let tries = 0; tries < TRIES; tries++) {
		const letter = String.fromCharCode('B'.charCodeAt(0) + jobs().length);
		const entries = imports();
		const path = await send(cookie, letter);
		if (isOver(await until(isBegun)))
			continue;
		await end(signal);
		const left = jobs().at(-1);
		if (!isOver(left))
			return {left, letter, path, entries};
		await serve();
	}
	throw new Error('each import was done before its process could be ended');
}

async function checkTakenOver(cookie, signal, isLeft, begunTimes) {
	const {left, letter, path, entries} = await endInTheMidst(cookie, signal);
	// Whoever is killed says nothing any more: a minute of that is not waited for here.
	if (signal === 'SIGKILL')
		records.change('update import_job set tended = tended - 120 where ended is null');
	await serve();
	const done = await until(isOver);
	check(`an import whose process gets ${signal} is done by another`, [
		...expect('left as it is', isLeft(left), true),
		...expect('state', done.state, 'done'), ...expect('begun', done.begun_times, begunTimes),
		...expect('entries', imports() - entries, 1), ...expect('cases', casesKnown(letter), CASES),
		...expect('heading', await headingAt(cookie, path), `Import ${done.id}: Taken in`),
		...expect('files left', records.read('select count(*) n from import_piece where file > 0')[0].n, 0)]);
}

try {
	writeFileSync(join(folder, 'cases.csv'), 'case,opened,service\nA-1,2026-01-05,children\n');
	execFileSync(plimsoll, ['import', '--db', records.owner, '--employer', 'alpha', join(folder, 'cases.csv')], {stdio: 'pipe'});
	const cookie = cookieFor(signInTo, records.owner, 'alpha', 'analyst');
	await serve();
	await checkTakenOver(cookie, 'SIGKILL', isUnderWay, 2);
	await checkTakenOver(cookie, 'SIGTERM', isWaiting, 1);
} finally {
	if (server)
		await end('SIGTERM');
	records.clear();
	rmSync(folder, {recursive: true, force: true});
}
finish();
