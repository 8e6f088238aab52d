// Whom the referrals that are left over are listed to, case by case, and whom only their number.
//
//	node residue.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {VIEWERS, withTwoCouncils} from './two_councils.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
// Of a quarter that is over long ago: whoever may be told of residue at all is told of this.
const WHEN = 'from=2026-01-01&to=2026-03-31', H = '/employers/alpha/health';
// Closed without a reason, and in the name of somebody who has left; of the south; restricted.
const NORTH = ['ENDED-1 no-reason', 'LEFT-1 held-by-leaver', 'NORTH-2 no-reason'];
const SOUTH = ['SOUTH-2 no-reason'];
const SECRET = ['SECRET-2 no-reason'];
const MORE = `case,opened,closed,service,team,type,restricted
NORTH-2,2026-01-07,2026-02-01,children,north,assessment,
SOUTH-2,2026-01-07,2026-02-01,adults,south,review,
SECRET-2,2026-01-07,2026-02-01,children,north,assessment,yes
`;

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-residue-'));
try {
	await withTwoCouncils(plimsoll, signInTo, async (base, cookies, db) => {
		const path = join(folder, 'cases.csv');
		writeFileSync(path, MORE);
		execFileSync(plimsoll, ['import', '--db', db, '--employer', 'alpha', path], {stdio: 'pipe'});
		const read = async (who, rest) => fetch(base + rest, {headers: {cookie: cookies[who]}});
		const listOf = async (who, more = '') => {
			const answer = await read(who, `${H}/residue.json?${WHEN}${more}`);
			if (answer.status !== 200)
				return {status: answer.status, listed: [], unlisted: 0};
			const {cases, cases_unlisted: unlisted} = await answer.json();
			return {status: 200, listed: cases.map((one) => `${one.case} ${one.why}`).sort(), unlisted};
		};
		const whole = {director: [...NORTH, ...SOUTH], regulator: [...NORTH, ...SOUTH], manager: NORTH, deputy: NORTH, supervisor: NORTH,
			'head-of-service': NORTH, analyst: NORTH, named: SOUTH};
		const all = NORTH.length + SOUTH.length + SECRET.length;
		for (const who of Object.keys(VIEWERS)) {
			const {listed, unlisted} = await listOf(who);
			const wanted = whole[who] ?? [];
			check(`${who}: of all teams ${wanted.length} cases are listed`, String(listed) === String(wanted) ? [] : [`${listed}`]);
			if (wanted.length > 0)
				check(`${who}: the rest is counted`, unlisted === all - wanted.length ? [] : [`${unlisted}`]);
			const page = await (await read(who, `${H}/residue?${WHEN}`)).text();
			check(`${who}: the page names and links the same, and no other`, [...NORTH, ...SOUTH, ...SECRET].map((one) => one.split(' ')[0])
				.filter((ref) => page.includes(ref) !== wanted.some((one) => one.startsWith(`${ref} `))
					|| page.includes(ref) !== page.includes(`/employers/alpha/cases/${ref}`)));
		}
		for (const [who, wanted] of [['manager', NORTH], ['supervisor', NORTH], ['head-of-service', NORTH], ['analyst', NORTH],
			['union', []], ['worker', []], ['administrator', []]]) {
			const {listed} = await listOf(who, '&team=north');
			check(`${who}: of north ${wanted.length} are listed`, String(listed) === String(wanted) ? [] : [`${listed}`]);
		}
		const south = await listOf('manager', '&team=south');
		check('manager of north: of south none is listed', south.listed);
		const parts = await Promise.all(['in-no-place', 'in-two-places'].map(async (one) =>
			(await (await read('director', `${H}/${one}.json?${WHEN}`)).json()).cases.length));
		check('what is in no place and what is in two add up', String(parts) === String([3, 1]) ? [] : [`${parts}`]);
		const other = await (await read('director', `${H}/waiting.json?${WHEN}`)).json();
		check('other measures list no cases', other.cases === undefined ? [] : ['waiting does']);
		for (const ref of ['NORTH-2', 'LEFT-1']) {
			const page = await read('manager', `/employers/alpha/cases/${ref}`);
			check(`a case that is listed can be opened: ${ref}`, page.status === 200 ? [] : [`${page.status}`]);
		}
	});
	finish();
} finally {
	rmSync(folder, {recursive: true, force: true});
}
