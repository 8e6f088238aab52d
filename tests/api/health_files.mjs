// The health check in its files: the same figures, units and findings in JSON, CSV and the workbook.
//
//	node health_files.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from '../serve.mjs';
import {unzip} from './unzip.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const E = '/employers/demo';
const UNITS = {people: 'workers', posts: 'posts', cases: 'cases', times: 'times', days: 'days', fte: 'full-time equivalents',
	minutes: 'minutes', percent: 'per cent', mean: 'mean', 'cases-per-fte': 'cases for a full-time equivalent', pounds: 'pounds'};

function rowsOf([columns, ...rows]) {
	return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])));
}

function csvOf(text) {
	return rowsOf(text.replace(/^\uFEFF/, '').trimEnd().split('\r\n').map((line) =>
		[...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted ?? plain).replaceAll('""', '"'))));
}

const plain = (xml) => xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'")
	.replaceAll('&amp;', '&');
const textOf = (xml) => plain([...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((one) => one[1]).join(''));

// The sheets of a workbook by name, each a list of rows by heading.
function sheetsOf(bytes) {
	const files = unzip(bytes);
	const shared = [...(files['xl/sharedStrings.xml'] ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((one) => textOf(one[1]));
	const column = (ref) => [...ref.replace(/\d+/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
	const cellsOf = (row) => [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].reduce((cells, [, ref, how, inside]) => {
		const value = inside?.match(/<v>([^<]*)<\/v>/)?.[1] ?? '';
		cells[column(ref)] = how.includes('t="s"') ? shared[Number(value)] : how.includes('t="inlineStr"') ? textOf(inside) : value;
		return cells;
	}, []);
	const names = [...files['xl/workbook.xml'].matchAll(/<sheet name="([^"]*)"/g)].map((one) => plain(one[1]));
	return Object.fromEntries(names.map((name, i) => [name, rowsOf([...files[`xl/worksheets/sheet${i + 1}.xml`]
		.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => cellsOf(row[1])))]));
}

const number = (text) => text === '' || text === undefined ? null : Number(text);

function figuresDiffer(json, csv, sheet) {
	const problems = [];
	for (const one of json.measures) {
		const row = csv.find(({code}) => code === one.code), cell = sheet.find(({Code}) => Code === one.code);
		for (const [key, heading] of [['figure', 'Figure'], ['part', 'Part of it'], ['whole', 'Whole']])
			if (number(row[key]) !== one[key] || number(cell[heading]) !== one[key])
				problems.push(`${one.code} ${key}: JSON ${one[key]}, CSV ${row[key]}, workbook ${cell[heading]}`);
		for (const [key, heading] of [['part_unit', 'Unit of part'], ['whole_unit', 'Unit of whole']])
			if (row[key] !== (one[key] ?? '') || cell[heading] !== (one[key] ?? ''))
				problems.push(`${one.code} ${key}: JSON ${one[key]}, CSV ${row[key]}, workbook ${cell[heading]}`);
		if (row.unit !== one.unit || cell.Unit !== UNITS[one.unit])
			problems.push(`${one.code}: JSON ${one.unit}, CSV ${row.unit}, workbook ${cell.Unit}`);
	}
	return problems;
}

const serial = (day) => day === null ? null : Date.parse(day) / 86400000 + 25569;

// What is found, in JSON and in the workbook as on the page. Who asks a second time may be told of earlier years.
function findingsDiffer(json, sheet, page) {
	const problems = json.findings.length === sheet.length ? [] : [`${json.findings.length} in JSON, ${sheet.length} in the workbook`];
	json.findings.forEach((one, i) => {
		const earlier = one.earlier.map(({from, to}) => `${from} to ${to}`).join('; ');
		const row = sheet[i] ?? {};
		const asFar = number(row['Looked for since']) === serial(one.looked_from);
		if (row.Code !== one.code || row.Finding !== one.finding || (asFar && (row.Since !== (one.since ?? '') || row.Earlier !== earlier))
			|| row['What has helped'] !== one.helped || row.Concerns !== one.concerns || row.Measure !== one.measure)
			problems.push(`${one.code} is ${JSON.stringify(row)} in the workbook`);
		if (!plain(page).includes(`>${one.finding}</a>`))
			problems.push(`not on the page: ${one.finding}`);
		if (one.looked_from === null && (one.since !== null || one.earlier.length > 0))
			problems.push(`${one.code} has a past where none was looked at`);
	});
	return page.split('<ol class="govuk-list govuk-list--number pl-findings">')[1]?.split('</ol>')[0].split('<li>').length - 1 === json.findings.length
		? problems : [...problems, 'the page has another number of them'];
}

function linesDiffer(json, sheet) {
	const cells = (row) => [row['Posts past it'], row.Posts, row['Of those past it by leave']].map(number).join(' ');
	return json.lines.length !== sheet.length ? [`${json.lines.length} in JSON, ${sheet.length} in the workbook`]
		: json.lines.filter((one, i) => cells(sheet[i]) !== [one.past, one.posts, one.with_leave].join(' ')
			|| number(sheet[i].Line) !== one.value || sheet[i]['Service or team'] !== (one.of ?? '')).map((one) => JSON.stringify(one));
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-health-files-'));
let server;
try {
	const db = join(folder, 'demo.db');
	execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '40', '--cases', '600', '--seed', '7']);
	const cookies = Object.fromEntries(['director', 'union'].map((role) => [role, cookieFor(signInTo, db, 'demo', role)]));
	const served = await serve(plimsoll, db);
	server = served.server;
	const found = {};
	const read = (role, path) => fetch(served.base + path, {headers: {cookie: cookies[role]}});
	for (const role of Object.keys(cookies)) {
		const json = await (await read(role, `${E}/health.json`)).json();
		const csv = csvOf(await (await read(role, `${E}/health.csv`)).text());
		const sheets = sheetsOf(Buffer.from(await (await read(role, `${E}/health.xlsx`)).arrayBuffer()));
		const known = json.measures.filter((one) => one.known === 'known');
		check(`${role}: there are figures of time, of shares and of means`, ['minutes', 'percent', 'cases-per-fte'].filter((unit) =>
			!known.some((one) => one.unit === unit)));
		check(`${role}: every measure is the same number of the same unit in every file`, figuresDiffer(json, csv, sheets['Health check']));
		check(`${role}: the data dictionary has the unit of every measure`, json.measures.filter((one) =>
			sheets['Data dictionary'].find(({Code}) => Code === one.code)?.Unit !== UNITS[one.unit]).map((one) => one.code));
		const page = await (await read(role, `${E}/health`)).text();
		check(`${role}: what is found is the same in JSON, in the workbook and on the page`, findingsDiffer(json, sheets.Findings, page));
		check(`${role}: each line has the same posts past it in JSON and in the workbook`, linesDiffer(json, sheets.Lines));
		found[role] = json.findings;
	}
	check('something is found, and whoever sees the allocations is told that it was looked for in earlier years',
		found.director.some((one) => one.looked_from !== null) ? [] : [JSON.stringify(found.director)]);
	check('whoever does not see them is told no earlier time', found.union.filter((one) => one.looked_from !== null).map((one) => one.code));
	const told = JSON.parse(execFileSync(plimsoll, ['health', '--db', db, '--employer', 'demo', '--json'])).findings;
	check('the command finds what the page finds', told.map((one) => one.finding).join() === found.director.map((one) => one.finding).join()
		? [] : [JSON.stringify(told)]);
	finish();
} finally {
	if (server !== undefined)
		await stop(server);
	rmSync(folder, {recursive: true, force: true});
}
