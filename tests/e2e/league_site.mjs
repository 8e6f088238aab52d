// The league as plain files in a real browser, under a policy that forbids everything but its own style: axe-core finds nothing, nothing
// scrolls sideways at 320 pixels, the console is silent, focus is seen.
//
//	node league_site.mjs PLIMSOLL FIXTURES
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {inEachMode, openPage} from './look.mjs';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'";
const TYPES = {html: 'text/html; charset=utf-8', css: 'text/css', svg: 'image/svg+xml'};
const PAGES = ['index.html', 'index-2022.html', 'E08000001.html', 'E09000020.html', 'E06000053.html', 'evidence.html', 'compare.html', 'method.html'];
const [plimsoll, fixtures] = process.argv.slice(2);

const work = mkdtempSync(join(tmpdir(), 'plimsoll-league-site-'));
const site = join(work, 'site');

function build() {
	const files = readdirSync(fixtures).filter((name) => name.startsWith('league_')).map((name) => join(fixtures, name));
	execFileSync(plimsoll, ['league', 'import', '--db', join(work, 'l.db'), ...files], {stdio: 'ignore'});
	execFileSync(plimsoll, ['league', 'build', '--db', join(work, 'l.db'), site], {stdio: 'ignore'});
}

const server = createServer((request, response) => {
	const name = request.url.slice(1).split(/[?#]/)[0];
	const there = /^[\w.-]+$/.test(name) && existsSync(join(site, name));
	response.writeHead(there ? 200 : 404, {'Content-Type': TYPES[name.split('.').at(-1)] ?? 'text/plain', 'Content-Security-Policy': POLICY});
	response.end(there ? readFileSync(join(site, name)) : '');
});

async function look(browser, base) {
	const {page, console_} = await openPage(await browser.newContext());
	for (const name of PAGES) {
		const response = await page.goto(`${base}/${name}`);
		for await (const {mode, problems} of inEachMode(page, response))
			check(`${name} in ${mode.name}`, [...problems, ...console_.splice(0)]);
	}
}

let browser;
try {
	build();
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	browser = await launch();
	await look(browser, `http://127.0.0.1:${server.address().port}`);
} finally {
	await browser?.close();
	server.close();
	rmSync(work, {recursive: true, force: true});
}
finish();
