// Two councils with the same codes in one database, an account for each role in the first, and a server that shows them: for
// the tests of who may see what. Every name, reason and reference in it is a word that stands nowhere else.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from '../serve.mjs';

const OPENED = '2026-01-05';

// North is of children's services, south of adults'. Una is the worker who looks; Nora is beside her in north, Sven and Saul are in
// south. Lena has left north, and LEFT-1 is still in her name.
const NORTH = `team,name,service,manager
north,North,children,Mona of North
south,South,adults,Mark of South
`;
const PEOPLE = {
	alpha: {una: 'Una Underwood', nora: 'Nora Nightingale', sven: 'Sven Silverton', lena: 'Lena Leftwich', saul: 'Saul Southgate'},
	beta: {una: 'Betty Betamax', nora: 'Bruno Betamax', sven: 'Bella Betamax', lena: 'Bianca Betamax', saul: 'Bernd Betamax'},
};
const workers = ({una, nora, sven, lena, saul}) => `worker,name,team,role,fte,hours,from,until
W1,${una},north,social-worker,1,37,2020-01-01,
W2,${nora},north,social-worker,1,37,2020-01-01,
W3,${sven},south,social-worker,1,37,2020-01-01,
W4,${lena},north,social-worker,1,37,2020-01-01,2026-03-01
W5,${saul},south,social-worker,1,37,2020-01-01,
`;
// ENDED was Una's and is closed; MOVED was Una's and is Sven's in south; SECRET is restricted and Nora's, HUSHED is restricted
// and waits in north. OWN/1 was Saul's until he was ill, and LENT-1, of north, is his.
const CASES = `case,opened,closed,service,team,type,restricted
OWN/1,${OPENED},,children,north,child_protection_plan,
NORTH-1,${OPENED},,children,north,child_in_need_plan,
NORTH-WAITS,${OPENED},,children,north,assessment,
SOUTH-1,${OPENED},,adults,south,long_term,
SOUTH-WAITS,${OPENED},,adults,south,care_act_assessment,
ENDED-1,${OPENED},2026-03-01,children,north,assessment,
MOVED-1,${OPENED},,adults,south,review,
SECRET-1,${OPENED},,children,north,care_proceedings,yes
HUSHED-1,${OPENED},,children,north,section_47_enquiry,yes
LEFT-1,${OPENED},,children,north,child_in_need_plan,
LENT-1,${OPENED},,children,north,child_in_need_plan,
`;
const HOLDINGS = `case,worker,from,until,reason
OWN/1,W5,2026-01-05,2026-01-06,sickness
OWN/1,W1,2026-01-06,,
NORTH-1,W2,2026-01-06,,
SOUTH-1,W3,2026-01-06,,
ENDED-1,W1,2026-01-06,2026-03-01,ABSENC
MOVED-1,W1,2026-01-06,2026-03-01,TSPROC
MOVED-1,W3,2026-03-01,,
SECRET-1,W2,2026-01-06,,
LEFT-1,W4,2026-01-06,,
LENT-1,W5,2026-01-06,,
`;
const REDUCTIONS = `worker,reason,hours,from
W1,phased_return,5,2026-01-01
W2,pregnancy,4,2026-01-01
W3,reasonable_adjustment,3,2026-01-01
`;
const LINES = `scope,target,kind,value,status,from
worker,W1,cases,9,contract,2026-01-01
worker,W3,cases,9,contract,2026-01-01
`;

// Who looks. Beside the roles: "holder" holds the restricted case SECRET-1, "named" manages south and is named for it, "leaver"
// has an account as a worker still.
export const VIEWERS = {
	'worker': ['worker=W1', 'worker'],
	'manager': ['manager:team:north'],
	'deputy': ['deputy:team:north'],
	'supervisor': ['supervisor:team:north'],
	'head-of-service': ['head-of-service:service:children'],
	'director': ['director'],
	'analyst': ['analyst:service:children'],
	'union': ['union'],
	'regulator': ['regulator'],
	'administrator': ['administrator'],
	'holder': ['worker=W2', 'worker'],
	'named': ['login=named', 'manager:team:south'],
	'leaver': ['worker=W4', 'worker'],
};

function importCouncil(plimsoll, folder, db, employer) {
	const files = {teams: NORTH, workers: workers(PEOPLE[employer]), cases: CASES, holdings: HOLDINGS, reductions: REDUCTIONS, lines: LINES};
	const paths = Object.entries(files).map(([name, text]) => {
		const path = join(folder, `${name}.csv`);
		writeFileSync(path, text);
		return path;
	});
	execFileSync(plimsoll, ['import', '--db', db, '--employer', employer, ...paths], {stdio: 'pipe'});
	for (const [service, scheme] of [['children', 'england-children-starter'], ['adults', 'adults-starter']])
		execFileSync(plimsoll, ['scheme', 'use', '--db', db, '--employer', employer, '--service', service, '--from', '2020-01-01', scheme],
			{stdio: 'pipe'});
}

// Calls `look` with the address of the server, the cookie of each viewer, the database and a way to stop the server, and clears
// everything away again.
export async function withTwoCouncils(plimsoll, signInTo, look) {
	const folder = mkdtempSync(join(tmpdir(), 'plimsoll-access-'));
	const db = join(folder, 'two.db');
	let server;
	try {
		importCouncil(plimsoll, folder, db, 'alpha');
		importCouncil(plimsoll, folder, db, 'beta');
		const cookies = Object.fromEntries(Object.entries(VIEWERS).map(([name, grants]) =>
			[name, cookieFor(signInTo, db, 'alpha', ...grants)]));
		execFileSync(plimsoll, ['access', 'name', '--db', db, '--employer', 'alpha', 'SECRET-1', 'named'], {stdio: 'pipe'});
		const served = await serve(plimsoll, db);
		server = served.server;
		await look(served.base, cookies, db, () => stop(server));
	} finally {
		server?.kill('SIGTERM');
		rmSync(folder, {recursive: true, force: true});
	}
}
