// The league of employers: from the published file to figures, beside the same figures with pandas; its pages; the static site.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const plimsoll = 'build/plimsoll';
const FILE = 'csww_indicators_2017_to_2025.csv';
const PYTHON = '/usr/bin/python3'; // Debian's, which has Debian's pandas
const PORT = 8194, PASSES = 5;
const YEARS = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025];
const EMPLOYERS = 151, REGIONS = 11;
const AREA = ['time_period', 'time_identifier', 'geographic_level', 'country_code', 'country_name', 'region_code', 'region_name',
	'old_la_code', 'new_la_code', 'la_name'];
const FIGURES = ['inpost_fte', 'inpost_headcount', 'starters_fte', 'starters_headcount', 'leavers_fte', 'leavers_headcount',
	'turnover_rate_fte', 'turnover_rate_headcount', 'agency_fte', 'agency_headcount', 'agency_rate_fte', 'agency_rate_headcount',
	'agency_cover_fte', 'agency_cover_rate_fte', 'vacancy_fte', 'vacancy_rate_fte', 'vacancy_agency_cover_rate_fte', 'case_holders_fte',
	'cases', 'caseload_fte', 'working_days_lost_fte', 'absence_rate_fte'];

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const run = (command, args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });

function seconds(command, args) {
	const begun = process.hrtime.bigint();
	run(command, args);
	return Number(process.hrtime.bigint() - begun) / 1e9;
}

// ---- a file of the size of the published one, the same on every machine ----

function chanceFrom(seed) {
	let state = seed;
	return (least, most) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return least + (state / 2 ** 32) * (most - least);
	};
}

function figuresOf(chance, size) {
	const fte = size * chance(0.8, 1.2), holders = fte * chance(0.4, 0.7), cases = Math.round(holders * chance(10, 22));
	const figure = (name) => {
		if (chance(0, 100) < 1.5) return 'x';
		if (name === 'case_holders_fte') return holders.toFixed(1);
		if (name === 'cases') return String(cases);
		if (name === 'caseload_fte') return (cases / Number(holders.toFixed(1))).toFixed(1);
		return name.includes('rate') ? chance(0, 40).toFixed(1) : (fte * chance(0, 1)).toFixed(1);
	};
	return FIGURES.map(figure);
}

function inventedFile(path) {
	const chance = chanceFrom(7);
	const lines = [[...AREA, ...FIGURES]];
	const line = (year, level, region, dfe, code, name, size) => lines.push([year, 'Reporting year', level, 'E92000001', 'England',
		region < 0 ? '' : `E12${String(region).padStart(6, '0')}`, region < 0 ? '' : `Region ${region}`, dfe, code, name, ...figuresOf(chance, size)]);
	for (const year of YEARS) {
		line(year, 'National', -1, '', '', '', 33000);
		for (let i = 0; i < REGIONS; i++) line(year, 'Regional', i, '', '', '', 3000);
		for (let i = 0; i < EMPLOYERS; i++) line(year, 'Local authority', i % REGIONS, 200 + i, `E08${String(i).padStart(6, '0')}`, `Invented ${i}`, 60 + i * 2);
	}
	writeFileSync(path, lines.map((cells) => cells.join(',')).join('\n') + '\n');
	return path;
}

// ---- figures ----

const parts = (text) => text.trim().split('\t').map(Number);

function ofPandas(file) {
	try {
		return parts(run(PYTHON, ['bench/peers/league.py', file, '7']));
	} catch {
		return null;
	}
}

function measureFigures(add, file, whose) {
	const ours = [], theirs = [];
	let one, other;
	for (let i = 0; i < PASSES; i++) {
		one = parts(run('build/bench/league', [file]));
		other = ofPandas(file);
		ours.push(one[0] / 1e6);
		if (other) theirs.push(other[0] / 1e6);
	}
	if (other && one.slice(1).join() !== other.slice(1).join())
		throw new Error(`the league and pandas differ: ${one.slice(1)} and ${other.slice(1)}`);
	const a = median(ours);
	const [beside, ratio] = other ? [`pandas, the same figures ${median(theirs).toFixed(0)} ms`, `${(median(theirs) / a).toFixed(0)} times its speed`]
		: ['python3-pandas is not installed', ''];
	add(`the league of ${YEARS.length} years from ${whose}, ${one[1]} rows`, `${a.toFixed(1)} ms`, beside, ratio, 'under 300 ms');
	return Boolean(other);
}

/* What somebody waits for who asks at a terminal. */
function measureCommand(add, db, file, hasPandas) {
	const ours = [], theirs = [];
	for (let i = 0; i < PASSES; i++) {
		ours.push(1000 * seconds(plimsoll, ['league', '--db', db, '--year', '2025', '--json']));
		if (hasPandas) theirs.push(1000 * seconds(PYTHON, ['bench/peers/league.py', file, '1']));
	}
	const [beside, ratio] = hasPandas ? [`pandas, from its start too ${median(theirs).toFixed(0)} ms`,
		`${(median(theirs) / median(ours)).toFixed(0)} times its speed`] : ['', ''];
	add('a year as JSON, from starting the program to its end', `${median(ours).toFixed(0)} ms`, beside, ratio, '');
}

// ---- pages ----

async function answerOf(url) {
	for (let i = 0; i < 500; i++) {
		try {
			return await fetch(url);
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}
	throw new Error(`${url} never answered`);
}

// An answer is kept for whoever has not signed in: this is what one costs that is not.
async function measureMaking(add, db) {
	const took = [];
	for (const { code } of JSON.parse(run(plimsoll, ['league', '--db', db, '--json'])).rows.slice(1)) {
		const begun = process.hrtime.bigint();
		await (await fetch(`http://127.0.0.1:${PORT}/league/${code}`)).arrayBuffer();
		took.push(Number(process.hrtime.bigint() - begun) / 1e6);
	}
	add('the same, each of another employer and made anew', `${median(took).toFixed(2)} ms`, 'with what Node.js takes to ask', '', '');
}

async function measurePages(add, db, quick) {
	const code = JSON.parse(run(plimsoll, ['league', '--db', db, '--json'])).rows[0].code;
	const server = spawn(plimsoll, ['serve', '--db', db, '--port', String(PORT)], { stdio: 'ignore' });
	try {
		for (const [what, path] of [['the league of a year', '/league'], ['one employer in it', `/league/${code}`]]) {
			const begun = process.hrtime.bigint();
			const answer = await answerOf(`http://127.0.0.1:${PORT}${path}`);
			const size = (await answer.arrayBuffer()).byteLength, first = Number(process.hrtime.bigint() - begun) / 1e6;
			if (answer.status === 404) continue;
			if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
			const text = run('wrk', ['-t', '1', '-c', '1', '-d', quick ? '2s' : '5s', `http://127.0.0.1:${PORT}${path}`]);
			if (/Non-2xx/.test(text)) throw new Error(text);
			const each = 1000 / Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
			add(`page of ${what} (${(size / 1e3).toFixed(0)} kB), 1 connection`, `${each.toFixed(2)} ms`, `the first ${first.toFixed(0)} ms`, '', 'under 1 ms');
		}
		if ((await answerOf(`http://127.0.0.1:${PORT}/league`)).ok) await measureMaking(add, db);
	} finally {
		server.kill('SIGTERM');
	}
}

// ---- the static site ----

function sizeOf(folder) {
	return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
		const path = join(folder, entry.name);
		const [files, bytes] = entry.isDirectory() ? sizeOf(path) : [1, statSync(path).size];
		return [sum[0] + files, sum[1] + bytes];
	}, [0, 0]);
}

function build(db, work) {
	const took = [];
	let site;
	for (let i = 0; i < PASSES; i++) {
		site = join(work, `site-${i}`);
		took.push(seconds(plimsoll, ['league', '--db', db, 'build', site]));
	}
	const [files, bytes] = sizeOf(site);
	for (let i = 0; i < PASSES; i++) rmSync(join(work, `site-${i}`), { recursive: true });
	return { seconds: median(took), what: `${files} files, ${(bytes / 1e6).toFixed(0)} MB` };
}

function measureSite(add, db, file, work) {
	const memory = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/plimsoll-bench-') : mkdtempSync(join(work, 'memory-'));
	const one = join(memory, 'one.db');
	try {
		run(plimsoll, ['league', 'import', '--db', one, file]);
		const parsed = build(one, memory), all = build(db, work);
		add(`the file of ${YEARS.length} years to every page and table, ${parsed.what}, in memory`, `${(parsed.seconds * 1000).toFixed(0)} ms`,
			'from starting the program to its end', '', 'under 300 ms');
		add(`the static site of everything, ${all.what}, on the disk`, `${all.seconds.toFixed(2)} s`, '', '', 'under 5 s');
	} finally {
		rmSync(memory, { recursive: true });
	}
}

// All of it. PLIMSOLL_REAL is a folder with the published files; without it, figures are invented.
export async function measureLeague(add, work, quick) {
	const folder = process.env.PLIMSOLL_REAL ?? '';
	const real = folder !== '' && existsSync(join(folder, FILE));
	const db = join(work, 'league.db');
	const file = real ? join(folder, FILE) : inventedFile(join(work, 'invented.csv'));
	run(plimsoll, ['league', 'import', '--db', db, real ? folder : file]);
	const hasPandas = measureFigures(add, file, real ? 'the published file' : 'an invented file of its size');
	measureCommand(add, db, file, hasPandas);
	await measurePages(add, db, quick);
	measureSite(add, db, file, work);
}
