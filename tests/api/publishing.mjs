// A health check is published, corrected, and read by somebody outside who has nothing but its address, SHA-256 and Ed25519.
//
//	node publishing.mjs PLIMSOLL SIGN_IN_TO openapi.json
import {createHash} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from '../serve.mjs';
import {proof} from './proof.mjs';
import {keysOf} from './upload.mjs';

const [plimsoll, signInTo, documentPath] = process.argv.slice(2);
// What somebody typed into every field that may say who agreed, and what becomes of it.
const PERSON = 'Jane Smith, team manager of Duty Team North';
const PARTIES = 'agreed by the council, the union and parties named in its own records';
const E = '/employers/demo', PUBLISH = `${E}/publish`;

const firstOfQuarter = (day) => new Date(Date.UTC(day.getUTCFullYear(), 3 * Math.floor(day.getUTCMonth() / 3))).toISOString().slice(0, 10);
const api = JSON.parse(readFileSync(documentPath, 'utf8'));
const ajv = new Ajv({allErrors: true, allowUnionTypes: true, strictRequired: false});
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
ajv.addVocabulary(['components']);
ajv.addSchema({$id: 'api', components: {schemas: api.components.schemas}});
const fits = (name, value) => {
	const of = ajv.compile({$ref: `api#/components/schemas/${name}`});
	return of(value) ? [] : of.errors.slice(0, 3).map((one) => `${one.instancePath} ${one.message}`);
};

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-publishing-'));
let server;
try {
	const db = join(folder, 'council', 'demo.db'), key = join(folder, 'key');
	execFileSync('mkdir', [join(folder, 'council')]);
	execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '24', '--cases', '360', '--seed', '7'], {stdio: 'pipe'});
	execFileSync(plimsoll, ['checkpoint', 'keygen', '--signing-key', key, '--name', 'test.example/plimsoll'], {stdio: 'pipe'});
	const declare = (...args) => execFileSync(plimsoll, ['employer', 'declare', '--db', db, '--employer', 'demo', ...args], {stdio: 'pipe'});
	declare('--from', '2026-01-10', '--starts', '2026-01-10', '--goal', '12', '--by', '2028-04-01',
		'--agreed-by', `The council, the union and ${PERSON}`,
		'--status', 'collective', 'target', '24');
	const director = cookieFor(signInTo, db, 'demo', 'director');
	const served = await serve(plimsoll, db, '--signing-key', key);
	server = served.server;
	const {base} = served, line = readFileSync(`${key}.pub`, 'utf8');
	const read = async (path, cookie) => {
		const answer = await fetch(base + path, {headers: cookie === undefined ? {} : {cookie}, redirect: 'manual'});
		return {status: answer.status, body: await answer.text()};
	};
	const hidden = (body, name) => body.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
	let form; // that was sent last
	const publish = async (changes = {}, page = PUBLISH) => {
		const {body} = await read(page, director);
		const {token, once} = keysOf(body, PUBLISH);
		return send({token, once, quarter: hidden(body, 'quarter'), seen: hidden(body, 'seen'), why: '', read: 'yes', ...changes});
	};
	const send = async (fields) => {
		form = fields;
		const answer = await fetch(base + PUBLISH, {method: 'POST', redirect: 'manual', headers: {cookie: director}, body: new URLSearchParams(form)});
		return {status: answer.status, location: answer.headers.get('location'), body: await answer.text()};
	};

	check('nothing is published before somebody does', (await read('/published')).body.includes('has published a health check yet') ? [] : ['something is']);
	const preview = (await read(PUBLISH, director)).body;
	check('what is withheld has its reason in the preview', /One to four are behind it|Too few are behind it/.test(preview) ? [] : ['no reason']);
	const unread = await publish({read: ''});
	check('nothing is published before it is said to be read', unread.status === 422 && unread.body.includes('cannot be taken back.') ? [] : [unread.status]);
	check('the button stands behind what is to be read', preview.indexOf('Counts are rounded') < preview.indexOf('id="read"') ? [] : ['it stands before']);
	check('an invented council is told where it never stands', preview.includes('never stands in the league') ? [] : ['it is not']);
	check('a line of the weighting scheme that nobody agreed is no agreed limit',
		preview.includes('A limit is in force that nobody is named to have agreed') ? [] : ['it is one']);
	check('who is about to publish reads the words that go out', preview.includes(PARTIES) ? [] : ['they do not']);
	const changed = await publish({seen: 'x'});
	check('what has changed since it was seen is shown again first', changed.status === 422 && changed.body.includes('changed since you looked') ? [] : [changed.status]);
	const running = await publish({quarter: firstOfQuarter(new Date())});
	check('a quarter that runs is refused', running.status === 400 && running.body.includes('that is over') ? [] : [`${running.status}`]);

	const first = await publish();
	check('it is published under an address for everybody', first.status === 303 && first.location === '/published/demo/1' ? [] : [`${first.status} ${first.location}`]);
	const file = (await read('/published/demo/1.json')).body, page = (await read('/published/demo/1')).body;
	check('the file is as it is described', fits('PublishedCheck', JSON.parse(file)));
	check('so is the list', fits('PublishedList', JSON.parse((await read('/published.json')).body)));
	check('the file proves itself', proof(file, line));
	const signed = await fetch(`${base}/published/demo/1.json`), tag = signed.headers.get('etag');
	check('its tag is its sum, and who has it gets it no more', tag === `"${createHash('sha256').update(file).digest('hex')}"`
		&& (await fetch(`${base}/published/demo/1.json`, {headers: {'if-none-match': tag}})).status === 304 ? [] : [tag]);
	const [listed] = JSON.parse((await read('/published.json')).body).published;
	check('the list says its sum and its key, for whoever keeps copies', listed.key === line.split('+').slice(0, 2).join('+')
		&& listed.sha256 === file.match(/sha256 ([0-9a-f]{64})/)[1] ? [] : [JSON.stringify(listed)]);
	check('one that was altered does not', proof(file.replace('"unit":"count"', '"unit":"days"'), line).length > 0 ? [] : ['it does']);
	check('the page says what the file says, and no reasons', [...(page.includes(PARTIES) ? [] : ['no target']),
		...(/One to four are behind it, or all|Too few are behind it for/.test(page) ? ['a reason'] : []), ...(page.includes('plimsoll health check') ? [] : ['no note'])]);
	const figures = JSON.parse(file).figures;
	check('every count is rounded', figures.filter(({unit, told, value}) => told === 'shown' && ['count', 'full-time-equivalents'].includes(unit) && value % 5 !== 0)
		.filter(({code}) => !/median|p90/.test(code)).map(({code, value}) => `${code}: ${value}`));
	check('nor in the file', JSON.parse(file).agreements.length === 0 ? [] : [JSON.stringify(JSON.parse(file).agreements)]);
	check('no word that somebody typed is in it', ['Jane', 'Smith', 'Duty Team', 'nobody yet'].filter((word) => (file + page).includes(word)));
	// A signature may happen to hold anything, and so may the hour of an instant: T01 is a team.
	const told = file.replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '').replace(/[\w+/]{40,}=*/g, '');
	check('nothing in it names a person, a team or a case', ['demo-', 'T01', 'DEM0', 'SW1'].filter((part) => told.includes(part)));

	const again = (await read(PUBLISH, director)).body;
	check('the same is not published twice', again.includes('nothing has changed in it since') && hidden(again, 'seen') === undefined ? [] : ['a form']);
	declare('--from', '2026-01-10', '--starts', '2026-01-10', '--goal', '11', '--by', '2028-04-01', '--agreed-by', 'The council and the union',
		'--status', 'collective', 'target', '24');
	const silent = await publish();
	check('a correction says why', silent.status === 422 && silent.body.includes('say why it is corrected') ? [] : [`${silent.status}`]);
	const typed = await publish({why: `${PERSON} mistyped it`});
	check('a reason of one’s own words, which may name somebody, is refused', typed.status === 422 && !typed.location ? [] : [`${typed.status}`]);
	const second = await publish({why: 'declared-wrong'});
	check('a correction is a new version', second.location === '/published/demo/2' ? [] : [`${second.status} ${second.location}`]);
	check('the one before stays as it was', (await read('/published/demo/1.json')).body === file ? [] : ['it has changed']);
	check('and says what has taken its place', (await read('/published/demo/1')).body.includes('corrected by version 2') ? [] : ['it does not']);
	const newest = JSON.parse((await read('/published/demo/latest.json')).body);
	check('the newest says what it corrects, and why', newest.version === 2 && newest.corrects === 1 && newest.why === 'What the employer declares was wrong, or was declared later.' ? [] : [newest.why]);
	const other = await send({...form, why: 'records-late', seen: 'x'});
	check('a key that was used answers as it did, whatever else is sent with it', other.status === 303 && other.location === second.location ? [] : [`${other.status}`]);
	check('and publishes nothing', JSON.parse((await read('/published.json')).body).published.length === 2 ? [] : ['it does']);
	const before = (await read(PUBLISH, director)).body.match(/href="([^"]*publish\?quarter=[^"]*)"/)[1].replaceAll('&amp;', '&');
	const older = await publish({}, before);
	check('a quarter before may be published later', older.location === '/published/demo/3' ? [] : [`${older.status} ${older.location}`]);
	const latest = (await read('/published/demo/latest')).body;
	check('the latest is the newest version of the newest quarter', latest.includes('Version 2, published on')
		&& JSON.parse((await read('/published/demo/latest.json')).body).version === 2 ? [] : ['it is another']);
	check('nobody has a latest who has published nothing', (await read('/published/nobody/latest')).status === 404 ? [] : ['there is one']);
	const open = await Promise.all(['/published', '/published.json', '/league', '/league.json', ...[1, 2, 3, 'latest'].flatMap((one) =>
		[`/published/demo/${one}`, `/published/demo/${one}.json`])].map((path) => read(path)));
	check('no byte that is public has a word of what somebody typed', ['Jane', 'Smith', 'Duty Team', 'mistyped', 'nobody yet']
		.filter((word) => open.some(({body}) => body.includes(word))));
	check('others are told there is none', (await Promise.all(['/published/demo/4', '/published/nobody/1', '/published/demo/x'].map(read)))
		.filter(({status}) => status !== 404).map(({status}) => `${status}`));
	await stop(server);
	const undone = (() => { try { return execFileSync(plimsoll, ['undo', '--db', db, '--employer', 'demo', '--entry', String(newest.ledger_entries + 1)], {stdio: 'pipe'}); } catch (e) { return e; } })();
	check('it cannot be taken back', String(undone.stderr).includes('new version that corrects') ? [] : [String(undone.stderr)]);
	execFileSync(plimsoll, ['verify', '--db', db], {stdio: 'pipe'});
	server = undefined;
} finally {
	server?.kill('SIGTERM');
	rmSync(folder, {recursive: true, force: true});
}
finish();
