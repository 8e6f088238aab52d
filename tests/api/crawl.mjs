// Everybody follows every link of a council whose every text is hostile (hostile_council.mjs), over HTTP: pages, CSV and JSON. Each
// answer is held against what is promised of all of them (docs/security.md); in the end nothing may have changed by it.
//
//	node crawl.mjs PLIMSOLL SIGN_IN_TO SCHEME.json
import {mkdtempSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parse} from 'parse5';
import {check, finish} from '../tap.mjs';
import {EMPLOYER, HARM, hostile, makeHostileCouncil} from './hostile_council.mjs';
import {changed, recordsAt} from '../records.mjs';
import {serve, stop} from '../serve.mjs';
import {unzip} from './unzip.mjs';
import {keysOf, multipart} from './upload.mjs';

const [plimsoll, signInTo, scheme] = process.argv.slice(2);
const PUBLIC_URL = 'https://plimsoll.example.gov.uk';
const MOST_PROBLEMS = 12;
const OPERATIONAL = ['session', 'look']; // what looking itself leaves: who is signed in, who looked

// ---- what is promised of every answer ----

const HEADERS = {
	'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
		+ "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'strict-transport-security': 'max-age=63072000; includeSubDomains',
};
const COOKIE = /^__Host-plimsoll(-visit)?=[A-Za-z0-9_-]*(; Max-Age=0)?; Path=\/; Secure; HttpOnly; SameSite=Lax$/;
const PERSONAL = /(worker|manager|owner|agreer|account)name\d|login\d|browser\d|@o'plh/i; // the words that hostile_council.mjs gives them

function problemsOfHeaders({headers, status, signedIn}) {
	const problems = Object.entries(HEADERS).filter(([name, value]) => headers.get(name) !== value)
		.map(([name]) => `${name}: ${headers.get(name)}`);
	if (!/^[A-Za-z0-9_-]{22}$/.test(headers.get('x-request-id') ?? ''))
		problems.push(`x-request-id: ${headers.get('x-request-id')}`);
	if (signedIn && headers.get('cache-control') !== 'no-store')
		problems.push(`cache-control: ${headers.get('cache-control')}`);
	if (headers.has('server') || headers.has('x-powered-by'))
		problems.push('it says what the server is made of');
	return [...problems, ...headers.getSetCookie().filter((cookie) => !COOKIE.test(cookie)).map((cookie) => `set-cookie: ${cookie}`),
		...status >= 500 ? [`status ${status}`] : []];
}

// ---- pages ----

function* elements(node) {
	for (const child of node.childNodes ?? []) {
		if (child.tagName !== undefined)
			yield child;
		yield* elements(child);
	}
}

const attribute = (element, name) => element.attrs.find((one) => one.name === name)?.value;
const ADDRESSES = new Set(['href', 'src', 'action', 'formaction', 'xlink:href', 'poster', 'data', 'srcset', 'background', 'ping', 'cite']);
const FORBIDDEN = new Set(['script', 'style', 'iframe', 'object', 'embed', 'base', 'template', 'frame', 'noscript', 'plaintext', 'foreignobject',
	'img', 'video', 'audio', 'link', 'meta']);

// The few that the layout has itself.
const isOurs = ({tagName, attrs}) => ['link', 'meta'].includes(tagName)
	&& attrs.every(({name, value}) => /^(rel|type|name|content|charset|href)$/.test(name) && !value.includes('plh') && value !== 'refresh');

function problemsOfElement(element) {
	const problems = [];
	if (element.tagName.includes('plh') || (FORBIDDEN.has(element.tagName.toLowerCase()) && !isOurs(element)))
		problems.push(`an element <${element.tagName}>`);
	for (const {name, value} of element.attrs) {
		if (/^on|plh|^(style|srcdoc|autofocus|http-equiv)$/i.test(name))
			problems.push(`an attribute ${name} of <${element.tagName}>`);
		if (ADDRESSES.has(name) && !/^(\/(?!\/)|[?#])/.test(value) && !(element.tagName === 'a' && isSource(value)))
			problems.push(`${name}="${value}" of <${element.tagName}>`);
	}
	return problems;
}

// Sources of the method and the schemes stand elsewhere; texts of ours lead there and none of the council's.
const isSource = (value) => /^https:\/\/[a-z0-9.-]+\.[a-z]+(\/|$)/.test(value) && !value.includes('plh');

function problemsOfForm(form) {
	const inputs = [...elements(form)].filter(({tagName}) => tagName === 'input');
	const values = (name) => inputs.filter((one) => attribute(one, 'name') === name).map((one) => attribute(one, 'value'));
	if (attribute(form, 'method') !== 'post')
		return values('token').length > 0 ? ['a form of GET carries a token'] : [];
	return ['token', 'once'].filter((name) => values(name).length !== 1 || !/^[A-Za-z0-9_-]{22,}$/.test(values(name)[0]))
		.map((name) => `a form to ${attribute(form, 'action')} has no ${name}`);
}

function readPage(body) {
	const wrong = [];
	const document = parse(body, {onParseError: ({code}) => wrong.push(`not well written: ${code}`)});
	const all = [...elements(document)];
	return {
		problems: [...wrong.slice(0, 2), ...all.flatMap(problemsOfElement), ...all.filter(({tagName}) => tagName === 'form').flatMap(problemsOfForm),
			...all.filter(({tagName}) => tagName === 'html').length === 1 ? [] : ['not one document']],
		links: all.map((one) => attribute(one, 'href')).filter((href) => href !== undefined),
		actions: all.map((one) => attribute(one, 'action')).filter((action) => action !== undefined),
		text: [...texts(document)].join(' '),
	};
}

function* texts(node) {
	for (const child of node.childNodes ?? []) {
		if (child.nodeName === '#text')
			yield child.value;
		for (const {value} of child.attrs ?? [])
			yield value;
		yield* texts(child);
	}
}

// ---- data ----

// A cell that a spreadsheet would work out; numbers may be negative.
function problemsOfCsv(body) {
	const cells = [...body.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g)].map(([, quoted, plain]) => quoted ?? plain);
	return cells.filter((cell) => /^[=+@\t\r-]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)).map((cell) => `a cell ${cell.slice(0, 60)}`);
}

function problemsOfJson(body) {
	try {
		JSON.parse(body);
		return [];
	} catch (error) {
		return [`JSON: ${error.message}`];
	}
}

// A part of a workbook: no formula, no link, nothing that runs, and each text stays a text of its cell.
function problemsOfSheet(name, text) {
	const found = [...text.matchAll(/<(f|hyperlink|oleObject|control)\b/g)].map(([, tag]) => `${name}: <${tag}>`);
	return /vbaProject|externalLink/.test(name) ? [...found, name] : found;
}

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const NOTHING = {problems: [], links: [], actions: [], text: ''};

function readBody(type, body) {
	if (type === 'text/html; charset=utf-8')
		return body.length === 0 ? NOTHING : readPage(body.toString('utf8'));
	if (type === 'application/zip') {
		const parts = Object.entries(unzip(body)).map(([name, text]) => readBody(name.endsWith('.csv') ? 'text/csv' : name.endsWith('.json')
			? 'application/json' : 'text/plain; charset=utf-8', text));
		return {...NOTHING, problems: parts.flatMap((part) => part.problems), text: parts.map((part) => part.text).join(' ')};
	}
	if (type === WORKBOOK) {
		const parts = Object.entries(unzip(body));
		return {...NOTHING, problems: parts.flatMap(([name, text]) => problemsOfSheet(name, text)), text: parts.map(([, text]) => text).join(' ')};
	}
	body = body.toString('utf8');
	const problems = type.startsWith('application/json') ? problemsOfJson(body) : type.startsWith('text/csv') ? problemsOfCsv(body)
		: /^(text\/plain; charset=utf-8|text\/css|image\/svg\+xml)/.test(type) ? [] : [`of type ${type}`];
	return {...NOTHING, problems, text: body};
}

// So that a check that is blind does not pass for a page that is clean.
function checkEyes() {
	const page = (inside) => readPage(`<!DOCTYPE html><html><head><title>a</title></head><body>${inside}</body></html>`).problems;
	const bad = {'markup': `<p>${HARM[0]}</p>`, 'an attribute': `<p title='${HARM[1]}'></p>`, 'a comment': `<p>${HARM[2]}</p>`,
		'script as address': `<a href="${HARM[3]}">a</a>`, 'another site': '<a href="//plh.example">a</a>', 'many': `<td>${HARM[8]}</td>`,
		'no token': '<form action="/account" method="post"></form>', 'inline style': '<p style="color:red">a</p>'};
	check('the checks see what they look for', [...Object.entries(bad).filter(([, inside]) => page(inside).length === 0).map(([what]) => what),
		...page(`<p title="&quot;&lt;plh&gt;">&lt;plh onplh=1&gt;</p>`), ...[5, 6].filter((i) => problemsOfCsv(`a,b\n1,"${HARM[i].replaceAll('"', '""')}"`)
			.length !== 1).map((i) => `a formula ${HARM[i]}`)]);
}

// ---- going about ----

const isPersonal = (address) => PERSONAL.test(decodeURIComponent(address));

// Of addresses that differ in nothing but a value behind the question mark, one is as good as another.
function shapeOf(address) {
	const {pathname, searchParams} = new URL(address, PUBLIC_URL);
	return `${pathname}?${[...searchParams.keys()].sort()}`;
}

const SAME_FOR_ALL = /^\/(assets\/|openapi\.json|league\/keys\.txt)/;

async function look(base, cookie, address, options = {}) {
	const answer = await fetch(base + address, {redirect: 'manual', ...options, headers: {...cookie === undefined ? {} : {cookie}, ...options.headers}});
	const {status, headers} = answer;
	const page = readBody(headers.get('content-type') ?? '', Buffer.from(await answer.arrayBuffer()));
	const problems = [...problemsOfHeaders({headers, status, signedIn: cookie !== undefined && !SAME_FOR_ALL.test(address)}), ...page.problems,
		...[...page.links, ...page.actions, headers.get('location') ?? ''].filter(isPersonal).map((href) => `personal data in the address ${href}`)];
	return {status, actions: page.actions, text: page.text,
		links: [...page.links, ...headers.has('location') ? [headers.get('location')] : []],
		problems: problems.map((problem) => `${address}: ${problem}`)};
}

// A table in its other forms, whether or not there is a link to them.
const formsOf = (href) => /^\/(employers|schemes)(\/[^?]*)?$/.test(href) && !/\.(csv|json)$/.test(href) ? [`${href}.csv`, `${href}.json`] : [];

async function crawl(base, cookie, start) {
	const waiting = start.map((address) => ({address})), seen = new Set(start.map(shapeOf)), problems = [], statuses = new Map();
	const add = (address, from) => {
		if (!seen.has(shapeOf(address))) {
			seen.add(shapeOf(address));
			waiting.push({address, from});
		}
	};
	let text = '';
	while (waiting.length > 0)
		for (const {address, from, answer} of await Promise.all(waiting.splice(0, 8).map(async (one) =>
			({...one, answer: await look(base, cookie, one.address)})))) {
			problems.push(...answer.problems);
			if (from !== undefined && ![200, 303].includes(answer.status))
				problems.push(`${address}: ${answer.status}, and ${from} links to it`);
			statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
			text += answer.text;
			for (const href of answer.links.filter((one) => one.startsWith('/'))) {
				add(href.split('#')[0], address);
				formsOf(href).forEach((one) => add(one));
			}
			answer.actions.forEach((one) => add(one));
		}
	return {count: seen.size, problems, statuses, text};
}

// ---- answers to what nobody should ask ----

const HOSTILE_PATHS = HARM.flatMap((harm) => {
	const word = encodeURIComponent(harm);
	return [`/${word}`, `/employers/${word}`, `/employers/${EMPLOYER}/teams/${word}`, `/employers/${EMPLOYER}/cases/${word}`,
		`/employers/${EMPLOYER}?on=${word}&sort=${word}`, `/employers/${EMPLOYER}/unallocated?sort=${word}`, `/sign-in?next=${word}`,
		`/sign-in?next=%2F${word}`, `/schemes/${word}.csv`, `/assets/${word}`];
});
const WRONG = [...HOSTILE_PATHS, '/employers/%00', '/%ZZ', '/?a=%', `/${'a'.repeat(3000)}`, `/?${'a=1&'.repeat(30)}`];

async function lookWrongly(base, cookie) {
	const problems = [];
	for (const address of WRONG)
		problems.push(...(await look(base, cookie, address)).problems);
	for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
		problems.push(...(await look(base, cookie, '/account', {method})).problems);
	for (const body of [new URLSearchParams({login: HARM[0]}), 'x'.repeat(70000)])
		problems.push(...(await look(base, cookie, '/sign-in', {method: 'POST', body})).problems);
	problems.push(...(await look(base, cookie, '/sign-in', {method: 'POST', body: '{}', headers: {'content-type': 'application/json'}})).problems);
	return problems;
}

// The form to sign in, shown again with what was typed.
async function signInWrongly(base) {
	const shown = await fetch(`${base}/sign-in`);
	const field = (name, html) => html.match(new RegExp(`name="${name}" value="([^"]+)"`))[1];
	const html = await shown.text();
	const [cookie] = shown.headers.getSetCookie()[0].split(';');
	const problems = [];
	for (const harm of HARM) {
		const answer = await look(base, cookie, '/sign-in', {method: 'POST', headers: {origin: base, 'user-agent': harm.replace(/[^ -~]/g, '')},
			body: new URLSearchParams({login: harm.slice(0, 60), password: harm, token: field('token', html), once: field('once', html)})});
		problems.push(...answer.problems, ...[422, 429].includes(answer.status) ? [] : [`status ${answer.status} for ${harm}`]);
	}
	return problems;
}

// As it stands on the wire, for what no client would send.
function sendRaw(base, text) {
	return new Promise((resolve) => {
		const {hostname, port} = new URL(base);
		let said = '';
		const socket = connect(port, hostname, () => socket.write(text));
		socket.on('data', (data) => (said += data)).on('error', () => resolve(said)).on('close', () => resolve(said));
	});
}

async function checkFraming(base) {
	const host = `Host: ${new URL(base).host}\r\nConnection: close\r\n`;
	const form = `POST /sign-in HTTP/1.1\r\nHost: ${new URL(base).host}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
	const wrong = {
		'two ways to say a length': `${form}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
		'two lengths': `${form}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`,
		'a piece too long to be': `${form}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc`,
		'another host': 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
		'a header split in an address': `GET /sign-in?next=/%0d%0aplh:%201 HTTP/1.1\r\n${host}\r\n`,
		'two hosts': `GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`,
		'a body with GET': `GET / HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nhello`,
	};
	const problems = [];
	for (const [what, text] of Object.entries(wrong)) {
		const said = await sendRaw(base, text);
		const [head] = said.split('\r\n\r\n');
		if (said.split('HTTP/1.1 ').length !== 2)
			problems.push(`${what}: not one answer`);
		if (!/^HTTP\/1\.1 [2-4]\d\d /.test(head) || /\r\nplh/i.test(head) || !head.toLowerCase().includes('content-security-policy'))
			problems.push(`${what}: ${head.slice(0, 100)}`);
	}
	check('requests that no browser sends get one answer with all headers, and the connection ends', problems);
}

// ---- the whole ----

async function checkRole(base, db, role, cookie) {
	const {count, problems, statuses, text} = await crawl(base, cookie, ['/', '/employers', `/employers/${EMPLOYER}`, '/sign-in', '/readyz', '/healthz',
		'/openapi.json']);
	check(`${role}: ${count} addresses keep what is promised of every answer`, problems.slice(0, MOST_PROBLEMS));
	check(`${role}: what nobody should ask is answered with the same care`, (await lookWrongly(base, cookie)).slice(0, MOST_PROBLEMS));
	console.log(`# ${role}: ${[...statuses].map(([status, times]) => `${times} x ${status}`).join(', ')}`);
	return text;
}

// An analyst sends files, whose names and texts are hostile too, to be tried. The page of what is wrong with them is among those
// that are looked at.
async function tryFiles(base, cookie) {
	const imports = `/employers/${EMPLOYER}/imports`;
	const ask = async (path, options = {}) => fetch(base + path, {redirect: 'manual', ...options, headers: {cookie, ...options.headers}});
	const {token, once} = keysOf(await (await ask(imports)).text(), imports);
	const files = HARM.slice(0, 8).map((harm, i) => [`filename${i} ${harm}.csv`.replaceAll('"', '%22'),
		`case,opened,${'"' + harm.replaceAll('"', '""') + '"'}\n${harm.replaceAll(/["\n,]/g, '')},${harm.replaceAll(/["\n,]/g, '')},x\n`]);
	const {headers, status} = await ask(imports, {method: 'POST', ...multipart({token, once}, files)});
	const location = headers.get('location');
	for (let i = 0; i < 2400 && status === 303 && (await (await ask(location)).text()).includes('<progress'); i++)
		await new Promise((resolve) => setTimeout(resolve, 50));
	return status;
}

// So that nothing above is proved of texts that were never there.
function checkShown(text, accounts) {
	const fields = ['teamname', 'managername', 'workername', 'ownername', 'agreername'];
	check('every text that is shown has been seen, letter by letter', [...fields.flatMap((field) => HARM.map((_, i) => hostile(`${field}${i}`, i))),
		...HARM.slice(0, accounts).map((_, i) => hostile(`accountname${i}`, i))].filter((one) => !text.includes(one)).slice(0, MOST_PROBLEMS));
	check('so have the words of the scheme', new Set([...text.matchAll(/scheme\d+/g)].map(([word]) => word)).size >= 10 ? [] : ['fewer than ten']);
	check('what a file may not bring stands nowhere', ['turned', '\u202E', '\u0007'].filter((one) => text.includes(one)));
}

checkEyes();
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-crawl-'));
let server;
try {
	const db = join(folder, 'hostile.db');
	const {cookies, refused} = makeHostileCouncil({plimsoll, signInTo, scheme}, folder, db);
	const served = await serve(plimsoll, db, '--public-url', PUBLIC_URL);
	const base = served.base;
	server = served.server;
	check('text that turns its direction, bells, and codes that are none are refused at import',
		refused.status === 1 && (refused.stdout + refused.stderr).includes('not-text') ? [] : [`${refused.status}: ${refused.stdout}${refused.stderr}`]);

	const sent = await tryFiles(base, cookies.analyst);
	check('files of hostile names are taken to be tried', sent === 303 ? [] : [`status ${sent}`]);

	const atFirst = recordsAt(db).tables();
	await checkRole(base, db, 'nobody', undefined);
	check('nobody has changed nothing at all', changed(atFirst, recordsAt(db).tables()));
	let text = '';
	for (const [role, cookie] of Object.entries(cookies))
		text += await checkRole(base, db, role, cookie);
	let inTheEnd = [];
	for (let i = 0; i < 1000 && !inTheEnd.includes('look'); i++) { // looks are written in groups
		await new Promise((resolve) => setTimeout(resolve, 100));
		inTheEnd = changed(atFirst, recordsAt(db).tables());
	}
	check('looking has changed nothing but the record of it', inTheEnd.filter((name) => !OPERATIONAL.includes(name)));
	check('and that has been kept', inTheEnd.includes('look') ? [] : [`changed: ${inTheEnd}`]);
	checkShown(text, Object.keys(cookies).length);
	check('a form that is shown again keeps what is promised', (await signInWrongly(base)).slice(0, MOST_PROBLEMS));
	await checkFraming(base);
	await stop(server);
} finally {
	server?.kill('SIGTERM');
	rmSync(folder, {recursive: true, force: true});
}
finish();
