// Single sign-on over HTTP: the whole walk with a real provider, and every way in which a walk can be wrong with one that lies.
//
//	node single_sign_on.mjs PLIMSOLL
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:https';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {CLIENT, hasWholeService, lyingService, serveWith, wholeService} from '../e2e/sign_in_service.mjs';
import {check, finish} from '../tap.mjs';

const [plimsoll] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sso-'));
mkdirSync(join(folder, 'data'));
const db = join(folder, 'data', 'demo.db');
const secret = join(folder, 'client-secret');
const config = join(folder, 'plimsoll.conf');
const expect = (what, holds) => (holds ? [] : [what]);
const run = (...args) => execFileSync(plimsoll, args, {encoding: 'utf8'});

writeFileSync(secret, `${CLIENT.secret}\n`);
chmodSync(secret, 0o600);
writeFileSync(config, '[single-sign-on-groups]\ng-analysts = analyst\ng-managers = manager:team:NOWHERE\n');
run('demo', '--db', db, '--employer', 'demo', '--workers', '20', '--cases', '100');
const workers = JSON.parse(run('load', '--db', db, '--employer', 'demo', '--json')).posts.map((post) => post.worker);
const addWorker = (login, subject) => {
	for (;;) {
		const worker = workers.shift();
		const {status} = spawnSync(plimsoll, ['user', 'add', '--db', db, '--employer', 'demo', '--name', login, '--worker', worker,
			'--sso-subject', subject, login, 'worker']);
		if (status === 0)
			return;
		if (workers.length === 0)
			throw new Error('no worker is without an account');
	}
};

// A browser without pages: cookies by host and port, and one step at a time.
class Browser {
	constructor() {
		this.jars = new Map();
	}

	jar(url) {
		const {origin} = new URL(url);
		if (!this.jars.has(origin))
			this.jars.set(origin, new Map());
		return this.jars.get(origin);
	}

	async ask(url, options = {}) {
		const jar = this.jar(url);
		const headers = {cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...options.headers};
		const answer = await fetch(url, {redirect: 'manual', ...options, headers});
		for (const line of answer.headers.getSetCookie()) {
			const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
			if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line))
				jar.delete(name);
			else
				jar.set(name, value);
		}
		return {status: answer.status, location: answer.headers.get('location'), headers: answer.headers, text: await answer.text(), url};
	}

	get(url) {
		return this.ask(url);
	}

	// Sends the form of a page that goes to `action`, with these fields beside its hidden ones.
	submit(page, action, fields = {}) {
		const form = page.text.match(new RegExp(`<form[^>]*action="([^"]*${action})"[^]*?</form>`));
		const hidden = [...form[0].matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)].map(([, n, v]) => [n, v]);
		const url = new URL(form[1], page.url);
		return this.ask(url.href, {method: 'POST', headers: {'content-type': 'application/x-www-form-urlencoded', origin: url.origin},
			body: new URLSearchParams([...hidden, ...Object.entries(fields)]).toString()});
	}

	async follow(answer) {
		for (let steps = 0; steps < 10 && answer.location; steps++)
			answer = await this.get(new URL(answer.location, answer.url).href);
		return answer;
	}

	has(base) {
		return this.jar(base).has('__Host-plimsoll');
	}
}

// From the sign-in page to the address of the service.
async function begin(browser, base, next = '') {
	const page = await browser.get(`${base}/sign-in${next}`);
	const going = await browser.submit(page, '/sign-in/sso');
	const address = going.headers.get('refresh')?.replace('0; url=', '') ?? '';
	return {page, going, address: address === '' ? null : new URL(address)};
}

function options(issuer, ...more) {
	return ['--db', db, '--sso-issuer', issuer, '--sso-client-id', CLIENT.id, '--sso-client-secret-file', secret, '--sso-name', 'North Council',
		...more];
}

// ---- with a whole provider ----

async function signInAs(login, base) {
	const browser = new Browser();
	const {address} = await begin(browser, base, '?next=%2Fmethod');
	let page = await browser.follow(await browser.get(address.href));
	const back = async (answer) => {
		while (answer.location && !answer.location.startsWith(base))
			answer = await browser.get(new URL(answer.location, answer.url).href);
		return answer;
	};
	page = await back(await browser.submit(page, '', {login, password: 'any'}));
	if (!page.location)
		page = await back(await browser.submit(page, ''));
	return {browser, back: await browser.get(page.location), address: page.location};
}

async function walkWhole() {
	const service = await wholeService({'whole-ann': {name: 'Ann'}, 'whole-ben': {name: 'Ben', groups: ['g-analysts']}, 'whole-cat': {groups: ['x']},
		'whole-dan': {groups: ['g-managers']}});
	const first = await serveWith(plimsoll, options(service.issuer));
	let {base} = first;
	service.awaits(base);
	addWorker('ann', 'whole-ann');
	const ann = await signInAs('whole-ann', base);

	check('whoever has an account for the subject is signed in and comes where they wanted to', [
		...expect(`303 to /method: ${ann.back.status} ${ann.back.location} ${ann.back.text.match(/<h1[^]*?<\/p>/)?.[0]}`,
			ann.back.status === 303 && ann.back.location === '/method'),
		...expect('a session', ann.browser.has(base)),
		...expect('signed in', (await ann.browser.get(`${base}/account`)).text.includes('ann')),
	]);
	const again = await ann.browser.get(ann.address);
	check('the address that the provider came back with is good once', expect('400', again.status === 400));
	const twice = new Browser();
	const {page, going} = await begin(twice, base);
	const more = await twice.submit(page, '/sign-in/sso');
	check('the form that leads there can be sent twice', expect(`200 and an address: ${going.status}, ${more.status}`,
		[going, more].every(({status, headers}) => status === 200 && headers.has('refresh'))));
	const nobody = await signInAs('whole-cat', base);
	check('whoever has no account is told so', [
		...expect(`403: ${nobody.back.status}`, nobody.back.status === 403 && nobody.back.text.includes('You have no account here')),
		...expect('no session', !nobody.browser.has(base)),
	]);
	check('the server ends well', expect('status 0', await first.end() === 0));

	const second = await serveWith(plimsoll, options(service.issuer, '--config', config));
	({base} = second);
	service.awaits(base);
	const ben = await signInAs('whole-ben', base);
	check('a group makes an account, whose second factor is asked for where the provider asked for none', [
		...expect(`to the second factor: ${ben.back.status} ${ben.back.location}`, ben.back.status === 303
			&& ben.back.location.startsWith('/sign-in/second-factor')),
		...expect('the account', run('user', 'list', '--db', db, '--employer', 'demo').includes('whole-ben')),
	]);
	const cat = await signInAs('whole-cat', base);
	check('no group that counts: refused', expect('403', cat.back.status === 403 && cat.back.text.includes('None of your groups')));
	const dan = await signInAs('whole-dan', base);
	check('a group whose team is not there: refused', expect(`403: ${dan.back.status}`, dan.back.status === 403 && !dan.browser.has(base)));
	await second.end();
	check('what was made and linked is in the ledger', expect('entries', ['user-link', 'user-add'].every((action) =>
		run('log', '--db', db, '--employer', 'demo', '--json').includes(`"action":"${action}"`))));
	service.close();
}

// ---- with one that lies ----

const LIES = {
	'alg none': (claims, t) => `${t.base64url({alg: 'none', kid: 'lying-1'})}.${t.base64url(claims)}.`,
	'alg none with a signature': (claims, t) => `${t.base64url({alg: 'none', kid: 'lying-1'})}.${t.base64url(claims)}.AAAA`,
	'HS256 with the public key as its secret': (claims, t) => t.hs256(claims, t.publicPem),
	'another issuer': (claims, t) => t.rs256({...claims, iss: 'https://evil.example'}),
	'another audience': (claims, t) => t.rs256({...claims, aud: 'somebody'}),
	'several audiences and no azp': (claims, t) => t.rs256({...claims, aud: [CLIENT.id, 'somebody']}),
	'another nonce': (claims, t) => t.rs256({...claims, nonce: 'another'}),
	'no nonce': (claims, t) => t.rs256({...claims, nonce: undefined}),
	'expired': (claims, t) => t.rs256({...claims, exp: claims.iat - 120}),
	'not valid yet': (claims, t) => t.rs256({...claims, nbf: claims.iat + 3600}),
	'of the future': (claims, t) => t.rs256({...claims, iat: claims.iat + 3600}),
	'no subject': (claims, t) => t.rs256({...claims, sub: undefined}),
	'an unknown key': (claims, t) => t.rs256(claims, {kid: 'lying-2'}),
	'another key under a known name': (claims, t) => t.rs256(claims, {key: t.otherKey}),
	'a changed payload': (claims, t) => {
		const [header, , signature] = t.rs256(claims).split('.');
		return `${header}.${t.base64url({...claims, sub: 'whole-ben'})}.${signature}`;
	},
	'a member twice': (claims, t) => {
		const text = JSON.stringify(claims).replace('{', '{"sub":"whole-ben",');
		return t.rs256(text);
	},
	'too long': (claims, t) => t.rs256({...claims, more: 'x'.repeat(20000)}),
	'too deep': (claims, t) => t.rs256({...claims, more: [[[[[[[[[[1]]]]]]]]]]}),
	'no token at all': () => 'secret-of-a-liar',
};

async function comeBack(service, base, {browser = new Browser(), code = `code-${service.codes.size}-${Math.random()}`, change = (url) => url} = {}) {
	const {address} = await begin(browser, base);
	service.codes.set(code, address.searchParams.get('nonce'));
	const url = new URL(`${base}/sign-in/sso/return`);
	url.searchParams.set('code', code);
	url.searchParams.set('state', address.searchParams.get('state'));
	return {browser, code, url, address, answer: await browser.get(change(url).href)};
}

async function walkLies() {
	const service = await lyingService();
	const server = await serveWith(plimsoll, options(service.issuer));
	const {base} = server;
	const refused = (walk, status, words) => [
		...expect(`${status}: ${walk.answer.status} ${walk.answer.text.match(/<h1[^]*?<\/p>/)?.[0]}`, walk.answer.status === status),
		...expect(`says ${words}`, walk.answer.text.includes(words)),
		...expect('no session', !walk.browser.has(base)),
	];

	addWorker('lying-ann', 'ann-subject');
	const good = await comeBack(service, base);
	const sent = good.address.searchParams;
	const asked = service.asked[0];
	check('what is true is believed', expect(`303: ${good.answer.status}`, good.answer.status === 303 && good.browser.has(base)));
	check('the service is asked with state, nonce and a challenge that fits the verifier', [
		...expect('state', sent.get('state').length === 43), ...expect('nonce', sent.get('nonce').length === 43),
		...expect('S256', sent.get('code_challenge_method') === 'S256'),
		...expect('verifier', asked.form.get('code_verifier').length === 43 && asked.form.get('code_verifier') !== sent.get('code_challenge')),
		...expect('who asks', Buffer.from(asked.authorization.split(' ')[1], 'base64').toString()
			=== `${encodeURIComponent(CLIENT.id)}:${encodeURIComponent(CLIENT.secret)}`),
	]);
	for (const [name, token] of Object.entries(LIES)) {
		service.lie = {token};
		check(`a token with ${name} is refused`, refused(await comeBack(service, base), 403,
			name === 'too long' ? 'gives no ID token' : 'The answer of the sign-in service is refused'));
	}
	service.lie = {};
	await walkStates(service, base, refused);
	await walkAnswers(service, base, refused);
	check('each refusal is an event, without what was sent', [
		...expect('as many as there were', server.said.split('\n').filter((line) => line.includes('"single sign-on refused"')).length
			>= Object.keys(LIES).length + 5),
		...expect('no code, no token', !/code-\d|secret-of-a-liar|eyJ|ann-subject/.test(server.said)),
	]);
	check('the server ends well', expect('status 0', await server.end() === 0));
	service.close();
}

async function walkStates(service, base, refused) {
	const count = service.asked.length;
	const without = (name) => (url) => {
		url.searchParams.delete(name);
		return url;
	};
	check('no state: refused', refused(await comeBack(service, base, {change: without('state')}), 400, 'begin again'));
	check('no code: refused', refused(await comeBack(service, base, {change: without('code')}), 403, 'no code'));
	check('a made-up state: refused', refused(await comeBack(service, base, {change: (url) => {
		url.searchParams.set('state', 'A'.repeat(43));
		return url;
	}}), 400, 'begin again'));
	const stolen = await comeBack(service, base, {change: without('state')});
	const thief = new Browser();
	check('the state of another browser: refused', refused({browser: thief, answer: await thief.get(stolen.url.href)}, 400, 'begin again'));
	check('an error of the service: refused', refused(await comeBack(service, base, {change: (url) => {
		url.searchParams.set('error', 'access_denied');
		return url;
	}}), 403, 'did not let you in'));
	check('none of these got as far as the service', expect('not asked', service.asked.length === count));

	const once = await comeBack(service, base);
	const twice = await once.browser.get(once.url.href);
	check('a state is good once', expect(`400: ${twice.status}`, once.answer.status === 303 && twice.status === 400));
	const replay = await comeBack(service, base, {change: (url) => {
		service.codes.delete(url.searchParams.get('code'));
		url.searchParams.set('code', once.code);
		return url;
	}});
	check('a code is good once', refused(replay, 403, 'invalid_grant'));
}

async function walkAnswers(service, base, refused) {
	const lie = async (answer) => {
		service.lie = {answer};
		const walk = await comeBack(service, base);
		service.lie = {};
		return walk;
	};
	check('a redirect is not followed', refused(await lie((response) => response.writeHead(302, {location: `${service.issuer}/keys`}).end()), 403,
		'does not take the code'));
	check('an answer that is no JSON is refused', refused(await lie((response) => response.writeHead(200).end('<html>')), 403, 'cannot be read'));
	check('an answer that is too large is refused', refused(await lie((response) => response.writeHead(200).end(' '.repeat(400000))), 502,
		'cannot be used now'));
	const after = await begin(new Browser(), base); // left alone for ten seconds, but the address is known
	check('after that a browser can still be sent on', expect('an address', after.address !== null));
}

// ---- with one whose certificate nobody vouches for ----

async function walkCertificate() {
	const key = join(folder, 'key.pem'), certificate = join(folder, 'certificate.pem');
	const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj',
		'/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']);
	if (made.status !== 0) {
		console.log('# skipped: a certificate that nobody vouches for, because there is no openssl');
		return;
	}
	let asked = 0;
	const service = createServer({key: readFileSync(key), cert: readFileSync(certificate)}, (request, response) => {
		asked++;
		response.end('{}');
	});
	await new Promise((resolve) => { service.listen(0, '127.0.0.1', resolve); });
	const server = await serveWith(plimsoll, options(`https://localhost:${service.address().port}`));
	const {going} = await begin(new Browser(), server.base);

	check('a service whose certificate nobody vouches for is not believed, and told nothing', [
		...expect(`502: ${going.status}`, going.status === 502), ...expect('not asked', asked === 0),
		...expect('the reason is in the log', server.said.includes('certificate')),
	]);
	await server.end();
	service.close();
}

try {
	await walkCertificate();
	if (hasWholeService())
		await walkWhole();
	else
		console.log('# skipped: the walk with oidc-provider, because node_modules is not up to date: run script/bootstrap');
	await walkLies();
} finally {
	rmSync(folder, {recursive: true, force: true});
}
finish();
