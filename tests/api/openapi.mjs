// The description of the addresses (src/api/openapi.json) and the program agree: every route stands in it and no other
// address, and what a server answers fits the schemas that it names.
//
//	node openapi.mjs PLIMSOLL SIGN_IN_TO routes.def openapi.json
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve} from '../serve.mjs';
import {check, finish} from '../tap.mjs';
import {keysOf, multipart} from './upload.mjs';

const [plimsoll, signInTo, routesPath, documentPath] = process.argv.slice(2);
const text = readFileSync(documentPath, 'utf8');
const api = JSON.parse(text);
const fixtures = new URL('../fixtures/', import.meta.url).pathname;
const DAY = '2026-03-31';
const MOST_CASES = 60; // cases whose pages are looked at
const MOST_PROBLEMS = 5;

const without = (list, others) => list.filter((one) => !others.includes(one));

// ---- routes ----

// The addresses of a route: the page's own, and one for each form of its table.
function addressesOf(line) {
	const [method, path, , , formats] = line.trim().split(/\s+/);
	return formats.split(',').map((format) => ({address: `${method} ${path}${['csv', 'json', 'xlsx'].includes(format) ? `.${format}` : ''}`,
		forPrograms: formats === 'api' || (method === 'GET' && formats !== 'html')}));
}

const routed = readFileSync(routesPath, 'utf8').split('\n').filter((line) => /^[A-Z]/.test(line)).flatMap(addressesOf);
const addresses = routed.map(({address}) => address);
const described = Object.entries(api.paths)
	.flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));

check('every route that gives data is described', without(routed.filter((one) => one.forPrograms).map(({address}) => address), described));
check('nothing is described that is no route', without(described, addresses));

// ---- the document itself ----

const all = Object.entries(api.paths).flatMap(([path, item]) => Object.values(item).map((operation) => ({path, ...operation})));
// What programs ask for to be done, and what is told of proposals and matters, is tried by calls.mjs; what is published by publishing.mjs.
const isTriedByCalls = (path) => path.startsWith('/api/') || /\/propose|\{proposal\}|\{matter\}|\{publisher\}|\{check\}/.test(path);
const operations = Object.entries(api.paths).filter(([path, item]) => item.get !== undefined && !isTriedByCalls(path)).map(([path, item]) => ({path, ...item.get}));

check('every reference leads somewhere', [...text.matchAll(/"#\/([^"]+)"/g)]
	.filter(([, pointer]) => pointer.split('/').reduce((at, key) => at?.[key], api) === undefined)
	.map(([reference]) => reference));
check('every value of a path is described', all.flatMap(({path, parameters = []}) => {
	const named = parameters.map((one) => one.$ref.split('/').pop());
	return [...path.matchAll(/\{(\w+)\}/g)].filter(([, name]) => !named.includes(name)).map(([value]) => `${path}: ${value}`);
}));
check('operations have names of their own', all
	.filter((one, i) => all.findIndex((other) => other.operationId === one.operationId) !== i)
	.map((one) => one.operationId));
check('every schema, parameter and answer is used', Object.entries(api.components)
	.flatMap(([kind, named]) => Object.keys(named).map((name) => `#/components/${kind}/${name}`))
	.filter((pointer) => !text.includes(`"${pointer}"`) && !['session', 'token'].includes(pointer.split('/').pop())));

// ---- a server with an invented council ----

const ajv = new Ajv({allErrors: true, allowUnionTypes: true, strictRequired: false});
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
ajv.addVocabulary(['components']);
ajv.addSchema({$id: 'api', components: {schemas: api.components.schemas}});

function problemsOf(schema, value, where) {
	const validate = ajv.compile({$ref: `api${schema.$ref}`});
	if (validate(value))
		return [];
	return validate.errors.slice(0, MOST_PROBLEMS)
		.map((error) => `${where}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
}

// What is open to everybody is asked for by nobody, all else by somebody who has signed in.
async function ask(base, path) {
	const open = api.paths[path]?.get.security?.length === 0;
	const answer = await fetch(base + path, {headers: open ? {} : {cookie}, redirect: 'manual'});
	return {status: answer.status, type: answer.headers.get('content-type').split(';')[0], body: await answer.text()};
}

async function askJson(base, path) {
	return JSON.parse((await ask(base, path)).body);
}

// Rows of a CSV text in which no cell has a line break.
function rowsOf(csv) {
	return csv.trimEnd().split('\r\n').flatMap((line) => line.split('\n'))
		.map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain));
}

// Files that are tried, with something wrong in them; where what came of it is shown.
async function tryFiles(base, employer) {
	const path = `/employers/${employer}/imports`;
	const {token, once} = keysOf((await ask(base, path)).body, path);
	const {body, headers} = multipart({token, once}, [['cases.csv', 'case,opened\nC1,2026-02-02\nC2,yesterday\n']]);
	const answer = await fetch(base + path, {method: 'POST', headers: {...headers, cookie}, body, redirect: 'manual'});
	const job = answer.headers.get('location');
	while ((await ask(base, job)).body.includes('<progress'))
		await new Promise((resolve) => setTimeout(resolve, 20));
	return job.split('/').pop();
}

// The calendar of who asks, by the name that is told once.
async function makeCalendar(base) {
	const path = '/account/calendar';
	const {token, once} = keysOf((await ask(base, path)).body, path);
	const answer = await fetch(base + path, {method: 'POST', headers: {cookie}, body: new URLSearchParams({token, once})});
	return (await answer.text()).match(/\/calendar\/([\w-]+\.ics)/)[1];
}

// What each address is looked at with.
async function fillings(base) {
	const employer = 'demo';
	const teams = (await askJson(base, `/employers/${employer}.json?on=${DAY}`)).teams.map((team) => ({employer, team: team.team ?? '-'}));
	const loads = await Promise.all(teams.map(({team}) => askJson(base, `/employers/${employer}/teams/${team}.json?on=${DAY}`)));
	const workers = [...new Set(loads.flatMap((one) => one.posts.map((post) => post.worker)))].map((worker) => ({employer, worker}));
	const held = await Promise.all(workers.map(({worker}) => askJson(base, `/employers/${employer}/workers/${worker}.json?on=${DAY}`)));
	const waiting = (await askJson(base, `/employers/${employer}/unallocated.json?on=${DAY}`)).unallocated;
	const cases = [...waiting, ...held.flatMap((one) => one.holdings)].map((one) => ({employer, case: one.case}));
	const step = Math.ceil(cases.length / MOST_CASES);
	const schemes = JSON.parse(execFileSync(plimsoll, ['scheme', 'list', '--json'], {encoding: 'utf8'})).schemes
		.map((scheme) => ({scheme: scheme.id}));
	return {
		'': [{}], calendar: [{calendar: await makeCalendar(base)}], employer: [{employer}], 'employer,team': teams, 'employer,worker': workers,
		'employer,measure': [{employer, measure: 'waiting'}, {employer, measure: 'discussed'}, {employer, measure: 'past-share'}],
		'employer,checkpoint': [{employer, checkpoint}], 'employer,pack': [{employer, pack: '2026-01-01_to_2026-03-31.zip'}],
		'employer,import': [{employer, import: await tryFiles(base, employer)}], 'employer,case': cases.filter((_, i) => i % step === 0), area: [{area: 'E08000001'}], scheme: schemes, name: [{name: 'plimsoll.css'}, {name: 'favicon.svg'}],
	};
}

const valuesOf = (path) => [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).join(',');

async function checkAddress(base, operation, filling) {
	const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(filling[name]));
	const dated = (operation.parameters ?? []).some((one) => one.$ref.endsWith('/on'));
	const answer = await ask(base, dated ? `${path}?on=${DAY}` : path);
	const form = operation.responses['200'].content[answer.type];

	if (answer.status !== 200 || form === undefined)
		return [`${path}: ${answer.status} ${answer.type}`];
	if (form['x-row'] !== undefined)
		return checkTable(answer.body, Object.keys(api.components.schemas[form['x-row'].split('/').pop()].properties), path);
	return form.schema.$ref !== undefined ? problemsOf(form.schema, JSON.parse(answer.body), path) : [];
}

function checkTable(csv, columns, path) {
	const [header, ...rows] = rowsOf(csv);
	const problems = header.join() === columns.join() ? [] : [`${path}: the header is ${header}, expected ${columns}`];
	const uneven = rows.findIndex((row) => row.length !== columns.length);
	return uneven < 0 ? problems : [...problems, `${path}: row ${uneven + 1} has ${rows[uneven].length} cells`];
}

// A name that is nobody's, a day that is none: the sentence comes in the form of the address.
async function checkErrors(base, operation, employer, suffix, status) {
	const path = operation.path.replace('{employer}', employer).replace('{measure}', 'waiting').replace(/\{\w+\}/g, 'nobody') + suffix;
	const answer = await ask(base, path);
	const reference = operation.responses[String(status)]?.$ref;
	const form = api.components.responses[reference?.split('/').pop()]?.content[answer.type];

	if (answer.status !== status || form === undefined)
		return [`${path}: ${answer.status} ${answer.type}, expected ${status} as described`];
	return form.schema.$ref !== undefined ? problemsOf(form.schema, JSON.parse(answer.body), path) : [];
}

// The sentence that refuses an order names the orders that there are.
async function checkOrders(base, operation, filling, parameter) {
	const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(filling[name]));
	const answer = await ask(base, `${path}?sort=nothing`);
	const there = answer.body.match(/sorted by one of: ([^.<]*)\./)?.[1].split(', ') ?? [];
	const told = parameter.schema.enum;
	return [...without(there, told).map((order) => `${order} is not described`), ...without(told, there).map((order) => `${order} is refused`)];
}

async function checkServer(base) {
	const fillingsOf = await fillings(base);
	const served = await ask(base, '/openapi.json');
	check('the server sends the description as it stands', served.body === text ? [] : ['it sends something else']);
	for (const operation of operations) {
		const fills = fillingsOf[valuesOf(operation.path)];
		const problems = (await Promise.all(fills.map((filling) => checkAddress(base, operation, filling)))).flat();
		check(`${operation.path} answers as described`, fills.length > 0 ? problems.slice(0, MOST_PROBLEMS) : ['there is nothing to ask for']);
	}
	for (const operation of operations) {
		const name = operation.parameters?.map((one) => one.$ref.split('/').pop()).find((one) => one.startsWith('sort_'));
		if (name !== undefined)
			check(`${operation.path} can be sorted as described`,
				await checkOrders(base, operation, fillingsOf[valuesOf(operation.path)][0], api.components.parameters[name]));
	}
	for (const operation of operations.filter(({path}) => path.includes('{')))
		check(`${operation.path} says in its own form that there is no such thing`, await checkErrors(base, operation, 'nobody', '', 404));
	for (const operation of operations.filter(({path}) => path.startsWith('/employers/')))
		check(`${operation.path} says in its own form that a day is none`, await checkErrors(base, operation, 'demo', '?on=31/03/2026', 400));
}

let cookie = '';
let checkpoint;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-api-'));
let server;
try {
	const db = join(folder, 'demo.db');
	execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '24', '--cases', '360', '--seed', '7', '--on', DAY]);
	execFileSync(plimsoll, ['league', 'import', '--db', db, ...readdirSync(fixtures).filter((name) => name.startsWith('league_')).map((name) => join(fixtures, name))],
		{stdio: 'pipe'});
	cookie = cookieFor(signInTo, db, 'demo', 'director', 'analyst', 'administrator');
	const key = ['--signing-key', join(folder, 'key')];
	execFileSync(plimsoll, ['checkpoint', 'keygen', ...key, '--name', 'test.example/plimsoll'], {stdio: 'pipe'});
	const note = execFileSync(plimsoll, ['checkpoint', 'make', '--db', db, '--employer', 'demo', ...key], {encoding: 'utf8'});
	checkpoint = `${note.match(/^entries (\d+)$/m)[1]}.txt`;
	const served = await serve(plimsoll, db);
	server = served.server;
	await checkServer(served.base);
	finish();
} finally {
	server?.kill('SIGTERM');
	rmSync(folder, {recursive: true, force: true});
}
