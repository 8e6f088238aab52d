// What a database holds, table by table, to see what was changed and what was not. Needs sqlite3.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';

// A hash of every table.
export function tablesOf(db) {
	const dump = execFileSync('sqlite3', ['-readonly', db, '.dump'], {encoding: 'utf8', maxBuffer: 1 << 28});
	const tables = new Map();
	for (const [, name, values] of dump.matchAll(/^INSERT INTO "?(\w+)"?(?:\([^)]*\))? VALUES(.*(?:\n(?!INSERT INTO|CREATE|COMMIT|ANALYZE).*)*)/gm))
		tables.set(name, (tables.get(name) ?? createHash('sha256')).update(`${values}\n`));
	return new Map([...tables].map(([name, hash]) => [name, hash.digest('hex')]));
}

export const changed = (before, after) => [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
