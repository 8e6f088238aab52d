// The man page tells of every command and every option that the program has, and of no other.
//
//	node man_page.mjs PLIMSOLL PAGE.scd
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {check, finish} from '../tap.mjs';

const [plimsoll, page] = process.argv.slice(2);
const OF_ALL = ['--help', '--usage', '--config FILE'];

const run = (...args) => execFileSync(plimsoll, args, {encoding: 'utf8', env: {...process.env, ARGP_HELP_FMT: 'rmargin=2000'}});

// The commands of `plimsoll --help`, by their indentation.
const commands = [...run('--help').matchAll(/^ {2}([\w-]+) {2,}\S/gm)].map((found) => found[1]);

// "--db=FILE" as "--db FILE", the way the page writes it.
function optionsOfHelp(command) {
	return [...run(command, '--help').matchAll(/^ {2}.*?(--[a-z-]+)(?:=([A-Z]+))?/gm)]
		.map(([, name, value]) => (value ? `${name} ${value}` : name))
		.filter((option) => !OF_ALL.includes(option));
}

// The page in sections: heading -> text.
const sections = new Map();
for (const part of readFileSync(page, 'utf8').split(/^(?=##? )/m)) {
	const [heading, ...lines] = part.split('\n');
	sections.set(heading.replace(/^##? /, ''), lines.join('\n'));
}

// Options that are explained: lines that begin with one, before an indented text.
const plain = (text) => text.replace(/[*_]/g, '');
const optionsOfSection = (text) => [...text.matchAll(/^\*(?:-\?\*, \*)?--.*$(?=\n\t)/gm)]
	.map(([line]) => plain(line).replace(/^-\?, /, ''));

// Options that the synopsis, the lines before the first blank one that follows it, names.
const optionsOfSynopsis = (text) => [...new Set([...plain(text.trim().split('\n\n')[0]).matchAll(/--[a-z-]+(?: [A-Z]+)?/g)]
	.map(([option]) => option).filter((option) => !OF_ALL.includes(option)))];

const missing = (wanted, there, what) => wanted.filter((one) => !there.includes(one)).map((one) => `${one} ${what}`);

function compare(text, command) {
	const help = optionsOfHelp(command);
	const explained = optionsOfSection(text);
	return [
		...missing(help, explained, 'is not explained'),
		...missing(explained, help, 'is no option of the program'),
		...missing(help, optionsOfSynopsis(text), 'is not in the synopsis'),
		...missing(optionsOfSynopsis(text), help, 'is in the synopsis and no option of the program'),
	];
}

check('plimsoll --help lists commands', commands.length > 5 ? [] : ['expected more than five']);
for (const command of commands) {
	const text = sections.get(`plimsoll ${command}`);
	check(`the page explains the options of plimsoll ${command}`,
		text === undefined ? ['there is no section for the command'] : compare(text, command));
}
check('the page explains no command that the program does not have', missing(
	[...sections.keys()].filter((heading) => heading.startsWith('plimsoll ')).map((heading) => heading.slice('plimsoll '.length)),
	commands, 'is no command'));
check('the page explains the options that every command has',
	missing([...OF_ALL, '--version'], optionsOfSection(sections.get('OPTIONS OF EVERY COMMAND') ?? ''), 'is not explained'));
finish();
