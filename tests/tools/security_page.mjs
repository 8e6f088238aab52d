// docs/security.md promises nothing without a test that is there: every test, check and file that it names exists, and every row
// says in what state it is.
//
//	node security_page.mjs SOURCE
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';

const source = process.argv[2];
const STATES = /^(Kept|Partly: |Not yet: |Not ours: |Does not arise)/;
const PROMISES_AT_LEAST = 40;

const filesIn = (folder, end) => readdirSync(join(source, folder), {recursive: true}).filter((name) => name.endsWith(end))
	.map((name) => join(source, folder, name));
const read = (path) => readFileSync(path, 'utf8');

const page = read(join(source, 'docs/security.md'));
const promises = page.slice(page.indexOf('## What is promised')).split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (---|id|promise) /.test(line))
	.map((line) => line.slice(2, -2).split(' | ').map((cell) => cell.trim()));
const named = [...page.matchAll(/`([^`]+)`/g)].map((found) => found[1]);

// Listed in its file too, for a test that is only written runs nowhere.
const run = new Set(filesIn('tests', '.c').flatMap((path) => {
	const text = read(path);
	return [...text.matchAll(/^static void (test_\w+)\(/gm)].map((found) => found[1])
		.filter((name) => text.split(new RegExp(`\\b${name}\\b`)).length > 2);
}));
const scripts = filesIn('tests', '.mjs').map((path) => ({file: path.split('/').pop(), text: read(path)}));

function checkIsThere(name) {
	const [, file, words] = name.match(/^(\S+): (.*)$/);
	const pattern = new RegExp(`check\\([^\\n]*${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
	return scripts.some((script) => script.file === file && pattern.test(script.text));
}

const tests = named.filter((name) => /^test_\w+$/.test(name));
const checks = named.filter((name) => /^\w+\.mjs: /.test(name));
const paths = named.filter((name) => /^(src|tests|tools|sql|fuzz|script|\.ci)\/\S*$|^meson\.build$/.test(name));

check('it promises something', promises.length >= PROMISES_AT_LEAST ? [] : [`${promises.length} promises`]);
check('every test that it names is run', tests.filter((name) => !run.has(name)));
check('every check that it names is made', checks.filter((name) => !checkIsThere(name)));
check('every file that it names is there', paths.filter((path) => !existsSync(join(source, path))));
check('every promise has a state', promises.filter((cells) => !STATES.test(cells.at(-1))).map((cells) => cells.join(' | ')));
check('what is kept is shown by a test', promises.filter((cells) => cells.at(-1).startsWith('Kept') && !/`(test_|\w+\.mjs: )/.test(cells.at(-2)))
	.map((cells) => cells[1]));
finish();
