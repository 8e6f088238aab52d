// Sign-in services for tests: a whole one (npm's oidc-provider), and a small one of our own that lies on demand.
import {spawn} from 'node:child_process';
import {createHmac, generateKeyPairSync, sign} from 'node:crypto';
import {existsSync} from 'node:fs';
import {createServer} from 'node:http';
import {once} from 'node:events';
import {addressesOf} from '../serve.mjs';

export const CLIENT = {id: 'plimsoll', secret: 'a secret: with /all+sorts of=signs'};

// Whether the whole one is installed.
export function hasWholeService() {
	return existsSync(new URL('../../node_modules/oidc-provider/package.json', import.meta.url));
}

// Its port is its own from the first moment on: whoever looked for a free one and took it later could come too late.
async function listening(answer) {
	const server = createServer(answer);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {server, issuer: `http://127.0.0.1:${server.address().port}`};
}

// People by login: what their tokens say beside sub. It answers once it is told by `awaits` at which address it is asked from.
export async function wholeService(people) {
	// What it tells whoever runs it in earnest is no line of a test.
	console.info = () => {};
	console.warn = () => {};
	const {Provider} = await import('oidc-provider');
	let answer;
	const {server, issuer} = await listening((request, response) => answer(request, response));
	const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
	const awaits = (base) => {
		answer = new Provider(issuer, {
			clients: [{client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${base}/sign-in/sso/return`],
				grant_types: ['authorization_code']}],
			jwks: {keys: [{...privateKey.export({format: 'jwk'}), use: 'sig', alg: 'RS256', kid: 'whole-1'}]},
			claims: {openid: ['sub'], profile: ['name', 'preferred_username', 'groups', 'employee']},
			conformIdTokenClaims: false,
			findAccount: (_, login) => ({accountId: login, claims: () => ({sub: login, preferred_username: login, ...people[login]})}),
			cookies: {keys: ['for a test']},
		}).callback();
	};
	return {issuer, awaits, close: () => server.close()};
}

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// One whose answers a test may change: `lie` has `token` (of the claims and its tools), `answer` (of the response to a code) and `keys`.
export async function lyingService() {
	const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
	const other = generateKeyPairSync('rsa', {modulusLength: 2048});
	let answer;
	const {server, issuer} = await listening((request, response) => answer(request, response));
	const rs256 = (payload, {key = privateKey, kid = 'lying-1', alg = 'RS256'} = {}) => {
		const text = `${base64url({alg, kid})}.${base64url(payload)}`;
		return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
	};
	const hs256 = (payload, secret) => {
		const text = `${base64url({alg: 'HS256', kid: 'lying-1'})}.${base64url(payload)}`;
		return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
	};
	const tools = {base64url, rs256, hs256, otherKey: other.privateKey, publicPem: publicKey.export({type: 'spki', format: 'pem'})};
	const service = {issuer, lie: {}, asked: [], codes: new Map(), tools};

	const claims = (nonce) => {
		const now = Math.floor(Date.now() / 1000);
		return {iss: issuer, aud: CLIENT.id, sub: 'ann-subject', nonce, iat: now, exp: now + 300, name: 'Ann', amr: ['pwd', 'mfa']};
	};
	const answers = {
		'/.well-known/openid-configuration': () => ({issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`,
			jwks_uri: `${issuer}/keys`}),
		'/keys': () => ({keys: [{...publicKey.export({format: 'jwk'}), use: 'sig', alg: 'RS256', kid: 'lying-1'}]}),
	};
	const takeCode = async (request, response) => {
		let body = '';
		for await (const piece of request)
			body += piece;
		const form = new URLSearchParams(body);
		const nonce = service.codes.get(form.get('code'));
		service.codes.delete(form.get('code'));
		service.asked.push({form, authorization: request.headers.authorization});
		if (service.lie.answer)
			return service.lie.answer(response);
		if (nonce === undefined)
			return response.writeHead(400, {'content-type': 'application/json'}).end('{"error":"invalid_grant"}');
		const token = service.lie.token ? service.lie.token(claims(nonce), tools) : rs256(claims(nonce));
		return response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({token_type: 'Bearer', id_token: token}));
	};
	answer = (request, response) => {
		const known = answers[request.url];
		if (known)
			response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(known()));
		else if (request.url === '/token')
			takeCode(request, response);
		else
			response.writeHead(404).end();
	};
	service.close = () => {
		server.closeAllConnections();
		server.close();
	};
	return service;
}

// A server of Plimsoll's that such a service signs in to; `said` gathers its standard error.
export async function serveWith(plimsoll, options) {
	const server = spawn(plimsoll, ['serve', '--port', '0', ...options],
		{stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, PLIMSOLL_PLAIN_SIGN_IN_SERVICE: '1'}});
	const running = {server, said: ''};
	server.stderr.on('data', (data) => { running.said += data; });
	[running.base] = await addressesOf(server);
	running.end = async () => {
		server.removeAllListeners('exit');
		const ended = once(server, 'exit');
		server.kill('SIGTERM');
		return (await ended)[0];
	};
	return running;
}
