// A council in which every text that somebody could have given holds what would do harm where it is printed without care: in
// files, in its weighting scheme, in accounts and sessions. Each text begins with a word of its own, which says what it is the text
// of, so that a test can tell whether it was shown at all.
import {execFileSync, spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {cookieFor} from '../e2e/sign_in.mjs';

export const EMPLOYER = 'alpha';

// No element, attribute or script of ours has "plh" in its name.
export const HARM = [
	`"><plh onplh=1><script>plh()</script><img src=x onerror=plh()>`,
	`' plh='1" plh="1 autofocus onfocus="plh()`,
	'</title></textarea></style></script></svg>--><plh><!--',
	'javascript:plh()//',
	'{{7*7}}${7*7}<%=7*7%>#{7*7}{{content}}%00%0d%0aplh:1',
	`=HYPERLINK("http://plh.example","plh")`,
	`@SUM(1+1)*cmd|'/c plh'!A0,";plh`,
	'&lt;plh&gt;&#60;plh&#62;&amp',
	'<plh>'.repeat(21),
	'\\"><plh \\u003cplh\\u003e \u{1F469}\u{1F467}é中',
	'Łlanfair'.repeat(10),
	'مرحبا بالعالم (שלום) 12/7 <plh>',
	'\u{1F468}\u{1F469}\u{1F467}\u{1F3FD}'.repeat(5),
];

// A formula has to stand first to be one.
export const hostile = (word, i) => HARM[i].startsWith('=') || HARM[i].startsWith('@') ? `${HARM[i]} ${word}` : `${word} ${HARM[i]}`;

const NUMBERS = HARM.map((_, i) => i);
const quote = (cell) => `"${String(cell).replaceAll('"', '""')}"`;
const csv = (columns, rows) => [columns.join(','), ...rows.map((row) => row.map(quote).join(','))].join('\n') + '\n';

// ---- files: of everything as many as there are kinds of harm ----

const team = (i) => hostile(`teamcode${i}`, i);
const worker = (i) => hostile(`workerkey${i}`, i);
const FROM = '2026-01-05';

const FILES = {
	teams: csv(['team', 'name', 'service', 'manager'],
		NUMBERS.map((i) => [team(i), hostile(`teamname${i}`, i), 'children', hostile(`managername${i}`, i)])),
	workers: csv(['worker', 'name', 'team', 'registration', 'role', 'grade', 'hours', 'from'], NUMBERS.map((i) =>
		[worker(i), hostile(`workername${i}`, i), team(i), hostile(`registration${i}`, i), 'social-worker', hostile(`grade${i}`, i), 37,
			'2020-01-01'])),
	cases: csv(['case', 'opened', 'service', 'team', 'owner', 'type'], NUMBERS.flatMap((i) => [
		[`HELD/${i}`, FROM, 'children', team(i), hostile(`ownername${i}`, i), 'child_in_need_plan'],
		[`WAITS-${i}`, FROM, 'children', team(i), hostile(`ownername${i}`, i), 'assessment']])),
	holdings: csv(['case', 'worker', 'from'], NUMBERS.map((i) => [`HELD/${i}`, worker(i), FROM])),
	reductions: csv(['worker', 'reason', 'hours', 'from'], NUMBERS.map((i) => [worker(i), i % 2 ? 'phased_return' : 'constructor', 2, FROM])),
	lines: csv(['scope', 'target', 'kind', 'value', 'status', 'agreed_by', 'from'], NUMBERS.flatMap((i) => [
		['worker', worker(i), 'cases', 9, 'contract', hostile(`agreername${i}`, i), FROM],
		['team', team(i), 'percent', 90, 'policy', hostile(`agreername${i}`, i), FROM]])),
};

// What no file may bring: it is refused, and so must stand nowhere.
const REFUSED = csv(['team', 'name', 'service'], [['turned', 'refused \u202Eruof', 'children'], ['long', `refused ${'l'.repeat(300)}`, 'children'],
	['bell', 'refused \u0007', 'children'], ['script', 'refused', '<script>plh()</script>']]);

// ---- the weighting scheme: one of ours with other words ----

const SPOKEN = new Map([['title', 60], ['name', 60], ['group', 60], ['agreed_by', 60], ['note', 200], ['text', 200]]); // bytes
const spoken = [];

// The same word everywhere it stands, for a type names its group.
function spoil(text, most) {
	const i = spoken.includes(text) ? spoken.indexOf(text) : spoken.push(text) - 1;
	return hostile(`scheme${i}`, i % HARM.length).slice(0, most - 8);
}

function spoilWords(value, key) {
	if (typeof value === 'string')
		return SPOKEN.has(key) ? spoil(value, SPOKEN.get(key)) : value;
	if (Array.isArray(value))
		return value.map((one) => spoilWords(one, key));
	return value !== null && typeof value === 'object'
		? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoilWords(one, name)])) : value;
}

// ---- accounts ----

const VIEWERS = {
	worker: ['worker=WORKER', 'worker'], manager: ['manager:team:TEAM'], deputy: ['deputy:team:TEAM'], supervisor: ['supervisor:team:TEAM'],
	'head-of-service': ['head-of-service:service:children'], director: ['director'], analyst: ['analyst'], union: ['union'],
	regulator: ['regulator'], administrator: ['administrator'],
};

const run = (program, args) => execFileSync(program, args, {stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8'});

// The codes that were made of the keys in the files, as the program itself says them.
function codesOf(plimsoll, db) {
	const {posts} = JSON.parse(run(plimsoll, ['load', '--db', db, '--employer', EMPLOYER, '--json']));
	return posts[0];
}

function makeAccounts(plimsoll, signInTo, db, codes) {
	return Object.fromEntries(Object.entries(VIEWERS).map(([role, grants], i) => [role, cookieFor(signInTo, db, EMPLOYER,
		`login=login${i}@o'plh`, `name=${hostile(`accountname${i}`, i)}`, `browser=${hostile(`browser${i}`, i)}`,
		...grants.map((grant) => grant.replace('TEAM', codes.team).replace('WORKER', codes.worker)))]));
}

// The cookie of each role; `refused` is what the program says of the file that it must refuse.
export function makeHostileCouncil({plimsoll, signInTo, scheme}, folder, db) {
	const put = (name, text) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	const spoilt = {...spoilWords(JSON.parse(readFileSync(scheme, 'utf8')), ''), id: 'spoilt'};
	run(plimsoll, ['import', '--db', db, '--employer', EMPLOYER, ...Object.entries(FILES).map(([name, text]) => put(`${name}.csv`, text))]);
	run(plimsoll, ['scheme', 'use', '--db', db, '--employer', EMPLOYER, '--service', 'children', '--from', '2020-01-01',
		put('scheme.json', JSON.stringify(spoilt))]);
	const refused = spawnSync(plimsoll, ['import', '--db', db, '--employer', EMPLOYER, put('refused.csv', REFUSED)], {encoding: 'utf8'});
	return {cookies: makeAccounts(plimsoll, signInTo, db, codesOf(plimsoll, db)), refused};
}
