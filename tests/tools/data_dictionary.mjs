// The data dictionary tells of every table and column of the database, and of no other.
//
//	node data_dictionary.mjs DICTIONARY.md MIGRATION.sql...
import {readFileSync} from 'node:fs';
import {check, finish} from '../tap.mjs';

const [dictionary, ...migrations] = process.argv.slice(2);
const EXPLAINED_ONCE = ['employer_id', 'made', 'unmade', 'origin']; // under Conventions, for all tables
const NO_COLUMN = ['primary', 'foreign', 'unique', 'check'];

const tables = new Map();
for (const path of migrations) {
	const sql = readFileSync(path, 'utf8');
	for (const [, table, body] of sql.matchAll(/^create table (\w+) \((.*?)^\)/gms))
		tables.set(table, body.trim().split('\n').map((line) => line.trim().split(' ')[0]).filter((word) => !NO_COLUMN.includes(word)));
	for (const [, table, column] of sql.matchAll(/^alter table (\w+) add (?:column )?(\w+)/gm))
		tables.get(table).push(column);
}

const sections = new Map();
for (const [, table, text] of readFileSync(dictionary, 'utf8').matchAll(/^### (\w+)\n(.*?)(?=^##|$(?![\s\S]))/gms))
	sections.set(table, [...text.matchAll(/^\| (\w[\w, ]*) \|/gm)].flatMap((row) => row[1].split(', ')).slice(1));

const without = (list, others) => list.filter((one) => !others.includes(one));
for (const [table, columns] of tables) {
	const told = sections.get(table);
	check(`the columns of ${table} are explained`, told === undefined ? ['there is no section for the table'] : [
		...without(columns, [...told, ...EXPLAINED_ONCE]).map((column) => `${column} is not explained`),
		...without(told, columns).map((column) => `${column} is no column`),
	]);
}
check('no other table is explained', without([...sections.keys()], [...tables.keys()]).map((table) => `${table} is no table`));
finish();
