// The program carries what makes it hard to take over: looked for in the program itself, by checksec and binutils.
//
//	node hardening.mjs PLIMSOLL CHECKSEC
import {execFileSync} from 'node:child_process';
import {arch} from 'node:process';
import {check, finish} from '../tap.mjs';

const [plimsoll, checksec] = process.argv.slice(2);
const run = (command, ...args) => execFileSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 28});

const found = Object.values(JSON.parse(run(checksec, `--file=${plimsoll}`, '--output=json')))[0];
const is = (what, expected) => (found[what] === expected ? [] : [`${what}: ${found[what]}, expected ${expected}`]);

check('relocations are read-only once it runs', is('relro', 'full'));
check('the stack is guarded', is('canary', 'yes'));
check('the stack cannot be executed', is('nx', 'yes'));
check('it is loaded anywhere', is('pie', 'yes'));
check('it looks for libraries nowhere of its own', [...is('rpath', 'no'), ...is('runpath', 'no')]);
check('functions of the C library check the sizes they are given', is('fortify_source', 'yes'));

const dynamic = run('readelf', '-dW', plimsoll);
check('all symbols are bound at the start', /FLAGS_1.*\bNOW\b/.test(dynamic) ? [] : ['no NOW among the flags']);

const segments = run('readelf', '-lW', plimsoll).split('\n').filter((line) => /^ +LOAD /.test(line));
check('no memory is both written and executed', segments.filter((line) => /\bRWE\b|\bRW +E\b/.test(line)));

// The C library of Debian 12 carries no such mark, so the program as a whole has none either; its own functions have.
if (arch === 'x64')
	check('jumps land where a function begins', /endbr64/.test(run('objdump', '-d', '--disassemble=main', plimsoll)) ? []
		: ['main does not begin with endbr64']);

finish();
