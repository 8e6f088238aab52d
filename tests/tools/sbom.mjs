// The software bill of materials has every Debian package whose library the program loads, as CycloneDX wants it.
//
//	node sbom.mjs PLIMSOLL SCRIPT
import {execFileSync, spawnSync} from 'node:child_process';
import {realpathSync} from 'node:fs';
import {check, finish} from '../tap.mjs';

const [plimsoll, script] = process.argv.slice(2);
const run = (command, ...args) => execFileSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 24});
const expect = (what, holds) => (holds ? [] : [what]);

const text = run(script, plimsoll);
const bill = JSON.parse(text);
const known = new Set(bill.components.map((one) => one['bom-ref']));
const [dependencies] = bill.dependencies;

check('it is a document of CycloneDX 1.5 about this program', [
	...expect('format', bill.bomFormat === 'CycloneDX' && bill.specVersion === '1.5' && bill.version === 1),
	...expect('version', `plimsoll ${bill.metadata.component.version}\n` === run(plimsoll, '--version')),
	...expect('reference', dependencies.ref === bill.metadata.component['bom-ref'] && bill.dependencies.length === 1),
]);

check('each component is a package of this system, once', [
	...expect('once', known.size === bill.components.length),
	...bill.components.filter((one) => run('dpkg-query', '--show', '--showformat', '${Version}\n', one.name).split('\n')[0] !== one.version)
		.map((one) => `${one.name} is not ${one.version}`),
	...bill.components.filter((one) => one.type !== 'library' || one.purl !== one['bom-ref']
		|| !one.purl.startsWith(`pkg:deb/debian/${encodeURIComponent(one.name)}@`)).map((one) => one.purl),
]);

// By another way than the script's: the files of each package.
const files = new Set(bill.components.flatMap((one) => run('dpkg-query', '--listfiles', one.name).split('\n'))
	.flatMap((file) => [file, `/usr${file}`]));
const loaded = run('ldd', plimsoll).split('\n').map((line) => line.match(/(?:=> |^\s)(\/\S+) \(/)?.[1]).filter(Boolean);
check('no library is left out', [
	...expect('some', loaded.length > 10),
	...loaded.filter((file) => !files.has(realpathSync(file))),
]);

const direct = ['libsqlite3', 'libmicrohttpd', 'libxml2', 'libsodium', 'libzip', 'libseccomp'];
check('what the program asks for itself is told apart', [
	...expect('known', dependencies.dependsOn.every((one) => known.has(one))),
	...expect('fewer', dependencies.dependsOn.length < bill.components.length),
	...direct.filter((name) => !dependencies.dependsOn.some((one) => one.startsWith(`pkg:deb/debian/${name}`))),
]);

check('it is the same each time', expect('same', run(script, plimsoll) === text));
const refused = spawnSync(script, ['/nowhere/at/all'], {encoding: 'utf8'});
check('what is no program is refused in a sentence', expect(refused.stderr, refused.status === 1 && refused.stdout === ''
	&& refused.stderr === 'script/sbom: there is no program /nowhere/at/all that loads libraries: build it first\n'));
finish();
