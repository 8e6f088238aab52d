// Where a council's records are, for its servers and for whoever reads and changes them behind their back: a file, by sqlite3, or a
// database on a server, by psql.
//
//	owner, program    what commands and what servers are given as --db
//	read, readSoon    rows of a query that both engines know, at once or when they have come
//	change            a statement
//	tables            a hash of every table that has rows
import {execFile, execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {closeSync, openSync, readFileSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';

const options = {encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe']};
const runSoon = promisify(execFile);
const run = (program, args) => execFileSync(program, args, options);
const SCHEME = 'postgresql://';

// The address of a server's database, which may stand in a text at that path (behind/stand_in); undefined for a file.
function addressOf(db) {
	if (db.startsWith(SCHEME))
		return db;
	const file = openSync(db, 'r'), start = Buffer.alloc(SCHEME.length);
	readSync(file, start, 0, start.length, 0);
	closeSync(file);
	return start.toString() === SCHEME ? readFileSync(db, 'utf8') : undefined;
}

const toServer = (address, ...statements) => ['psql', ['-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', '-d', address,
	...statements.flatMap((sql) => ['-c', sql])]];
const toTables = (address, sql) => toServer(address, 'set search_path = plimsoll', sql);
const toFile = (path, sql, ...how) => ['sqlite3', [...how, '-cmd', '.timeout 10000', path, sql]];

class Records {
	constructor(owner, program = owner) {
		this.owner = owner;
		this.program = program;
	}

	get isOfServer() {
		return addressOf(this.owner) !== undefined;
	}

	asking(sql) {
		const address = addressOf(this.owner);
		return address === undefined ? toFile(this.owner, sql, '-readonly', '-json')
			: toTables(address, `select coalesce(json_agg(row), '[]') from (${sql}) row`);
	}

	read(sql) {
		return JSON.parse(run(...this.asking(sql)) || '[]');
	}

	async readSoon(sql) {
		return JSON.parse((await runSoon(...this.asking(sql), options)).stdout || '[]');
	}

	change(sql) {
		const address = addressOf(this.owner);
		run(...address === undefined ? toFile(this.owner, sql) : toTables(address, sql));
	}

	tables() {
		const address = addressOf(this.owner);
		return address === undefined ? tablesOfFile(this.owner) : tablesOfServer(address);
	}

	clear() {}
}

function tablesOfFile(path) {
	const tables = new Map();
	for (const [, name, values] of run(...toFile(path, '.dump', '-readonly'))
		.matchAll(/^INSERT INTO "?(\w+)"?(?:\([^)]*\))? VALUES(.*(?:\n(?!INSERT INTO|CREATE|COMMIT|ANALYZE).*)*)/gm))
		tables.set(name, (tables.get(name) ?? createHash('sha256')).update(`${values}\n`));
	return new Map([...tables].map(([name, hash]) => [name, hash.digest('hex')]));
}

function tablesOfServer(address) {
	const lines = (sql) => run(...toTables(address, sql)).split('\n').filter((line) => line !== '');
	const names = lines("select relname from pg_class where relnamespace = 'plimsoll'::regnamespace and relkind = 'r'");
	return new Map(lines(names.map((one) => `select '${one} ' || md5(string_agg(t::text, ' ' order by t::text)) as line from ${one} t`).join(' union all '))
		.map((line) => line.split(' ')));
}

// A database of its own on the server at TEST_POSTGRES (script/postgres, script/standby), with nothing in it. The program is let in as the
// role that it has at a real site.
class OwnDatabase extends Records {
	constructor() {
		const server = `${process.env.TEST_POSTGRES}&target_session_attrs=read-write`, name = `records_${process.pid}`;
		run(...toServer(server, 'do $$ begin create role plimsoll login; exception when others then null; end $$'));
		run(...toServer(server, `create database ${name} template template0 locale 'C' encoding 'UTF8'`));
		const owner = server.replace('/postgres?', `/${name}?`);
		super(owner, owner.replace(/\/\/[^@]*@/, '//plimsoll@'));
		this.server = server;
		this.name = name;
	}

	clear() {
		try {
			run(...toServer(this.server, `drop database ${this.name} with (force)`));
		} catch { /* the server has gone */ }
	}
}

// Those at a path or an address.
export const recordsAt = (db) => new Records(db);

// From now on new records are on a server. Where there is none the test is left out.
export function onServer() {
	if (process.env.TEST_POSTGRES === undefined) {
		console.log('1..0 # SKIP there is no server: run it by script/postgres');
		process.exit(0);
	}
	process.env.PLIMSOLL_ENGINE = 'postgres';
}

// New ones: on a server, if that is asked for (onServer, PLIMSOLL_ENGINE=postgres), else in that folder.
export function recordsIn(folder) {
	if (process.env.PLIMSOLL_ENGINE !== 'postgres')
		return new Records(join(folder, 'records.db'));
	onServer();
	return new OwnDatabase();
}

// The tables that differ.
export const changed = (before, after) => [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
