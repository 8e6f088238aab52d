// Who may come by which address: every role, every route in every form of it, asked for what is the own, the own team's,
// another team's and another employer's, over HTTP, against a table that was written by hand.
//
//	node matrix.mjs PLIMSOLL SIGN_IN_TO routes.def policy.csv
import {readFileSync} from 'node:fs';
import {check, finish} from '../tap.mjs';
import {VIEWERS, withTwoCouncils} from './two_councils.mjs';

const [plimsoll, signInTo, routesPath, policyPath] = process.argv.slice(2);
const MOST_PROBLEMS = 20;

// ---- the two tables ----

const routes = readFileSync(routesPath, 'utf8').split('\n').filter((line) => /^[A-Z]/.test(line)).map((line) => {
	const [method, path, , , formats] = line.trim().split(/\s+/);
	return {method, path, formats: formats.split(',')};
});
const [columns, ...rows] = readFileSync(policyPath, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
	.map((line) => line.split(','));
const askers = columns.slice(3);
const policy = rows.map(([method, route, object, ...cells]) =>
	({method, route, object, cells: Object.fromEntries(askers.map((asker, i) => [asker, cells[i]]))}));

const named = (list) => list.map(({method, path, route}) => `${method} ${path ?? route}`);
const without = (list, others) => [...new Set(list.filter((one) => !others.includes(one)))];

check('every route stands in the table', without(named(routes), named(policy)));
check('nothing stands in the table that is no route', without(named(policy), named(routes)));
check('every role stands in the table', without(['public', ...Object.keys(VIEWERS)], askers));
check('every cell of the table is filled', policy.filter(({cells}) => Object.values(cells).some((cell) => !cell))
	.map(({method, route, object}) => `${method} ${route} ${object}`));

// Where the path names a team, a worker or a case, each way of being near must be asked for.
const NEAR = {team: ['own team', 'other team', 'other employer'], worker: ['own', 'own team', 'other team', 'other employer'],
	case: ['own', 'own team', 'other team', 'restricted', 'other employer'], employer: ['own employer', 'other employer']};
check('every nearness stands in the table', routes.filter(({method}) => method === 'GET').flatMap(({method, path}) => {
	const thing = ['case', 'worker', 'team', 'employer'].find((one) => path.includes(`{${one}}`));
	const asked = policy.filter((row) => row.method === method && row.route === path).map(({object}) => object);
	return path.includes('{account}') || thing === undefined ? []
		: without(NEAR[thing], asked).map((near) => `${method} ${path}: ${near}`);
}));

// ---- addresses ----

const OBJECTS = {
	team: {'own team': 'north', 'other team': 'south', 'no team': '-', 'unknown': 'nowhere', 'other employer': 'north'},
	worker: {'own': 'W1', 'own team': 'W2', 'other team': 'W3', 'left': 'W4', 'unknown': 'W9', 'other employer': 'W1'},
	case: {'own': 'OWN/1', 'own team': 'NORTH-1', 'own team waiting': 'NORTH-WAITS', 'other team': 'SOUTH-1',
		'other team waiting': 'SOUTH-WAITS', 'once own and moved': 'MOVED-1', 'restricted': 'SECRET-1', 'restricted waiting': 'HUSHED-1', 'left': 'LEFT-1',
		'unknown': 'NONE-1', 'other employer': 'OWN/1'},
	post: {'own': '1', 'own team': '1', 'own team waiting': '1', 'other team': '3', 'restricted': '3', 'unknown': '1', 'other employer': '1'},
	proposal: {'own employer': '1', 'other employer': '1'},
	import: {'own employer': '1', 'other employer': '1'},
	matter: {'own employer': '1', 'other employer': '1'},
	entry: {'own employer': '1', 'other employer': '1'},
	checkpoint: {'own employer': '9999.txt', 'other employer': '1.txt'},
	measure: {'own employer': 'waiting', 'unknown': 'nothing', 'other employer': 'waiting'},
	pack: {'own employer': '2026-01-01_to_2026-03-31.zip', 'unknown': '2026.zip', 'other employer': '2026-01-01_to_2026-03-31.zip'},
	publisher: {'': 'alpha'},
	check: {'': '1'},
	declaration: {'own employer': 'vacancies', 'other employer': 'vacancies'},
	account: {'own employer': '1', 'unknown': '99', 'other employer': '1'},
	scheme: {'': 'england-children-starter'},
	area: {'': 'E08000001'},
	name: {'': 'plimsoll.css'},
	calendar: {'': 'nobodys.ics'},
};

// The nearest thing that the path names is the object; the holder's own case is the restricted one.
function fill(path, object) {
	const employer = {'other employer': 'beta', 'no employer': 'gamma'}[object] ?? 'alpha';
	return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(name === 'employer' ? employer : OBJECTS[name][object] ?? ''));
}

const isData = (format) => ['csv', 'json', 'xlsx'].includes(format);

function expected(cell, method, format) {
	if (cell === 'in')
		return isData(format) || format === 'file' ? 401 : 303;
	return cell === 'form' || cell === 'role' ? 403 : Number(cell);
}

// A 403 says for what: the role or, of a form, its token.
function saysWhy(cell, body) {
	const forRole = body.includes('Your role does not open this page.');
	const forToken = body.includes('It was not sent from a page that this server showed you');
	return cell === 'role' ? forRole : cell === 'form' ? forToken : cell === '403' ? !forRole && !forToken : true;
}

// What is for programs is asked for as they do, and with a cookie all the same: that counts for nothing there.
async function askOnce(base, cookie, method, path, format) {
	const program = format === 'api' ? {body: '{}', type: {'content-type': 'application/json', 'idempotency-key': 'k'}} : {body: new URLSearchParams({})};
	const answer = await fetch(base + path, {method, redirect: 'manual', headers: {...(cookie === undefined ? {} : {cookie}), ...program.type},
		...(method === 'POST' ? {body: program.body} : {})});
	return {status: answer.status, body: await answer.text()};
}

async function checkCell(base, cookie, row, format, cell) {
	const path = fill(row.route, row.object) + (isData(format) ? `.${format}` : '');
	const where = `${row.method} ${path} (${row.object})`;
	const want = expected(cell, row.method, format);
	const got = await askOnce(base, cookie, row.method, path, format);
	const head = row.method === 'GET' ? await askOnce(base, cookie, 'HEAD', path) : {status: got.status, body: ''};
	const problems = [];
	if (got.status !== want)
		problems.push(`${where}: ${got.status}, expected ${want}`);
	else if (!saysWhy(cell, got.body))
		problems.push(`${where}: refused for another reason than ${cell}`);
	if (head.status !== got.status || head.body !== '')
		problems.push(`HEAD ${path}: ${head.status}, GET says ${got.status}`);
	return problems;
}

await withTwoCouncils(plimsoll, signInTo, async (base, cookies) => {
	let cells = 0;
	for (const asker of askers) {
		const problems = [];
		for (const row of policy) {
			const {formats} = routes.find(({method, path}) => method === row.method && path === row.route);
			for (const format of formats.filter((one) => one !== 'upload')) {
				problems.push(...await checkCell(base, cookies[asker], row, format, row.cells[asker]));
				cells++;
			}
		}
		check(`${asker}: every route and object answers as the table says`, problems.slice(0, MOST_PROBLEMS));
	}
	console.log(`# ${cells} cells`);
});
finish();
