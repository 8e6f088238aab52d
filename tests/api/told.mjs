// Being told outside the pages: mail to a mail server of the test's own, over TLS and not, and a calendar under its secret address.
//
//	node told.mjs PLIMSOLL SIGN_IN_TO
import {execFile, execFileSync} from 'node:child_process';
import {chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {cookieFor} from '../e2e/sign_in.mjs';
import {check, finish} from '../tap.mjs';
import {certificateIn, openSink} from './mail_sink.mjs';
import {serve, stop} from '../serve.mjs';
import {keysOf} from './upload.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const SITE = 'https://plimsoll.example.gov.uk';
const FROM = 'plimsoll@council.example';
const PATIENCE_MS = 100000;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-told-'));
const database = mkdtempSync(join(tmpdir(), 'plimsoll-told-db-'));
const db = join(database, 'demo.db');
const certificate = certificateIn(folder);
const password = join(folder, 'password');
writeFileSync(password, 'a password of nobody\n');
chmodSync(password, 0o600);

const missing = (text, ...wanted) => wanted.filter((one) => !(one instanceof RegExp ? one.test(text) : text.includes(one))).map((one) => `no ${one} in ${text.slice(0, 800)}`);
const same = (what, got, wanted) => (got === wanted ? [] : [`${what}: ${got}, expected ${wanted}`]);

// What a command says and how it ends.
async function run(...args) {
	try {
		const {stdout} = await promisify(execFile)(plimsoll, args, {encoding: 'utf8'});
		return {code: 0, said: stdout};
	} catch (error) {
		return {code: error.code, said: error.stderr};
	}
}

const mailTest = (port, ...more) => run('mail', 'test', 'ann@council.example', '--mail-server', `smtp://localhost:${port}`, '--mail-from', FROM,
	'--public-url', SITE, ...more);
const WHO = ['--mail-user', 'us', '--mail-password-file', password];

// ---- the mail server ----

async function tryServers() {
	const plain = await openSink();
	let answer = await mailTest(plain.port);
	const [mail] = plain.mails;
	check('a mail goes to a mail server on this machine', [...same('status', answer.code, 0), ...same('to', mail?.to.join(), 'ann@council.example')]);
	check('it says that a program wrote it', missing(mail?.text ?? '', `From: Plimsoll <${FROM}>\r\n`, 'To: <ann@council.example>\r\n',
		/\r\nDate: \w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} \+0000\r\n/, /\r\nMessage-ID: <[0-9a-f]{32}@council\.example>\r\n/, '\r\nAuto-Submitted: auto-generated\r\n'));
	plain.refuse = '550 no such box';
	answer = await mailTest(plain.port);
	check('what the mail server refuses is said', [...same('status', answer.code, 1), ...missing(answer.said, 'The mail server refused a mail, with 550')]);
	answer = await mailTest(plain.port, ...WHO);
	check('no password goes anywhere without TLS', [...same('status', answer.code, 1), ...missing(answer.said, 'no TLS'),
		...plain.commands.filter((one) => one.startsWith('AUTH'))]);
	plain.close();

	const sink = await openSink(certificate, 'a password of nobody');
	answer = await mailTest(sink.port, '--mail-ca-file', certificate.file, ...WHO);
	check('with STARTTLS and a password', [...same('status', answer.code, 0), ...same('over TLS', sink.mails[0]?.secure, true), ...same('user', sink.mails[0]?.user, 'us')]);
	answer = await mailTest(sink.port, ...WHO);
	check('a certificate that nobody vouches for is refused', [...same('status', answer.code, 1), ...missing(answer.said, /certificate|SSL/i),
		...same('mails', sink.mails.length, 1)]);
	sink.password = 'another';
	answer = await mailTest(sink.port, '--mail-ca-file', certificate.file, ...WHO);
	check('a password that is not taken is said', [...same('status', answer.code, 1), ...missing(answer.said, 'does not take the user and password')]);
	sink.password = 'a password of nobody';
	sink.deaf = true;
	answer = await mailTest(sink.port, '--mail-ca-file', certificate.file, ...WHO);
	check('a mail server that does not hear us go is not waited for', same('status', answer.code, 0));
	sink.password = 'another';
	sink.no = '454 not now';
	answer = await mailTest(sink.port, '--mail-ca-file', certificate.file, ...WHO);
	check('a mail server that knows nobody for now has not said no to a password', [...same('status', answer.code, 1),
		...(answer.said.includes('password') ? [answer.said] : [])]);
	sink.greeting = '554 not here';
	answer = await mailTest(sink.port, '--mail-ca-file', certificate.file, ...WHO);
	check('a mail server that takes nothing from us has not refused a mail', [...same('status', answer.code, 1),
		...(answer.said.includes('refused a mail') ? [answer.said] : [])]);
	sink.close();
	answer = await mailTest(9);
	check('a mail server that is not there is said', same('status', answer.code, 1));
}

// ---- somebody at a browser ----

let base;

async function ask(cookie, path, fields) {
	const answer = await fetch(base + path, {method: fields === undefined ? 'GET' : 'POST', redirect: 'manual', headers: {cookie},
		body: fields === undefined ? undefined : new URLSearchParams(fields)});
	return {status: answer.status, location: answer.headers.get('location'), type: answer.headers.get('content-type'),
		cache: answer.headers.get('cache-control'), body: await answer.text()};
}

async function send(cookie, page, action, fields) {
	const {token, once} = keysOf((await ask(cookie, page)).body, action);
	return ask(cookie, action, {token, once, ...fields});
}

async function until(holds) {
	for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !await holds();)
		await new Promise((resolve) => setTimeout(resolve, 50));
}

async function tryAddress(cookie, sink) {
	await send(cookie, '/account/mail', '/account/mail', {address: 'mona@council.example', often: 'digest'});
	await until(() => sink.mails.length > 0);
	const code = sink.mails[0]?.text.match(/\r\n {4}(\w{4}-\w{4})\r\n/)?.[1];
	check('a code is mailed as soon as an address is set', [...missing(sink.mails[0]?.text ?? '', 'Subject: Your code for mail from Plimsoll\r\n',
		`${SITE}/account/mail`), ...same('over TLS', sink.mails[0]?.secure, true)]);
	await until(async () => !(await ask(cookie, '/account/mail')).body.includes('tried again'));
	const wrong = await send(cookie, '/account/mail', '/account/mail/confirm', {code: 'aaaa-aaaa'});
	check('another code is refused in one sentence', [...same('status', wrong.status, 422), ...missing(wrong.body, 'This is not the code that was mailed')]);
	const right = await send(cookie, '/account/mail', '/account/mail/confirm', {code});
	check('the code confirms the address', same('leads to', right.location, '/account/mail?done=confirmed'));
	const bad = await send(cookie, '/account/mail', '/account/mail', {address: 'mona@council.example\r\nBcc: all@council.example', often: 'digest'});
	check('an address that would make another line of a header is refused', same('status', bad.status, 422));
	const none = await send(cookie, '/account/mail', '/account/mail', {address: 'mona@council.example', often: 'none'});
	check('whoever answers for others cannot turn it off', same('status', none.status, 422));
	check('the account says how one is told', missing((await ask(cookie, '/account')).body, 'Once a day'));
}

// ---- the calendar ----

// Lines as they were before they were cut.
const linesOf = (text) => text.replaceAll('\r\n ', '').split('\r\n');

// An address that does not exist answers like one that has ended.
async function tryCalendar(cookie, words) {
	const made = await send(cookie, '/account/calendar', '/account/calendar', {});
	const path = made.body.match(/\/calendar\/[\w-]{43}\.ics/)?.[0];
	check('the address of a calendar is told on a page that nobody keeps', [...same('cache', made.cache, 'no-store'), ...same('told', path !== undefined, true)]);
	check('and once', (await ask(cookie, '/account/calendar')).body.includes(path) ? ['it is told again'] : []);
	const answer = await ask('', path);
	const lines = linesOf(answer.body);
	const events = lines.filter((one) => one === 'BEGIN:VEVENT').length;
	check('it is a calendar', [...same('type', answer.type, 'text/calendar; charset=utf-8'), ...same('cache', answer.cache, 'private, no-cache'),
		...same('first', lines[0], 'BEGIN:VCALENDAR'), ...same('last', lines.at(-2), 'END:VCALENDAR'), ...same('version', lines[1], 'VERSION:2.0'),
		...answer.body.split('\r\n').filter((one) => Buffer.byteLength(one) > 75), ...(events > 0 ? [] : ['there is no event'])]);
	for (const [name, pattern] of [['UID', /^UID:[\w-]+-\d+\.demo@plimsoll$/], ['DTSTAMP', /^DTSTAMP:\d{8}T\d{6}Z$/],
		['DTSTART', /^DTSTART(:\d{8}T\d{6}Z|;VALUE=DATE:\d{8})$/], ['SUMMARY', /^SUMMARY:Plimsoll: [a-z\\, ]+( \(number \d+\))?$/],
		['URL', new RegExp(`^URL:${SITE}/employers/demo/(proposals/\\d+|matters/\\d+|unallocated|exceptions|waiting)$`)]]) {
		const found = lines.filter((one) => one.startsWith(name));
		check(`each event has its ${name} and no more in it`, [...same('count', found.length, events), ...found.filter((one) => !pattern.test(one))]);
	}
	const uids = lines.filter((one) => one.startsWith('UID'));
	check('no two events are one', same('different', new Set(uids).size, uids.length));
	check('no case, no worker and no team stands in it', words.filter((one) => answer.body.includes(one)));
	check('the page says that it was used', missing((await ask(cookie, '/account/calendar')).body, 'to the hour'));
	const again = await send(cookie, '/account/calendar', '/account/calendar', {});
	check('a new address ends the one before', [...same('before', (await ask('', path)).status, 404),
		...same('now', (await ask('', again.body.match(/\/calendar\/[\w-]{43}\.ics/)[0])).status, 200)]);
	check('an address that there never was is not found', same('status', (await ask('', `/calendar/${'A'.repeat(43)}.ics`)).status, 404));
	return answer.body;
}

// What a library makes of it that reads the calendars of the world, where there is one.
async function tryByLibrary(text) {
	const require = createRequire(import.meta.url);
	let ical;
	try {
		ical = (await import(require.resolve('ical.js'))).default;
	} catch {
		return;
	}
	const events = new ical.Component(ical.parse(text)).getAllSubcomponents('vevent').map((one) => new ical.Event(one));
	check('a library reads every event', events.filter((one) => !one.uid || !one.startDate || Number.isNaN(one.startDate.toJSDate().getTime())).map(({uid}) => uid));
}

execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '20', '--cases', '300'], {stdio: 'ignore'});
execFileSync(plimsoll, ['watch', '--db', db, '--employer', 'demo'], {stdio: 'ignore'});
const manager = cookieFor(signInTo, db, 'demo', 'manager:team:T01', 'director');
const loads = JSON.parse(execFileSync(plimsoll, ['load', '--db', db, '--employer', 'demo', '--json'], {encoding: 'utf8', maxBuffer: 1e9}));
const words = loads.posts.flatMap((one) => [one.worker, one.name]).filter((one) => typeof one === 'string' && one.length > 2);
const sink = await openSink(certificate, 'a password of nobody');
let server;
try {
	await tryServers();
	({server, base} = await serve(plimsoll, db, '--public-url', SITE, '--mail-server', `smtp://localhost:${sink.port}`, '--mail-from', FROM,
		'--mail-ca-file', certificate.file, ...WHO));
	const {body} = await ask(manager, '/employers/demo');
	check('the header of a page says how many things wait', missing(body, /<a href="\/employers\/demo\/waiting" class="[^"]*pl-header__waits">\d+ things? waits? for you</));
	const count = Number(body.match(/pl-header__waits">(\d+)/)?.[1]);
	const waiting = (await ask(manager, '/employers/demo/waiting')).body;
	const rows = waiting.match(/<h2[^>]*>For you<.*?<\/table>/s)?.[0].match(/<tr role="row"><th class/g)?.length;
	check('as many as the page of them lists', same('rows', rows, count));
	await tryAddress(manager, sink);
	await tryByLibrary(await tryCalendar(manager, words));
	finish();
} finally {
	if (server !== undefined)
		await stop(server);
	sink.close();
	for (const one of [folder, database])
		if (existsSync(one))
			rmSync(one, {recursive: true});
}
