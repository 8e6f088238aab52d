// An evidence pack, as somebody outside looks at it who has nothing but SHA-256 and Ed25519: what is in it, for whom, and whether it proves
// what it says.
//
//	node evidence_pack.mjs PLIMSOLL SIGN_IN_TO
import {createHash, createPublicKey, verify} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from '../serve.mjs';
import {unzip} from './unzip.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const E = '/employers/demo', DAY = 86400000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const seal = (values) => sha256(values.map((value) => `${Buffer.byteLength(value)}:${value},`).join(''));

function rowsOf(csv) {
	const [columns, ...rows] = csv.replace(/^\uFEFF/, '').trimEnd().split(/\r?\n/).map((line) =>
		[...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted ?? plain).replaceAll('""', '"')));
	return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
}

// As docs/ledger.md says it.
function breaks(chain) {
	const problems = [];
	chain.forEach((e, i) => {
		const digest = e.rows_digest === '' ? [] : [e.rows_digest];
		if (seal([e.employer, e.sequence, e.instant, e.actor, e.action, e.object, e.undoes, e.commitment, ...digest, e.previous]) !== e.hash)
			problems.push(`entry ${e.sequence} has another hash`);
		if (i > 0 && e.previous !== chain[i - 1].hash)
			problems.push(`entry ${e.sequence} does not follow the one before`);
	});
	return problems;
}

// A signed note: the text up to the empty line, and a line with base64 of four bytes of the key's id and the signature.
function isSigned(note, keyLine) {
	const [, key] = keyLine.trim().match(/^[^+]+\+[^+]+\+(.+)$/).map((part) => Buffer.from(part, 'base64'));
	const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]);
	const text = note.slice(0, note.indexOf('\n\n') + 1);
	const signature = Buffer.from(note.trimEnd().split(' ').pop(), 'base64').subarray(4);
	return verify(null, Buffer.from(text), createPublicKey({key: spki, format: 'der', type: 'spki'}), signature);
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pack-'));
let server;
try {
	const db = join(folder, 'council', 'demo.db'), key = join(folder, 'key');
	execFileSync('mkdir', [join(folder, 'council')]);
	execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '24', '--cases', '360', '--seed', '7']);
	execFileSync(plimsoll, ['checkpoint', 'keygen', '--signing-key', key, '--name', 'test.example/plimsoll']);
	const cookies = Object.fromEntries(['director', 'regulator', 'union'].map((role) => [role, cookieFor(signInTo, db, 'demo', role)]));
	const served = await serve(plimsoll, db, '--signing-key', key);
	server = served.server;
	const ask = async (role, path) => fetch(served.base + path, {redirect: 'manual', headers: {cookie: cookies[role]}});
	const [from, to] = [iso(Date.now() - 60 * DAY), iso(Date.now())];
	const name = `${from}_to_${to}.zip`;
	const packOf = async (role) => unzip(Buffer.from(await (await ask(role, `${E}/evidence-pack/${name}`)).arrayBuffer()));

	const page = await (await ask('regulator', `${E}/evidence-pack?from=${from}&to=${to}`)).text();
	check('the page leads to the pack of the days that were asked for', page.includes(`${E}/evidence-pack/${name}`) ? [] : ['it does not']);
	check('and says that one has to fix it yet', page.includes('one is signed when the pack is made') ? [] : ['it does not']);

	const pack = await packOf('regulator'), after = await (await ask('regulator', `${E}/evidence-pack?from=${from}&to=${to}`)).text();
	check('a checkpoint is signed with the first pack, and fixes those after it', 'checkpoint.txt' in pack
		&& /The checkpoint of entry \d+, signed on/.test(after) && (await packOf('regulator'))['checkpoint.txt'] === pack['checkpoint.txt'] ? [] : ['it is not']);
	check('SHA256SUMS has every other file with its digest', Object.entries(pack).filter(([file, text]) => file !== 'SHA256SUMS'
		&& !pack.SHA256SUMS.includes(`${sha256(text)}  ${file}\n`)).map(([file]) => file));
	check('about.txt tells of every file', Object.keys(pack).filter((file) => file !== 'about.txt' && !pack['about.txt'].includes(file)));
	const same = await Promise.all([['employer.csv', ''], ['unallocated.csv', '/unallocated'], ['lines.csv', '/lines']].map(async ([file, path]) =>
		(await (await ask('regulator', `${E}${path}.csv?on=${to}`)).text()) === pack[file] ? '' : file));
	check('its figures are those of the addresses', same.filter((file) => file !== ''));

	const chain = rowsOf(pack['chain.csv']);
	check('the chain can be worked out by hand', chain.length > 0 ? breaks(chain) : ['it is empty']);
	check('a chain that was changed is found out', breaks(chain.map((e, i) => i === 1 ? {...e, actor: 'nobody'} : e)).length > 0 ? [] : ['it is not']);
	const [, entries] = pack['checkpoint.txt'].match(/^entries (\d+)$/m), [, head] = pack['checkpoint.txt'].match(/^head ([0-9a-f]+)$/m);
	check('it ends with what the checkpoint signs for', chain.at(-1).sequence === entries && chain.at(-1).hash === head ? [] : [`${chain.at(-1).sequence}`]);
	check('the checkpoint is signed with the key beside it', isSigned(pack['checkpoint.txt'], pack['checkpoint.pub']) ? [] : ['it is not']);
	check('and with that of no other text', isSigned(pack['checkpoint.txt'].replace(/^entries /m, 'entries 1'), pack['checkpoint.pub']) ? ['it is'] : []);

	const found = ({findings}) => JSON.stringify(findings), directors = await packOf('director');
	const whole = JSON.parse(execFileSync(plimsoll, ['health', '--db', db, '--employer', 'demo', '--from', from, '--to', to, '--json'],
		{maxBuffer: 1 << 26}));
	check('what is found has all of its ten years of memory', whole.findings.some(({earlier}) => earlier.length > 0)
		&& found(JSON.parse(directors['health.json'])) === found(whole) ? [] : [found(JSON.parse(directors['health.json'])), found(whole)]);
	check('and the same a second time', (await packOf('director'))['health.json'] === directors['health.json'] ? [] : ['it is not']);

	const unions = await packOf('union');
	check('who reads the ledger without logins gets none: no chain, no actor', [...'chain.csv' in unions ? ['a chain'] : [],
		...rowsOf(unions['ledger.csv']).filter((row) => row.actor !== '').map((row) => row.actor)].slice(0, 3));
	check('nor the name of a worker or a case', [...rowsOf(unions['lines.csv']), ...rowsOf(unions['unallocated.csv'])]
		.flatMap((row) => [row.worker, row.worker_name, row.case]).filter((value) => value !== undefined && value !== '' && !/^(Worker \d+|restricted)$/.test(value))
		.slice(0, 3));

	const early = unzip(Buffer.from(await (await ask('regulator', `${E}/evidence-pack/2026-01-01_to_2026-01-31.zip`)).arrayBuffer()));
	check('a period before the ledger says that it has no chain, and why', !('chain.csv' in early) && !('checkpoint.txt' in early)
		&& early['about.txt'].includes('the ledger has none of this period') ? [] : [early['about.txt'].slice(-400)]);
	check('it says that the ledger began later, not that a checkpoint is to be made', early['about.txt'].includes('The ledger began after the period')
		&& !early['about.txt'].includes('one is made at once') ? [] : [early['about.txt'].slice(-700)]);
	const before = await (await ask('regulator', `${E}/evidence-pack?from=2026-01-01&to=2026-01-31`)).text();
	check('and so does the page', before.includes('The ledger began after this period') && !before.includes('have one made first') ? [] : ['it does not']);
	const wrong = [];
	for (const [path, status, words] of [[`?from=${iso(Date.now() + 2 * DAY)}`, 400, 'after its last'], ['?from=2026-02-30', 400, 'expected a date'],
		[`?to=${iso(Date.now() + 2 * DAY)}`, 400, 'still to come'], ['?from=1990-01-01', 400, 'two years'], ['/2026.zip', 404, 'no pack of this name'],
		[`/${to}_to_${from}.zip`, 400, 'after its last'], [`/1990-01-01_to_${to}.zip`, 400, 'two years']]) {
		const answer = await ask('director', `${E}/evidence-pack${path}`);
		if (answer.status !== status || !(await answer.text()).includes(words))
			wrong.push(`${path}: ${answer.status}`);
	}
	check('days that cannot be are refused in a sentence', wrong);
	finish();
} finally {
	await stop(server);
	rmSync(folder, {recursive: true, force: true});
}
