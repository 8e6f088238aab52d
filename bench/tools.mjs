// What the measurements share.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const plimsoll = 'build/plimsoll';
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
export const run = (command, args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function seconds(command, args) {
	const begun = process.hrtime.bigint();
	run(command, args);
	return Number(process.hrtime.bigint() - begun) / 1e9;
}

export async function until(url, cookie = '') {
	for (let i = 0; i < 1500; i++) {
		try {
			const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
			if (answer.ok) return answer;
		} catch { /* not yet */ }
		await sleep(20);
	}
	throw new Error(`${url} never answered`);
}

export const today = new Date().toISOString().slice(0, 10);

/* The council of the boards, as it is on a working day: what time does has been done, and thousands of things wait for an answer. */
export function makeLargeCouncil(db, quick) {
	run(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', quick ? '100' : '1500', '--cases', quick ? '1600' : '25000', '--seed', '5', '--on', today]);
	while (!/Nothing is due/.test(run(plimsoll, ['watch', '--db', db, '--employer', 'demo'])));
	return `/employers/demo/teams/${quick ? 'T03' : 'T40'}`;
}

/* The most that a process and all that it started have had, added up. */
export function residentMegabytes(pid) {
	const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((child) => child !== '');

	return children.reduce((sum, child) => sum + residentMegabytes(child), own);
}

export function wrk(url, cookie = '', lasting = '8s') {
	const signedIn = cookie ? ['-H', `Cookie: ${cookie}`] : [];
	const text = run('wrk', ['-t', '2', '-c', '64', '-d', lasting, '--latency', ...signedIn, url]);
	const pages = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
	const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(text);
	if (pages === 0 || /Non-2xx/.test(text)) throw new Error(`${url}: ${text}`);
	return { pages, p99: Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}
