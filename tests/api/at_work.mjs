// What an invented council at work shows on its pages to each of its roles.
//
//	node at_work.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from './two_councils.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const E = '/employers/demo';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-at-work-'));
const db = join(folder, 'demo.db');
const words = (html) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const mainOf = (html) => words(html.slice(html.indexOf('<main'), html.indexOf('</main>')));

execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '40', '--cases', '600', '--seed', '7'], {stdio: 'pipe'});
const {server, base} = await serve(plimsoll, db);
try {
	const cookies = Object.fromEntries(['director', 'head-of-service', 'union', 'regulator', 'analyst'].map((role) => [role, cookieFor(signInTo, db, 'demo', role)]));
	const read = async (cookie, path) => (await fetch(base + path, {headers: {cookie}})).text();
	const data = async (cookie, path) => JSON.parse(await read(cookie, path));

	// ---- loads past a line are counted for all, and listed for those who answer for them ----
	const counted = (page) => page.match(/(\d+) loads are past a line: (\d+) without leave, and (\d+) as far as an exception in force allows/)?.slice(1).map(Number);
	const whole = counted(mainOf(await read(cookies.director, `${E}/exceptions`)));
	check('a director reads how many loads are past a line, and with leave', whole !== undefined && whole[0] > 0 && whole[0] === whole[1] + whole[2] ? [] : [`${whole}`]);
	for (const role of ['union', 'regulator', 'analyst']) {
		const page = mainOf(await read(cookies[role], `${E}/exceptions`));
		const sum = page.match(/All teams (\d+) (\d+) (\d+)/)?.slice(1).map(Number);
		check(`${role}: the same count is read`, String(counted(page)) === String(whole) ? [] : [`${counted(page)}, expected ${whole}`]);
		check(`${role}: it is read team by team`, String(sum) === String([whole?.[0], whole?.[2], whole?.[1]]) ? [] : [`${sum}`]);
	}
	const named = (await data(cookies.director, `${E}/exceptions.json`)).lines.map((line) => line.worker_name).filter((name) => name !== null && name !== '');
	const union = await read(cookies.union, `${E}/exceptions`);
	check('no name of a worker stands there for a union representative', named.length > 0 ? named.filter((name) => union.includes(name)) : ['nobody is named to a director']);
	check('the same count stands with the data', await (async () => {
		const told = (await data(cookies.union, `${E}/exceptions.json`)).loads_past_line;
		return told?.without_leave === whole?.[1] && told?.with_leave === whole?.[2] ? [] : [JSON.stringify(told)];
	})());
	finish();
} finally {
	await stop(server);
	rmSync(folder, {recursive: true, force: true});
}
