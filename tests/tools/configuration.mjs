// docs/configuration.md has every setting of the program, with its names and what it is unless set, and no other.
//
//	node configuration.mjs PLIMSOLL PAGE.md
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {check, finish} from '../tap.mjs';

const [plimsoll, page] = process.argv.slice(2);

const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PLIMSOLL_')));
const answer = spawnSync(plimsoll, ['check-config', '--json'], {encoding: 'utf8', env: environment});
const settings = JSON.parse(answer.stdout).settings.filter((setting) => setting.option !== null);
const wanted = settings.map(({name, environment: variable, option, value}) =>
	`| \`${name}\` | \`${variable}\` | \`--${option}\` | ${value ?? ''} |`.replace('|  |', '| |'));

const rows = readFileSync(page, 'utf8').split('\n').filter((line) => line.startsWith('| `'))
	.map((line) => line.split('|').slice(0, 5).join('|') + '|');

check('the program has settings', wanted.length > 5 ? [] : ['expected more than five']);
check('every setting is in the table', wanted.filter((row) => !rows.includes(row)));
check('the table has no other', rows.filter((row) => !wanted.includes(row)));
check('nothing is wrong where nothing is set', answer.status === 0 ? [] : [answer.stdout]);
finish();
