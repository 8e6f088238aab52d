// Imports by web upload, over HTTP as a browser sends them and as somebody sends them who means harm.
//
//	node imports.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {connect} from 'node:net';
import {readdirSync} from 'node:fs';
import {dirname} from 'node:path';
import {deflateRawSync} from 'node:zlib';
import {cookieFor} from '../e2e/sign_in.mjs';
import {recordsAt} from '../records.mjs';
import {check, finish} from '../tap.mjs';
import {serve, stop} from '../serve.mjs';
import {withTwoCouncils} from './two_councils.mjs';
import {keysOf, multipart} from './upload.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const IMPORTS = '/employers/alpha/imports';
const CASES = 'case,opened,service,team\nUP-1,2026-02-02,children,north\nUP-2,2026-02-03,children,north\n';
const WRONG = 'case,opened,service,team\nUP-3,2026-02-02,children,north\nUP-4,yesterday,children,north\n';
const PATIENCE = 6000; // looks at a page that is to change
const MB = 1024 * 1024;

const expect = (what, got, wanted) => (got === wanted ? [] : [`${what}: ${got}, expected ${wanted}`]);
const says = (body, ...words) => words.filter((one) => !body.includes(one)).map((one) => `nothing is said of: ${one}`);

let base;
let cookie;

async function ask(path, {method = 'GET', headers = {}, body, as = cookie} = {}) {
	const answer = await fetch(base + path, {method, redirect: 'manual', headers: as === undefined ? headers : {cookie: as, ...headers}, body});
	return {status: answer.status, location: answer.headers.get('location'), body: await answer.text(), headers: answer.headers};
}

async function uploadKeys() {
	const {token, once} = keysOf((await ask(IMPORTS)).body, IMPORTS);
	return {token, once};
}

async function send(files, fields = {}, options = {}) {
	const {body, headers} = multipart({...await uploadKeys(), ...fields}, files);
	return ask(IMPORTS, {method: 'POST', body, ...options, headers: {...headers, ...options.headers}});
}

// The page of a job once it has ended.
async function ended(path) {
	for (let i = 0; i < PATIENCE; i++) {
		const page = await ask(path);
		if (!page.body.includes('<progress'))
			return page;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	throw new Error(`${path} does not end`);
}

const heading = (page) => page.body.match(/<h1[^>]*>([^<]*)</)?.[1] ?? '';

async function press(path, button, fields = {}) {
	const keys = keysOf((await ask(path)).body, button);
	return ask(button, {method: 'POST', body: new URLSearchParams({...Object.fromEntries(Object.entries(keys).filter(([, one]) => one)), ...fields})});
}

function ledger(db) {
	return execFileSync(plimsoll, ['log', '--db', db, '--employer', 'alpha', '--json'], {encoding: 'utf8'});
}

// What the server answers to bytes that are no proper request, until it closes.
function raw(text) {
	return new Promise((resolve) => {
		const {hostname, port} = new URL(base);
		const socket = connect(Number(port), hostname, () => socket.write(text));
		let said = '';
		socket.on('data', (data) => {
			said += data;
		});
		socket.on('close', () => resolve(said));
		socket.on('error', () => resolve(said));
	});
}

// ---- a workbook that unpacks to more than is right ----

function crc32(bytes) {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let i = 0; i < 8; i++)
			crc = (crc >>> 1) ^ (0xEDB88320 & -(crc & 1));
	}
	return ~crc >>> 0;
}

function zip(entries) {
	const local = [];
	const central = [];
	let at = 0;
	for (const [name, bytes] of entries) {
		const packed = deflateRawSync(bytes);
		const head = Buffer.alloc(26);
		head.writeUInt16LE(20, 0);
		head.writeUInt16LE(8, 4);
		head.writeUInt32LE(crc32(bytes), 10);
		head.writeUInt32LE(packed.length, 14);
		head.writeUInt32LE(bytes.length, 18);
		head.writeUInt16LE(name.length, 22);
		const offset = Buffer.alloc(14);
		offset.writeUInt32LE(at, 10);
		const record = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
		central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, offset, Buffer.from(name)]));
		local.push(record);
		at += record.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(entries.length, 4);
	end.writeUInt16LE(entries.length, 6);
	end.writeUInt32LE(directory.length, 8);
	end.writeUInt32LE(at, 12);
	return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}

function bomb() {
	const xml = (text) => Buffer.from(`<?xml version="1.0"?>${text}`);
	return zip([
		['_rels/.rels', xml('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ' +
			'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>' +
			'</Relationships>')],
		['[Content_Types].xml', xml('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')],
		['xl/workbook.xml', xml('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
			'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' +
			'<sheet name="List 6" sheetId="1" r:id="r1"/></sheets></workbook>')],
		['xl/_rels/workbook.xml.rels', xml('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
			'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" ' +
			'Target="worksheets/sheet1.xml"/></Relationships>')],
		['xl/worksheets/sheet1.xml', Buffer.concat([xml('<worksheet>'), Buffer.alloc(8 * MB, ' ')])],
	]);
}

// ---- what is refused ----

async function checkRefusals() {
	const keys = await uploadKeys();
	const form = multipart({once: keys.once}, [['a.csv', CASES]]);
	const untoken = await ask(IMPORTS, {method: 'POST', ...form});
	check('a form without its token is refused', [...expect('status', untoken.status, 403), ...says(untoken.body, 'Nothing was changed')]);

	const many = await send(Array.from({length: 21}, (_, i) => [`${i}.csv`, CASES]));
	check('more than 20 files are refused', [...expect('status', many.status, 413), ...says(many.body, 'more than the 20 files')]);

	const {host} = new URL(base);
	const large = await raw(`POST ${IMPORTS} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n` +
		`Content-Type: multipart/form-data; boundary=x\r\nContent-Length: ${201 * MB}\r\nConnection: close\r\n\r\n`);
	check('more than 200 MB are refused before they are sent', says(large, 'HTTP/1.1 413', 'larger than the 200 MB'));

	const text = await ask(IMPORTS, {method: 'POST', body: CASES, headers: {'Content-Type': 'text/csv'}});
	check('what is no form is refused', [...expect('status', text.status, 415), ...says(text.body, 'multipart/form-data')]);

	const none = await send([['', '']]);
	check('a form without a file is shown again', [...expect('status', none.status, 422), ...says(none.body, 'Choose at least one file.',
		'<title>Error: ', 'href="#files"')]);

	const cut = multipart(keys, [['a.csv', CASES]]);
	const short = await ask(IMPORTS, {method: 'POST', headers: cut.headers, body: cut.body.subarray(0, cut.body.length - 20)});
	check('a form that ends in the middle of a file is refused', [...expect('status', short.status, 400), ...says(short.body, 'middle of a part')]);

	await new Promise((resolve) => {
		const {hostname, port} = new URL(base);
		const socket = connect(Number(port), hostname, () => {
			socket.write(`POST ${IMPORTS} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nContent-Type: ${cut.headers['Content-Type']}\r\n` +
				`Content-Length: ${cut.body.length + 1000}\r\n\r\n`);
			socket.write(cut.body, () => socket.destroy());
		});
		socket.on('close', resolve);
	});
	const after = await ask(IMPORTS);
	check('a client that goes in the middle leaves nothing behind', [...expect('status', after.status, 200),
		...(after.body.includes('Dry run') ? ['there is a job of it'] : [])]);

	const strange = multipart({...keys, mode: 'x'}, [['a.csv', CASES]]);
	const field = await ask(IMPORTS, {method: 'POST', ...strange});
	check('a field that nobody asked for is refused', expect('status', field.status, 400));
	const elsewhere = await send([['a.csv', CASES]], {}, {headers: {Origin: 'https://evil.example'}});
	check('a form from another site is refused', expect('status', elsewhere.status, 403));
}

async function checkRights(cookies, db) {
	const big = multipart({token: 'x', once: 'x'}, [['a.csv', 'x'.repeat(2 * MB)]]);
	for (const [who, status] of [['worker', 403], ['director', 403], ['administrator', 403], ['union', 403]])
		check(`a ${who} sends no files`, expect('status', (await ask(IMPORTS, {method: 'POST', ...big, as: cookies[who]})).status, status));
	const nobody = await ask(IMPORTS, {method: 'POST', ...big, as: ''});
	check('nobody sends files without signing in', [...expect('status', nobody.status, 303), ...expect('to', nobody.location, '/sign-in')]);
	const ofService = await ask(IMPORTS, {as: cookies.analyst});
	check('nor sends files, which are refused before they are read',
		[...expect('status', (await ask(IMPORTS, {method: 'POST', ...big, as: cookies.analyst})).status, 403)]);
	check('an analyst of one service changes no other', [...expect('status', ofService.status, 403), ...says(ofService.body, 'whole employer')]);
	const other = cookieFor(signInTo, db, 'beta', 'analyst');
	for (const path of [IMPORTS, `${IMPORTS}/1`, `${IMPORTS}/entries/1`, `${IMPORTS}/1.csv`])
		check(`another employer's analyst finds nothing at ${path}`, expect('status', (await ask(path, {as: other})).status, 404));
	check('nor can they send files there', expect('status', (await ask(IMPORTS, {method: 'POST', ...big, as: other})).status, 404));
	check('their own imports are not these', [...expect('status', (await ask('/employers/beta/imports/1', {as: other})).status, 404),
		...expect('status', (await ask('/employers/beta/imports', {as: other})).status, 200)]);
}

// ---- what is done ----

async function checkTryAndTakeIn(db) {
	const before = ledger(db);
	const sent = await send([['cases.csv', CASES]]);
	const tried = await ended(sent.location);
	check('files are tried first', [...expect('status', sent.status, 303), ...expect('heading', heading(tried), 'Dry run 1: Tried'),
		...says(tried.body, 'nothing was changed', 'cases.csv', 'kept until'), ...(ledger(db) === before ? [] : ['the ledger has changed'])]);

	const takeIn = `${sent.location}/take-in`;
	const keys = keysOf(tried.body, takeIn);
	const fields = () => new URLSearchParams({token: keys.token, once: keys.once});
	const taken = await ask(takeIn, {method: 'POST', body: fields()});
	const done = await ended(taken.location);
	const again = await ask(takeIn, {method: 'POST', body: fields()});
	check('the same files are then taken in', [...expect('heading', heading(done), 'Import 2: Taken in'),
		...says(done.body, 'take it back', 'episodes')]);
	check('a form that is sent twice leads to the same import', [...expect('status', again.status, 303), ...expect('to', again.location, taken.location)]);
	check('files that were taken in are not kept', expect('status', (await press(sent.location, takeIn, {token: keys.token,
		once: (await uploadKeys()).once})).status, 404));
	check('the ledger has one entry of it, without a name of a file', [
		...expect('imports', ledger(db).split('"import"').length - before.split('"import"').length, 1),
		...(ledger(db).includes('cases.csv') ? ['it names the file'] : [])]);
	return taken.location;
}

async function checkErrors() {
	const sent = await send([['wrong.csv', WRONG]], {at_once: 'yes'});
	const refused = await ended(sent.location);
	check('files with errors are refused whole', [...expect('heading', heading(refused), `Import ${sent.location.split('/').pop()}: Refused for its errors`),
		...says(refused.body, 'wrong.csv', 'bad-date', 'line 3', 'Take in what is good')]);
	const csv = await ask(`${sent.location}.csv`);
	check('what is wrong is there as CSV', [...expect('type', csv.headers.get('content-type'), 'text/csv; charset=utf-8'),
		...expect('header', csv.body.split(/\r?\n/)[0], 'kind,file,place,field,code,expected'), ...says(csv.body, 'error,wrong.csv,')]);
	check('a page of the list that is none is refused', expect('status', (await ask(`${sent.location}?page=2`)).status, 400));
	const good = await press(sent.location, `${sent.location}/take-in`, {accept_good: 'yes'});
	check('what is good of them is taken in if that is wanted', expect('heading', heading(await ended(good.location)),
		`Import ${good.location.split('/').pop()}: Taken in`));
	const lost = await ended((await send([['a.csv', 'case,opened,service,team\nLEFT-OUT,2026-02-02,children,north\n'],
		['h.csv', 'case,worker,from,until\nLEFT-OUT,W1,2020-01-01,2020-02-01\n']])).location);
	check('a dry run says what it would leave out, beside the button too', expect('times',
		lost.body.split('1 holding is left out').length - 1, 2));
	const unread = await send([['letter.txt', 'Dear all']], {at_once: 'yes'});
	const letter = await ended(unread.location);
	check('a file that is none of ours fails in one sentence', [...says(heading(letter), 'Failed'), ...says(letter.body, 'letter.txt: ', 'Nothing was changed.')]);
	const letterCsv = await ask(`${unread.location}.csv`);
	check('what could not be read has no list of errors as CSV', [...expect('status', letterCsv.status, 404), ...says(letterCsv.body, 'There is no list')]);
	const bombed = await ended((await send([['lists.xlsx', bomb()]], {at_once: 'yes'})).location);
	check('a workbook that unpacks to too much fails in one sentence', [...says(heading(bombed), 'Failed'), ...says(bombed.body, 'unpacks to more than')]);
}

async function checkNames(db) {
	const folder = readdirSync(dirname(db)).sort().join();
	const sent = await send([['../../etc/cron.d/evil.csv', CASES], ['C:\\temp\\<img src=x>.csv', CASES], ['bell\x07.csv', CASES]]);
	const page = await ended(sent.location);
	check('the name of a file is text and no path', [...says(page.body, '>evil.csv<', '&lt;img src=x&gt;.csv', '>file 3<'),
		...['../', 'cron.d', 'C:', '<img', '\x07'].filter((one) => page.body.includes(one)).map((one) => `the page has ${JSON.stringify(one)}`),
		...expect('files of the folder', readdirSync(dirname(db)).sort().join(), folder)]);
}

async function checkUndo(db) {
	const list = await ask(IMPORTS);
	const entry = list.body.match(/imports\/entries\/(\d+)/)?.[0];
	const path = `/employers/alpha/${entry}`;
	const page = await ask(path);
	const {token, last} = keysOf(page.body, path);
	check('before an import is taken back, the page says what goes', says(page.body, 'Cases', 'Made', 'Take this import back'));
	const undone = await press(path, path);
	const done = await ended(undone.location);
	check('an import is taken back', [...says(heading(done), 'Done'), ...says((await ask(path)).body, 'It was taken back by entry', 'Bring this import back'),
		...says(ledger(db), '"undo"')]);
	const older = await ask(path, {method: 'POST', body: new URLSearchParams({token, last, once: (await uploadKeys()).once})});
	check('an older page brings nothing back', [...expect('status', older.status, 422), ...says(older.body, 'Somebody else was faster')]);
	const back = await press(path, path);
	check('it is brought back by the page as it is', [...says(heading(await ended(back.location)), 'Done'), ...says((await ask(path)).body, 'it stands')]);
	check('an entry that is no import is not there', expect('status', (await ask(`${IMPORTS}/entries/999`)).status, 404));
}

// While a large import commits, pages come at once, and who writes is at the worst told to come again.
async function checkMeanwhile() {
	const rows = Array.from({length: 20000}, (_, i) => `BIG-${i},2026-02-02,children,north\n`).join('');
	const sent = await send([['big.csv', `case,opened,service,team\n${rows}`]], {at_once: 'yes'});
	const problems = [];
	let slowest = 0;
	let turnedAway = 0;
	let looks = 0;
	for (let running = true; running && looks < PATIENCE; looks++) {
		const began = performance.now();
		const job = await ask(sent.location);
		running = job.body.includes('<progress');
		const form = await ask('/sign-in', {as: ''});
		const visit = form.headers.get('set-cookie').split(';')[0];
		const keys = keysOf(form.body, '/sign-in');
		const tried = await ask('/sign-in', {method: 'POST', as: visit, body: new URLSearchParams({...keys.token && {token: keys.token, once: keys.once},
			login: `nobody-${looks}`, password: 'wrong wrong wrong'})});
		slowest = Math.max(slowest, performance.now() - began);
		if (tried.status === 503)
			turnedAway++;
		problems.push(...expect('page', job.status, 200), ...expect('sign-in page', form.status, 200));
		if (tried.status !== 422 && tried.status !== 429 && !(tried.status === 503 && tried.headers.get('retry-after')))
			problems.push(`signing in: ${tried.status}`);
	}
	check('while an import commits, nobody fails but is told to come again', [...new Set(problems)]);
	console.log(`# ${looks} looks, ${turnedAway} of them turned away with 503, the slowest ${Math.round(slowest)} ms`);
	check('the large import is taken in', says(heading(await ended(sent.location)), 'Taken in'));
}

// Reports are in memory: a server that was started anew has none of them. On a database server they are there for any process, until that
// server crashes, which empties what is not in its log.
async function checkForgotten(db, stopServer) {
	const sent = await send([['wrong.csv', WRONG]], {at_once: 'yes'});
	await ended(sent.location);
	await stopServer();
	const next = await serve(plimsoll, db);
	base = next.base;
	const records = recordsAt(db);
	if (records.isOfServer) {
		check('a report is there after a new start', says((await ask(sent.location)).body, 'wrong.csv', 'bad-date', 'kept until'));
		records.change('truncate import_piece');
	}
	const page = await ask(sent.location);
	const csv = await ask(`${sent.location}.csv`);
	check('a report that is not kept is no empty list', [...says(page.body, 'not kept any longer'), ...expect('status', csv.status, 404),
		...says(csv.body, 'not kept any longer')]);
	await stop(next.server);
}

await withTwoCouncils(plimsoll, signInTo, async (address, cookies, db, stopServer) => {
	base = address;
	cookie = cookieFor(signInTo, db, 'alpha', 'analyst');
	await checkRefusals();
	await checkRights(cookies, db);
	await checkTryAndTakeIn(db);
	await checkErrors();
	await checkNames(db);
	await checkUndo(db);
	await checkMeanwhile();
	await checkForgotten(db, stopServer);
});
finish();
