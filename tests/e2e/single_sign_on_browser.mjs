// Single sign-on in a real browser: from the button to the provider and back, under our Content-Security-Policy.
//
//	node single_sign_on_browser.mjs PLIMSOLL
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {violations} from './look.mjs';
import {CLIENT, hasWholeService, serveWith, wholeService} from './sign_in_service.mjs';

const [plimsoll] = process.argv.slice(2);
const expect = (what, holds) => (holds ? [] : [what]);

if (!hasWholeService()) {
	console.log('1..0 # SKIP node_modules is not up to date: run script/bootstrap --tests');
	process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sso-'));
const secret = join(folder, 'client-secret');
const config = join(folder, 'plimsoll.conf');
mkdirSync(join(folder, 'data'));
const db = join(folder, 'data', 'demo.db');
writeFileSync(secret, `${CLIENT.secret}\n`);
chmodSync(secret, 0o600);
writeFileSync(config, '[single-sign-on-groups]\ng-workers = worker\n');
execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '20', '--cases', '100']);

// The worker that nobody has an account of.
const free = JSON.parse(execFileSync(plimsoll, ['load', '--db', db, '--employer', 'demo', '--json'], {encoding: 'utf8'})).posts
	.map((post) => post.worker).find((worker) => spawnSync(plimsoll, ['user', 'add', '--db', db, '--employer', 'demo', '--worker', worker,
		'--sso-subject', 'ann', 'ann', 'worker']).status === 0);
const service = await wholeService({ann: {name: 'Ann', groups: ['g-workers'], employee: free}});
const server = await serveWith(plimsoll, ['--db', db, '--config', config, '--sso-issuer', service.issuer, '--sso-client-id', CLIENT.id,
	'--sso-client-secret-file', secret, '--sso-name', 'North Council', '--sso-worker-claim', 'employee']);
const {base} = server;
service.awaits(base);
const browser = await launch();

try {
	const context = await browser.newContext();
	const page = await context.newPage();
	const breaches = [];
	page.on('console', (message) => {
		if (/Content Security Policy/.test(message.text()) && page.url().startsWith(base))
			breaches.push(message.text());
	});
	await page.goto(`${base}/sign-in?next=${encodeURIComponent(`/employers/demo/workers/${free}`)}`);
	check('the sign-in page with its button has nothing that axe finds', await violations(page));
	await page.click('text=Sign in with North Council');
	await page.waitForURL(`${service.issuer}/**`);
	await page.fill('[name=login]', 'ann');
	await page.fill('[name=password]', 'any');
	const form = page.url();
	await page.click('button[type=submit]');
	await page.waitForURL(({href}) => href !== form);
	await page.click('button[type=submit]'); // consent
	await page.waitForURL(`${base}/**`);
	check('the browser comes back signed in, to the page it wanted', [
		...expect(`at the page: ${page.url()}`, page.url() === `${base}/employers/demo/workers/${free}`),
		...expect('shown', await page.locator('h1').count() === 1 && !(await page.title()).includes('Sign in')),
	]);
	check('nothing broke the Content-Security-Policy', breaches);
	await page.goto(`${base}/account`);
	check('it is that account', expect('ann', (await page.textContent('main')).includes('ann')));
	await page.goBack();
	await page.goto(`${base}/sign-in/sso/return?code=x&state=${'A'.repeat(43)}`);
	check('the page of a refusal says what to do, and has nothing that axe finds', [
		...expect('what to do', (await page.textContent('main')).includes('begin again')), ...await violations(page)]);
} finally {
	await browser.close();
	await server.end();
	service.close();
	rmSync(folder, {recursive: true, force: true});
}
finish();
