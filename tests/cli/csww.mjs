// The official workforce return (plimsoll export csww): it has the structure of the collection, says what the official counts say, and
// is read back to what it was made from.
//
//	node csww.mjs PLIMSOLL XMLLINT SCHEMA SAMPLE
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';

const [plimsoll, xmllint, schema, sample] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-csww-'));
const DAY = '2025-09-30';

const path = (name) => join(folder, name);
const run = (...args) => spawnSync(plimsoll, args, {encoding: 'utf8', maxBuffer: 1 << 26});
const at = (db, employer = 'north') => ['--db', path(db), '--employer', employer];
const must = (...args) => {
	const {status, stdout, stderr} = run(...args);
	if (status !== 0)
		throw new Error(`${args.join(' ')}: ${stderr}`);
	return {stdout, stderr};
};

// What the return says of each worker, by registration number.
function workersOf(xml) {
	return Object.fromEntries([...xml.matchAll(/<CSWWWorker>(.*?)<\/CSWWWorker>/gs)].map(([, inner]) => {
		const values = Object.fromEntries([...inner.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value]));
		return [values.SWENo, values];
	}));
}

function isOfTheSchema(name, xml) {
	writeFileSync(path('return.xml'), xml);
	const {status, stderr} = spawnSync(xmllint, ['--noout', '--nonet', '--schema', schema, path('return.xml')], {encoding: 'utf8'});
	check(name, status === 0 ? [] : stderr.split('\n').slice(0, 5));
}

const differing = (one, other, fields) => Object.keys({...one, ...other}).flatMap((who) => fields
	.filter((field) => Number(one[who]?.[field]) !== Number(other[who]?.[field]) && one[who]?.[field] !== other[who]?.[field])
	.map((field) => `${who}: ${field} ${one[who]?.[field]}, expected ${other[who]?.[field]}`)).slice(0, 5);

try {
	// What a council sent in, sent out again.
	must('import', ...at('a.db'), sample);
	const told = workersOf(readFileSync(sample, 'utf8'));
	const {stdout: first, stderr: gaps} = must('export', 'csww', ...at('a.db'), '--on', DAY);
	isOfTheSchema('what a return told is a return again', first);
	// The records know of one kind of manager, and of who has left nothing on the day.
	const known = (workers) => Object.fromEntries(Object.entries(workers).map(([who, w]) => [who,
		{...w, OrgRole: Number(w.OrgRole) < 3 ? '3' : w.OrgRole, Absat30Sept: w.RoleEndDate ? undefined : w.Absat30Sept}]));
	check('each worker stands in it as they were told', differing(known(workersOf(first)), known(told),
		['AgencyWorker', 'FTE', 'FTE30', 'OrgRole', 'RoleStartDate', 'RoleEndDate', 'Absat30Sept', 'ReasonAbsence']));
	check('nobody is in it whose cases nobody told', Object.values(workersOf(first)).filter(({Cases30}) => Cases30 !== '0').map(({SWENo}) => SWENo));
	check('what the records do not hold is named', ['PersonBirthDate', 'Ethnicity', 'WorkingDaysLost', 'not declared', 'not yet collected']
		.filter((words) => !gaps.includes(words)));
	check('nothing is made up', ['PersonBirthDate', 'GenderCurrent', 'Ethnicity', 'QualInst', 'WorkingDaysLost'].filter((name) => first.includes(name)));

	writeFileSync(path('first.xml'), first);
	must('import', ...at('b.db'), path('first.xml'));
	const second = must('export', 'csww', ...at('b.db'), '--on', DAY).stdout;
	check('it is read back to the same facts', second === first ? [] : ['another return']);

	must('employer', 'declare', ...at('a.db'), 'dfe-code', '201');
	must('employer', 'declare', ...at('a.db'), '--from', DAY, 'vacancies', '12.5');
	const declared = must('export', 'csww', ...at('a.db'), '--on', DAY).stdout;
	isOfTheSchema('with what is declared it is one too', declared);
	check('it has the code and the vacancies that are declared', ['<LEA>201</LEA>', '<NumberOfVacancies>12.50</NumberOfVacancies>']
		.filter((words) => !declared.includes(words)));

	// An invented council, with cases.
	must('demo', '--db', path('demo.db'), '--employer', 'demo', '--workers', '80', '--on', '2025-11-20');
	const counts = JSON.parse(must('counts', ...at('demo.db', 'demo'), '--on', DAY, '--json').stdout);
	const demo = must('export', 'csww', ...at('demo.db', 'demo'), '--on', DAY).stdout;
	isOfTheSchema('a whole council is a return', demo);
	const holders = Object.values(workersOf(demo)).filter(({Cases30}) => Number(Cases30) > 0);
	const cases = holders.reduce((sum, {Cases30}) => sum + Number(Cases30), 0);
	const fte = holders.reduce((sum, {FTE30}) => sum + Math.round(Number(FTE30) * 1e6), 0) / 1e6;
	const average = Math.floor(cases / fte * 10 + 0.5) / 10;
	check('its cases and FTE give the official counts', [[cases, counts.cases_held], [holders.length, counts.case_holders], [average, counts.average_caseload]]
		.filter(([one, other]) => one !== other).map(([one, other]) => `${one}, counts say ${other}`));
	check('who has left stands with an end and without FTE', Object.values(workersOf(demo))
		.filter(({RoleEndDate, ReasonLeave, LeaverDestination, FTE}) => (RoleEndDate !== undefined) !== (ReasonLeave !== undefined) ||
			(RoleEndDate !== undefined) !== (LeaverDestination !== undefined) || (RoleEndDate !== undefined && FTE !== '0'))
		.map(({SWENo}) => SWENo));

	check('a day is 30-September or a date', [...(run('export', 'csww', ...at('a.db'), '--on', '30-September').status === 0 ? [] : ['refused']),
		...(run('export', 'csww', ...at('a.db'), '--on', 'someday').status === 2 ? [] : ['taken'])]);
	const later = run('export', 'csww', ...at('a.db'), '--on', '2140-09-30');
	check('a day to come has no return', later.status === 1 && later.stderr.includes('still to come') ? [] : [later.stderr]);
	writeFileSync(path('cases.csv'), 'case,opened\nC1,2025-01-05\n');
	must('import', ...at('c.db'), path('cases.csv'));
	const nobody = run('export', 'csww', ...at('c.db'), '--on', DAY);
	check('without a worker there is none', nobody.status === 1 && nobody.stdout === '' ? [] : [nobody.stdout]);
} finally {
	rmSync(folder, {recursive: true, force: true});
}
finish();
