// docs/health.md tells of every measure of src/core/health.def, in its section and in its words, and of no other; and of every finding.
//
//	node health_page.mjs SOURCE [write]
//
// With `write` the tables of the page are put right: after a change to health.def.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';

const [source, write] = process.argv.slice(2);
const path = join(source, 'docs/health.md');
const table = readFileSync(join(source, 'src/core/health.def'), 'utf8');

const TEXT = '"((?:[^"\\\\]|\\\\.|"\\s*")*)"';
const joined = (text) => text.replace(/"\s*"/g, '').replace(/\\"/g, '"');
const UNITS = {PEOPLE: 'people', POSTS: 'posts', CASES: 'cases', TIMES: 'times', DAYS: 'days', FTE: 'FTE', MINUTES: 'hours', PERCENT: '%',
	MEAN: 'mean', EACH: 'cases a FTE', POUNDS: '£'};

const sections = [...table.matchAll(new RegExp(`^SECTION\\((\\w+),\\s*"([^"]+)",\\s*${TEXT},\\s*${TEXT}\\)`, 'gm'))]
	.map(([, name, code, words, question]) => ({name, code, words, question}));
const measures = [...table.matchAll(new RegExp(`^MEASURE\\((\\w+), "([^"]+)", (\\w+), (AT|OVER), (\\w+), (?:LIMITS|LINE), ${TEXT},\\s*${TEXT},\\s*${TEXT}\\)`, 'gm'))]
	.map(([, , code, section, when, unit, words, definition]) => ({code, section, when, unit, words: joined(words), definition: joined(definition)}));

const row = (m) => `| ${m.words} | \`${m.code}\` | ${m.when === 'AT' ? 'day' : 'period'} | ${UNITS[m.unit]} | ${m.definition} |`;
const part = (s) => [`### ${s.words}`, '', `*${s.question}*`, '', '| measure | code | of | in | what is counted, and what it does not say |',
	'| --- | --- | --- | --- | --- |', ...measures.filter((m) => m.section === s.name).map(row), ''].join('\n');
const wanted = `<!-- measures -->\n\n${sections.map(part).join('\n')}\n<!-- end of measures -->`;

const page = readFileSync(path, 'utf8');
const from = page.indexOf('<!-- measures -->');
const END = '<!-- end of measures -->';
const there = page.slice(from, page.indexOf(END) + END.length);

if (write === 'write') {
	writeFileSync(path, page.replace(there, () => wanted));
} else {
	const lines = new Set(there.split('\n'));
	const known = new Set(wanted.split('\n'));

	check('health.def can be read', sections.length === table.match(/^SECTION\(/gm).length
		&& measures.length === table.match(/^MEASURE\(/gm).length ? [] : ['a SECTION or MEASURE is not written as the others are']);
	check('docs/health.md has every section and measure', [...known].filter((line) => !lines.has(line))
		.map((line) => `missing: ${line} (node tests/tools/health_page.mjs . write)`));
	const findings = [...readFileSync(join(source, 'src/core/finding.def'), 'utf8').matchAll(/^FINDING\(\w+, "([^"]+)"/gm)].map(([, code]) => code);
	const told = page.slice(page.indexOf('<!-- findings -->'), page.indexOf('<!-- end of findings -->'));
	const named = [...told.matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code);

	check('docs/health.md has every finding of src/core/finding.def, and no other', [
		...findings.filter((code) => !named.includes(code)).map((code) => `missing: ${code}`),
		...named.filter((code) => !findings.includes(code)).map((code) => `unknown: ${code}`)]);
	check('docs/health.md has no other', [...lines].filter((line) => !known.has(line)).map((line) => `unknown: ${line}`));
	finish();
}
