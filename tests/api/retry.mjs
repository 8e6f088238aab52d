// Every form, sent twice with the same key, as a browser does that has heard no answer, or whose owner reloads the page of the answer: the
// second time answers as the table says and changes nothing. What programs ask for: calls.mjs.
//
//	node retry.mjs PLIMSOLL SIGN_IN_TO routes.def
import {execFileSync} from 'node:child_process';
import {createHash, createHmac} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cookieFor} from '../e2e/sign_in.mjs';
import {check, finish} from '../tap.mjs';
import {changed, recordsAt} from '../records.mjs';
import {serve, stop} from '../serve.mjs';
import {withTwoCouncils} from './two_councils.mjs';
import {keysOf, multipart} from './upload.mjs';

const [plimsoll, signInTo, routesPath] = process.argv.slice(2);
const ACCOUNTS = '/employers/alpha/accounts';
const IMPORTS = '/employers/alpha/imports';
const PASS_PHRASE = 'a pass phrase of its own'; // that sign_in_to chooses
const PASS_PHRASE_2 = 'eleven boats below the bridge';
const NO_SERVICE = 'https://127.0.0.1:9'; // single_sign_on.mjs has one that answers
const PATIENCE = 6000;

// What is written of every request, whatever it asks for, and what the server signs by itself once an hour.
const OPERATIONAL = ['look', 'attempt', 'checkpoint'];

// ---- the table: why a form can be sent twice, and what the second time answers ----

const SAME = 'as the first time';
const REFUSED = '403';

// By its key, which is kept with what it did: the second time leads where the first did, or, of what tells a secret once, to where
// it says so. Where the form began a new session, whoever did not get its cookie is led to sign in.
const key = (again) => ({why: 'the key is kept with the change', again, lost: again});
const keyOfNewSession = (again, lost = '303 /sign-in') => ({why: 'the key is kept with the change, and the session is another', again, lost});
// By its nature: why. `again` is the answer when the first one came, `lost` when it did not; `writes` what the second time may write.
const nature = (why, again, lost = again, writes = []) => ({why, again, lost, writes});

const RETRIES = {
	'POST /employers/{employer}/equality': nature('what is asked is worked out anew, and nothing is kept', SAME),
	'POST /employers/{employer}/checkpoints': nature('what is signed already is not signed again', SAME),
	'POST /employers/{employer}/cases/{case}/access': key(SAME),
	'POST /employers/{employer}/cases/{case}/propose/{post}': key(SAME),
	'POST /employers/{employer}/proposals/{proposal}': key(SAME),
	'POST /employers/{employer}/undo': key(SAME),
	'POST /employers/{employer}/workers/{worker}/hand-over': key(SAME),
	'POST /employers/{employer}/workers/{worker}/first-cases': key(SAME),
	'POST /employers/{employer}/workers/{worker}/talk': key(SAME),
	'POST /employers/{employer}/workers/{worker}/rating': key(SAME),
	'POST /employers/{employer}/workers/{worker}/rating-talk': key(SAME),
	'POST /employers/{employer}/workers/{worker}/no-talk': key(SAME),
	'POST /employers/{employer}/workers/{worker}/extra-time': key(SAME),
	'POST /employers/{employer}/workers/{worker}/exception': key(SAME),
	'POST /employers/{employer}/cases/{case}/hand-back': key(SAME),
	'POST /employers/{employer}/cases/{case}/close': key(SAME),
	'POST /employers/{employer}/cases/{case}/reopen': key(SAME),
	'POST /employers/{employer}/cases/{case}/needs': key(SAME),
	'POST /employers/{employer}/cases/{case}/surge': key(SAME),
	'POST /employers/{employer}/cases/{case}/review': key(SAME),
	'POST /employers/{employer}/line-changes': key(SAME),
	'POST /employers/{employer}/settings': key(SAME),
	'POST /employers/{employer}/declared/{declaration}': key(SAME),
	'POST /employers/{employer}/publish': key(SAME),
	'POST /employers/{employer}/matters/{matter}': key(SAME),
	'POST /employers/{employer}/matters/{matter}/take-back': key(SAME),
	'POST /employers/{employer}/imports': key(SAME),
	'POST /employers/{employer}/imports/{import}/take-in': key(SAME),
	'POST /employers/{employer}/imports/{import}/cancel': nature('what is cancelled stays cancelled', SAME),
	'POST /employers/{employer}/imports/entries/{entry}': key(SAME),
	'POST /sign-in': nature('one more session, whose cookie nobody has, and which ends by itself', REFUSED, SAME, ['session', 'account_proof']),
	'POST /sign-in/code': nature('a code holds once, and the session it was sent in is over', REFUSED),
	'POST /sign-in/recovery': nature('a recovery code holds once, and the session it was sent in is over', REFUSED),
	'POST /sign-in/new-password': keyOfNewSession('303 /sign-in/new-password', REFUSED),
	'POST /sign-in/second-factor': keyOfNewSession('303 /account?done=codes-told', REFUSED),
	'POST /sign-in/sso': nature('nothing is kept but in memory, for ten minutes', SAME),
	'POST /sign-out': nature('the session is over', '303 /sign-in'),
	'POST /account/password': keyOfNewSession('303 /account?done=password'),
	'POST /account/second-factor': keyOfNewSession('303 /account?done=codes-told'),
	'POST /account/second-factor/begin': nature('the secret is the same until it is confirmed', SAME),
	'POST /account/second-factor/end': keyOfNewSession('303 /account?done=no-factor'),
	'POST /account/recovery-codes': key('303 /account?done=codes-told'),
	'POST /account/mail': key(SAME),
	'POST /account/mail/confirm': nature('what is confirmed stays confirmed', SAME),
	'POST /account/mail/again': key(SAME),
	'POST /account/mail/end': key(SAME),
	'POST /account/calendar': key('303 /account/calendar?done=told'),
	'POST /account/calendar/end': key(SAME),
	'POST /account/tokens': key('303 /account/tokens?done=told'),
	'POST /account/tokens/end': key(SAME),
	'POST /account/sessions/end': nature('a session that is over stays over', '303 /account?done=no-session'),
	'POST /account/sessions/end-others': nature('sessions that are over stay over', SAME),
	[`POST ${ACCOUNTS.replace('alpha', '{employer}')}/{account}/disable`]: key(SAME),
	[`POST ${ACCOUNTS.replace('alpha', '{employer}')}/{account}/enable`]: key(SAME),
	[`POST ${ACCOUNTS.replace('alpha', '{employer}')}/{account}/reset`]: key('303 OWN?done=before'),
	[`POST ${ACCOUNTS.replace('alpha', '{employer}')}/{account}/roles`]: key(SAME),
	[`POST ${ACCOUNTS.replace('alpha', '{employer}')}/{account}/roles/end`]: key(SAME),
	[`POST ${ACCOUNTS.replace('alpha', '{employer}')}/{account}/tokens/end`]: key(SAME),
	'POST /employers/{employer}/new-account': key('303 /employers/alpha/accounts?done=before'),
};

const routes = readFileSync(routesPath, 'utf8').split('\n').filter((line) => line.startsWith('POST') && !line.includes('/api/')).map((line) => line.split(/\s+/).slice(0, 2).join(' '));
check('every form stands in the table', routes.filter((one) => RETRIES[one] === undefined));
check('nothing stands in the table that is no form', Object.keys(RETRIES).filter((one) => !routes.includes(one)));

// ---- a browser ----

let base;
let db;

const browserWith = (cookie) => new Map(cookie === undefined ? [] : [cookie.split(/=(.*)/s).slice(0, 2)]);

async function ask(browser, path, {method = 'GET', headers = {}, body} = {}) {
	const answer = await fetch(base + path, {method, redirect: 'manual', body,
		headers: {...headers, cookie: [...browser].map((pair) => pair.join('=')).join('; ')}});
	for (const [name, value, rest] of answer.headers.getSetCookie().map((one) => one.match(/^([^=]+)=([^;]*)(.*)$/).slice(1)))
		if (rest.includes('Max-Age=0'))
			browser.delete(name);
		else
			browser.set(name, value);
	const location = answer.headers.get('location');
	return {said: `${answer.status}${location === null ? '' : ` ${location}`}`, status: answer.status, location, body: await answer.text(),
		cache: answer.headers.get('cache-control')};
}

function send(browser, action, fields, files) {
	const form = files !== undefined ? multipart(fields, files) : {body: new URLSearchParams(fields)};
	return ask(browser, action, {method: 'POST', ...form});
}

// The form on a page, filled in. `page` is an address, or what was answered before.
async function fill(browser, page, action, fields) {
	const body = typeof page === 'string' ? (await ask(browser, page)).body : page.body;
	const {token, once, last} = keysOf(body, action);
	return {token, once, ...last !== undefined ? {last} : {}, ...fields};
}

async function ended(browser, path) {
	for (let i = 0; i < PATIENCE; i++) {
		const page = await ask(browser, path);
		if (!page.body.includes('<progress'))
			return page;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	throw new Error(`${path} does not end`);
}

// ---- sending twice ----

const tried = new Set();
const same = (what, got, wanted) => ((wanted instanceof RegExp ? wanted.test(got) : got === wanted) ? [] : [`${what}: ${got}, expected ${wanted}`]);

// Whoever is told a secret is told it by a page that nobody keeps.
const keptByNobody = ({cache}) => same('cache-control', cache, 'no-store');

// When a session was last seen is written down once a minute, whoever asks for what.
function tablesNow() {
	const records = recordsAt(db);
	return records.tables().set('session', JSON.stringify(records.read('select hash, account_id, step, begun, tries, factor from session order by hash')));
}

// `route` as in the table. Returns the first answer.
async function sendTwice(route, browser, {page, action = page, fields = {}, files, first: expected, then}) {
	const {why, again, lost, writes = []} = RETRIES[route];
	const form = await fill(browser, page, action, fields);
	const before = new Map(browser);
	const first = await send(browser, action, form, files);
	await then?.(first);
	const tables = tablesNow();
	const wanted = (one) => one === SAME ? first.said : one.replace('OWN', action.replace(/\/reset$/, ''));
	const unheard = await send(before, action, form, files);
	const heard = await send(browser, action, form, files);
	// By its key, not by what it says: a form that was taken is not taken again for other words.
	const altered = RETRIES[route].why.startsWith('the key') ? await send(browser, action,
		{...form, ...Object.fromEntries(Object.keys(fields).map((name) => [name, 'another']))}, files) : heard;
	check(`${route} can be sent again: ${why}`, [...same('first', first.said, expected), ...same('again, unheard', unheard.said, wanted(lost)),
		...same('again', heard.said, wanted(again)),
		...same('again, with other words', altered.said, wanted(again)), ...keptByNobody(first), ...keptByNobody(unheard), ...keptByNobody(heard),
		...changed(tables, tablesNow()).filter((name) => ![...OPERATIONAL, ...writes].includes(name)).map((name) => `changes ${name}`)]);
	tried.add(route);
	return {...first, unheard, heard};
}

// ---- codes of a second factor ----

const STEP_MS = 30000;
const MARGIN_MS = 10000;
let lastStep = 0;

function codeOf(secret, step) {
	const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
	return String((hash.readUInt32BE(hash[19] & 15) & 0x7FFFFFFF) % 1000000).padStart(6, '0');
}

// The next code that holds: one a step, and that of the step before holds too, as does the next one's.
async function nextCode(secret) {
	const left = STEP_MS - Date.now() % STEP_MS;
	if (left < MARGIN_MS)
		await new Promise((resolve) => setTimeout(resolve, left));
	const now = Math.floor(Date.now() / STEP_MS);
	lastStep = Math.max(lastStep + 1, now - 1);
	return codeOf(secret, lastStep);
}

const secretOn = ({body}) => body.match(/[?&;]secret=([A-Z2-7]+)/)[1];
const codesOn = ({body}) => [...body.matchAll(/<li><code>([^<]+)</g)].map(([, code]) => code);

// ---- each form ----

async function signIn(browser, login, password) {
	return send(browser, '/sign-in', await fill(browser, '/sign-in', '/sign-in', {login, password}));
}

async function tryAccount(rita) {
	const begun = await sendTwice('POST /account/second-factor/begin', rita, {page: '/account/second-factor',
		action: '/account/second-factor/begin', fields: {password: PASS_PHRASE}, first: '200'});
	const secret = secretOn(begun);
	check('the second factor that is begun twice is one', same('secret', secretOn(begun.heard), secret));
	await sendTwice('POST /account/second-factor', rita, {page: begun, action: '/account/second-factor', fields: {code: await nextCode(secret)},
		first: '200'});
	const told = await ask(rita, '/account?done=codes-told');
	check('it is said that recovery codes are told once', told.body.includes('the recovery codes were told then') ? [] : ['it is not']);
	const renewed = await sendTwice('POST /account/recovery-codes', rita, {page: '/account/recovery-codes', fields: {password: PASS_PHRASE}, first: '200'});
	check('recovery codes say whose they are', renewed.body.includes('For the login rita, made on ') ? [] : ['they do not']);
	return {secret, codes: codesOn(renewed)};
}

async function trySignIn(secret, codes) {
	const rita = browserWith();
	await sendTwice('POST /sign-in', browserWith(), {page: '/sign-in', fields: {login: 'rita', password: PASS_PHRASE}, first: '303 /sign-in/code'});
	await signIn(rita, 'rita', PASS_PHRASE);
	await sendTwice('POST /sign-in/code', rita, {page: '/sign-in/code', fields: {code: await nextCode(secret)}, first: '303 /'});
	const other = browserWith();
	await signIn(other, 'rita', PASS_PHRASE);
	await sendTwice('POST /sign-in/recovery', other, {page: '/sign-in/recovery', fields: {code: codes[3]}, first: '303 /'});
	return [rita, other];
}

// How one is told. No mail is sent here, so the code is put where the mailer would have put it.
async function tryTold(worker) {
	const mail = (below, fields, first) => sendTwice(`POST /account/mail${below}`, worker, {page: '/account/mail', action: `/account/mail${below}`, fields, first});
	await mail('', {address: 'worker@council.example', often: 'digest'}, '303 /account/mail?done=set');
	await mail('/again', {}, '303 /account/mail?done=again');
	recordsAt(db).change(`update mail_address set code = '${createHash('sha256').update('abcdefgh').digest('hex')}', code_at = ${Math.floor(Date.now() / 1000)}`);
	await mail('/confirm', {code: 'ABCD-efgh'}, '303 /account/mail?done=confirmed');
	await mail('/end', {}, '303 /account/mail?done=ended');
	const calendar = (below, first) => sendTwice(`POST /account/calendar${below}`, worker, {page: '/account/calendar', action: `/account/calendar${below}`, first});
	const {body} = await calendar('', '200');
	const secret = body.match(/\/calendar\/[\w-]+\.ics/)[0];
	check('a calendar is read by its address alone', same('status', String((await fetch(base + secret)).status), '200'));
	await calendar('/end', '303 /account/calendar?done=ended');
	check('and by nobody when it has ended', same('status', String((await fetch(base + secret)).status), '404'));
}

// A token for programs: told once, and of no use from the moment in which it is revoked, by whoever it belongs to or an administrator.
async function tryTokens(worker, admin) {
	const page = '/account/tokens';
	const asks = async (token) => String((await fetch(`${base}/employers/alpha/proposals.json`, {headers: {authorization: `Bearer ${token}`}})).status);
	const make = (first, fields) => sendTwice('POST /account/tokens', worker, {page, fields: {name: 'figures', role: '', days: '30', ...fields}, first});
	const tokenOn = ({body}) => body.match(/plimsoll_[\w-]{43}/)?.[0];
	const numberOn = ({body}) => body.match(/name="number" value="(\d+)"/)[1];
	const made = await make('200', {});
	const listed = await ask(worker, page);
	check('a token is told once', [...same('told', tokenOn(made) !== undefined, true), ...same('listed', tokenOn(listed), undefined)]);
	check('a token that is made asks', same('status', await asks(tokenOn(made)), '200'));
	await sendTwice('POST /account/tokens/end', worker, {page, action: `${page}/end`, fields: {number: numberOn(listed)}, first: `303 ${page}?done=revoked`});
	check('a token that is revoked opens nothing', same('status', await asks(tokenOn(made)), '401'));
	const fields = await fill(worker, page, page, {name: 'more', role: 'director', days: '30'});
	check('nobody makes a token with a role that is not theirs', same('status', (await send(worker, page, fields)).said, '422'));
	const second = await send(worker, page, await fill(worker, page, page, {name: 'figures', role: 'worker', 'read-only': 'yes', days: '30'}));
	const account = [...(await ask(admin, ACCOUNTS)).body.matchAll(/href="(\/employers\/alpha\/accounts\/\d+)"/g)].map((one) => one[1]);
	for (const one of account) {
		const answer = await ask(admin, one);
		if (!answer.body.includes(`${one}/tokens/end`))
			continue;
		check('an administrator sees what a token may and is not told it', [...same('told', tokenOn(answer), undefined),
			...['worker, and only reads', 'figures'].filter((words) => !answer.body.includes(words))]);
		await sendTwice('POST /employers/{employer}/accounts/{account}/tokens/end', admin, {page: one, action: `${one}/tokens/end`,
			fields: {number: numberOn(answer)}, first: `303 ${one}?done=revoked`});
	}
	check('a token that an administrator has revoked opens nothing', same('status', await asks(tokenOn(second)), '401'));
}

async function trySessions(rita, other, secret) {
	const {body} = await ask(rita, '/account');
	const ownKey = body.match(/name="session" value="([^"]+)"/)[1];
	await sendTwice('POST /account/sessions/end', rita, {page: '/account', action: '/account/sessions/end', fields: {session: ownKey},
		first: '303 /account?done=session'});
	await signIn(other, 'rita', PASS_PHRASE);
	await send(other, '/sign-in/recovery', await fill(other, '/sign-in/recovery', '/sign-in/recovery', {code: (await renew(rita))[0]}));
	await sendTwice('POST /account/sessions/end-others', rita, {page: '/account', action: '/account/sessions/end-others',
		first: '303 /account?done=others'});
	await sendTwice('POST /account/second-factor/end', rita, {page: '/account/second-factor/end',
		fields: {password: PASS_PHRASE, code: await nextCode(secret)}, first: '303 /account?done=no-factor'});
	await sendTwice('POST /account/password', rita, {page: '/account/password',
		fields: {'current-password': PASS_PHRASE, 'new-password': PASS_PHRASE_2, 'again': PASS_PHRASE_2}, first: '303 /account?done=password'});
	await sendTwice('POST /sign-out', rita, {page: '/account', action: '/sign-out', first: '303 /signed-out'});
}

async function renew(browser) {
	return codesOn(await send(browser, '/account/recovery-codes',
		await fill(browser, '/account/recovery-codes', '/account/recovery-codes', {password: PASS_PHRASE})));
}

const passwordOn = ({body}) => body.match(/<code class="pl-code">([^<]+)</)[1];

// Every role but a worker's needs a place: none is given for the whole employer because a choice was left out.
async function tryWithoutPlace(admin, account) {
	const give = async (role) => send(admin, `${account}/roles`, await fill(admin, account, `${account}/roles`, {role, where: ''}));
	const made = async (role) => send(admin, '/employers/alpha/new-account', await fill(admin, '/employers/alpha/new-account',
		'/employers/alpha/new-account', {login: `no-${role}`, name: 'No Place', role, where: '', person: ''}));
	const wrong = [];
	for (const role of ['analyst', 'head-of-service', 'director'])
		for (const answer of [await give(role), await made(role)])
			if (answer.status !== 422 || !answer.body.includes('Choose where the role holds'))
				wrong.push(`${role}: ${answer.said}`);
	check('a role is not given where nobody has chosen a place', wrong);
}

// A key belongs to one form: at another address it answers nothing.
async function tryKeyElsewhere(admin, account) {
	const fields = await fill(admin, account, `${account}/roles`, {role: 'director', where: 'employer'});
	const given = await send(admin, `${account}/roles`, fields);
	const elsewhere = await send(admin, `${account}/disable`, {token: fields.token, once: fields.once});
	const forged = await send(admin, `${account}/roles/end`, {once: fields.once});
	check('the key of a form that was taken answers for no other form', [given.said === `303 ${account}?done=given` ? '' : given.said,
		elsewhere.status === 403 ? '' : elsewhere.said, forged.status === 403 ? '' : forged.said].filter((one) => one !== ''));
}

async function tryAccounts(admin) {
	const made = await sendTwice('POST /employers/{employer}/new-account', admin, {page: '/employers/alpha/new-account',
		fields: {login: 'nia', name: 'Nia New', role: 'union', where: 'employer', person: ''}, first: '200'});
	const list = await ask(admin, made.heard.location);
	check('it is said that a password is told once', list.body.includes('the password was told then') ? [] : ['it is not']);
	const nia = [...list.body.matchAll(/href="(\/employers\/alpha\/accounts\/\d+)">([^<]*)</g)].find(([, , name]) => name === 'Nia New')[1];
	const account = (below, fields, first) => sendTwice(`POST /employers/{employer}/accounts/{account}${below}`, admin,
		{page: nia, action: nia + below, fields, first});
	await account('/roles', {role: 'analyst', where: 'employer'}, `303 ${nia}?done=given`);
	await account('/roles/end', {grant: 'analyst:employer'}, `303 ${nia}?done=taken`);
	await account('/disable', {}, `303 ${nia}?done=disabled`);
	await account('/enable', {}, `303 ${nia}?done=enabled`);
	await tryWithoutPlace(admin, nia);
	await tryKeyElsewhere(admin, nia);
	return passwordOn(await account('/reset', {}, '200'));
}

async function tryFirstSignIn(password) {
	const nia = browserWith();
	await signIn(nia, 'nia', password);
	await sendTwice('POST /sign-in/new-password', nia, {page: '/sign-in/new-password', fields: {'new-password': PASS_PHRASE_2, 'again': PASS_PHRASE_2},
		first: '303 /sign-in/second-factor'});
	const page = await ask(nia, '/sign-in/second-factor');
	lastStep = 0;
	await sendTwice('POST /sign-in/second-factor', nia, {page, action: '/sign-in/second-factor', fields: {code: await nextCode(secretOn(page))},
		first: '200'});
}

// An offer, its answer, the answer taken back; and many offers on one page.
async function tryProposals(manager, worker) {
	const alpha = '/employers/alpha';
	const brief = `${alpha}/cases/NORTH-WAITS/propose/1`;
	const {body} = await ask(manager, brief);
	const valueOf = (name) => body.match(new RegExp(`id="${name}"[^>]* value="([^"]*)"`))[1];
	const chosen = body.match(/id="risk-with".*?<option value="([^"]+)" selected/s)[1];
	const common = {'first-action': 'visit', 'first-action-by': valueOf('first-action-by'), 'risk-with': chosen, 'mode': 'supervision'};
	await sendTwice('POST /employers/{employer}/cases/{case}/propose/{post}', manager, {page: brief,
		fields: {...common, act: 'offer', why: 'room', role: 'lead', share: '1000'}, first: `303 ${alpha}/proposals?done=offer`});
	const one = `${alpha}/proposals/1`;
	await sendTwice('POST /employers/{employer}/proposals/{proposal}', worker, {page: one,
		fields: {'step': 'decline', 'seen': '2', 'decline-reason': 'other'}, first: `303 ${one}?done=decline`});
	const entry = (await ask(worker, one)).body.match(/name="entry" value="(\d+)"/)[1];
	await sendTwice('POST /employers/{employer}/undo', worker, {page: one, action: `${alpha}/undo`, fields: {entry, back: one},
		first: `303 ${one}?done=undone`});
	for (const [route, page, value] of [['hand-over', `${alpha}/workers/W2/hand-over`, '1'], ['first-cases', `${alpha}/workers/W1/first-cases`, 'yes']]) {
		const name = (await ask(manager, page)).body.match(/name="(to-\d+)"/)[1];
		await sendTwice(`POST /employers/{employer}/workers/{worker}/${route}`, manager, {page, fields: {...common, [name]: value},
			first: `303 ${alpha}/proposals?done=batch`});
	}
}

async function tryImports(analyst) {
	const file = (name, rows) => [[name, `case,opened,service,team\n${rows}`]];
	const numbered = async (route, form) => {
		const number = (await ask(analyst, IMPORTS)).body.match(/imports\/(\d+)"/)?.[1] ?? '0';
		return sendTwice(route, analyst, {...form, first: `303 ${IMPORTS}/${Number(number) + 1}`});
	};
	const wait = ({location}) => ended(analyst, location);
	const sent = await numbered('POST /employers/{employer}/imports', {page: IMPORTS, files: file('a.csv', 'RE-1,2026-02-02,children,north\n'), then: wait});
	const taken = await numbered('POST /employers/{employer}/imports/{import}/take-in', {page: sent.location, action: `${sent.location}/take-in`, then: wait});
	const entry = (await ended(analyst, taken.location)).body.match(/href="([^"]+\/imports\/entries\/\d+)"/)[1];
	await numbered('POST /employers/{employer}/imports/entries/{entry}', {page: entry, then: wait});
	await tryCancel(analyst, file);
}

// The second of two waits for the first, which is long.
async function tryCancel(analyst, file) {
	const rows = Array.from({length: 60000}, (_, i) => `LONG-${i},2026-02-02,children,north\n`).join('');
	const order = async (files) => (await send(analyst, IMPORTS, await fill(analyst, IMPORTS, IMPORTS, {}), files)).location;
	const long = await order(file('long.csv', rows));
	const waiting = await order(file('waits.csv', 'RE-2,2026-02-02,children,north\n'));
	await sendTwice('POST /employers/{employer}/imports/{import}/cancel', analyst, {page: waiting, action: `${waiting}/cancel`, first: `303 ${waiting}`,
		then: () => ended(analyst, long)});
}

// What workers say and ask, and what is answered.
async function tryMatters(worker, manager, director) {
	const E = '/employers/alpha', WAITING = `303 ${E}/waiting?done=ask`;
	const own = `${E}/workers/W1`, held = `${E}/cases/OWN%2F1`, other = `${E}/cases/NORTH-1`;
	const step = (who, route, page, fields, first, action = page) => sendTwice(`POST /employers/{employer}${route}`, who, {page, action, fields, first});
	await step(worker, '/workers/{worker}/rating', own, {post: '', rating: '5'}, `303 ${own}?said=rating`, `${own}/rating`);
	await step(manager, '/workers/{worker}/rating-talk', `${own}/rating-talk`, {post: '', day: new Date().toISOString().slice(0, 10), time: '0:00', means: 'video'}, `303 ${own}?said=talk`);
	await step(worker, '/workers/{worker}/no-talk', own, {post: ''}, `303 ${own}?said=no-talk`, `${own}/no-talk`);
	await step(worker, '/workers/{worker}/extra-time', `${own}/extra-time`, {kind: 'worked', hours: '2', day: ''}, `303 ${own}/extra-time?said=time`);
	await step(worker, '/workers/{worker}/talk', `${own}/talk`, {note: ''}, WAITING);
	await step(manager, '/workers/{worker}/exception', `${own}/exception`, {line: '1', value: '20', days: '7', from: '', note: 'A post is vacant'}, WAITING);
	await step(worker, '/cases/{case}/surge', `${held}/surge`, {hours: '2', days: '3', why: 'incident'}, `303 ${held}?said=surge`);
	await step(manager, '/cases/{case}/review', `${E}/cases/NORTH-WAITS/review`, {risk: 'low', safety: 'partner', why: 'no-room', next: ''},
		`303 ${E}/cases/NORTH-WAITS?said=review`);
	const needs = await ask(worker, `${held}/needs`);
	await step(worker, '/cases/{case}/needs', `${held}/needs`, {minutes: needs.body.match(/<option value="(\d+)" selected/)[1], hours: '', why: 'court'},
		`303 ${held}?said=needs`);
	await step(worker, '/cases/{case}/hand-back', `${held}/hand-back`, {note: 'It needs two'}, WAITING);
	await step(manager, '/cases/{case}/close', `${other}/close`, {reason: 'needs-met', note: ''}, `303 ${other}?said=close`);
	await step(manager, '/cases/{case}/reopen', `${E}/cases/ENDED-1/reopen`, {why: 'came-back'}, `303 ${E}/cases/ENDED-1?said=reopen`);
	await step(director, '/line-changes', `${E}/line-changes`, {line: 'new', where: 'employer', kind: 'cases', value: '18', status: 'policy',
		from: new Date(Date.now() + 86400000 * 3).toISOString().slice(0, 10), until: '', parties: '', note: 'Agreed at the panel'}, WAITING);
	await step(director, '/settings', `${E}/settings`, {setting: 'holiday', on: 'on', from: '2030-12-25'}, `303 ${E}/settings?said=setting`);
	await step(director, '/declared/{declaration}', `${E}/declared/vacancies`, {figure: '12.5', from: '2026-01-31'}, `303 ${E}/declared?said=declared`);
	const draft = (await ask(director, `${E}/publish`)).body;
	await step(director, '/publish', `${E}/publish`, {quarter: draft.match(/name="quarter" value="([^"]*)"/)[1],
		seen: draft.match(/name="seen" value="([^"]*)"/)[1], why: '', read: 'yes'}, '303 /published/alpha/1');
	const waiting = (await ask(manager, `${E}/waiting`)).body;
	const back = waiting.match(/href="([^"]+\/matters\/\d+)">[^<]*give a case back/)[1];
	const open = (await ask(manager, back)).body;
	await step(manager, '/matters/{matter}', back, {note: 'Yes', outcome: 'agreed'}, `303 ${back}?done=answer`);
	const answered = (await ask(manager, back)).body;
	check('before and after are shown until the answer, and not worked out anew by it', [...(/Work a week, before/.test(open) ? [] : ['no figures']),
		...(/Work a week, (before|after)/.test(answered) || !answered.includes('How it is today, after the answer') ? ['figures of another day'] : [])]);
	const talk = (await ask(worker, `${E}/waiting`)).body.match(/href="([^"]+\/matters\/\d+)">[^<]*talk about the load/)[1];
	await step(worker, '/matters/{matter}/take-back', talk, {}, `303 ${talk}?done=take-back`, `${talk}/take-back`);
}

await withTwoCouncils(plimsoll, signInTo, async (_, cookies, path, stopServer) => {
	const folder = mkdtempSync(join(tmpdir(), 'plimsoll-retry-'));
	const signingKey = join(folder, 'key'), secretFile = join(folder, 'secret');
	db = path;
	await stopServer();
	execFileSync(plimsoll, ['checkpoint', 'keygen', '--signing-key', signingKey, '--name', 'retry'], {stdio: 'pipe'});
	const rita = browserWith(cookieFor(signInTo, db, 'alpha', 'login=rita', 'worker=W3', 'worker'));
	const options = ['--sso-issuer', NO_SERVICE, '--sso-client-id', 'retry', '--sso-client-secret-file', secretFile];
	writeFileSync(secretFile, 'a secret of nobody\n', {mode: 0o600});
	const anna = browserWith(cookieFor(signInTo, db, 'alpha', 'login=anna', 'analyst'));
	const served = await serve(plimsoll, db, '--signing-key', signingKey, ...options);
	base = served.base;
	try {
		const {secret, codes} = await tryAccount(rita);
		const [here, there] = await trySignIn(secret, codes);
		await trySessions(here, there, secret);
		await sendTwice('POST /sign-in/sso', browserWith(), {page: '/sign-in', action: '/sign-in/sso', first: '502'});
		await tryFirstSignIn(await tryAccounts(browserWith(cookies.administrator)));
		await tryImports(anna);
		await tryTold(browserWith(cookies.worker));
		await tryTokens(browserWith(cookies.worker), browserWith(cookies.administrator));
		await tryProposals(browserWith(cookies.manager), browserWith(cookies.worker));
		await tryMatters(browserWith(cookies.worker), browserWith(cookies.manager), browserWith(cookies.director));
		const access = '/employers/alpha/cases/NORTH-1/access';
		const keys = [...(await ask(browserWith(cookies.manager), access)).body.matchAll(/name="once" value="([^"]+)"/g)].map(([, one]) => one);
		check('each form about a case has a key of its own', new Set(keys).size === keys.length ? [] : [`${new Set(keys).size} keys for ${keys.length} forms`]);
		await sendTwice('POST /employers/{employer}/cases/{case}/access', browserWith(cookies.manager), {page: access,
			fields: {act: 'restrict', login: ''}, first: `303 ${access}?done=restrict`});
		const checkpoints = '/employers/alpha/checkpoints';
		await sendTwice('POST /employers/{employer}/checkpoints', browserWith(cookies.director), {page: checkpoints,
			first: /^303 .*\/checkpoints\?made=\d+$/});
		await sendTwice('POST /employers/{employer}/equality', browserWith(cookies.director), {page: '/employers/alpha/equality',
			fields: {lines: 'W1,one\nW2,two\n'}, first: '200'});
		check('every form was sent twice', routes.filter((one) => !tried.has(one)));
	} finally {
		await stop(served.server);
		rmSync(folder, {recursive: true, force: true});
	}
});
finish();
