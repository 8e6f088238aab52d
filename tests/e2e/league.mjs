// The public league in a browser, without signing in and without script: three employers beside one another in three
// clicks, whether one is unusual in one; by keyboard; nothing of the charts in the order of tabs.
//
//	node league.mjs SERVE_COUNCIL
//
// Prints TAP.
import {spawn} from 'node:child_process';
import {addressesOf} from '../serve.mjs';
import {launch} from './browser.mjs';

const FIXTURES = new URL('../fixtures', import.meta.url).pathname;
const TABS_MOST = 80;

let count = 0;
let failed = 0;
function check(name, problems) {
	count++;
	failed += problems.length > 0 ? 1 : 0;
	console.log(`${problems.length > 0 ? 'not ok' : 'ok'} ${count} - ${name}`);
	for (const problem of problems)
		console.log(`#   ${problem}`);
}

const expect = (what, found, wanted) => (found === wanted ? [] : [`${what}: ${found}, expected ${wanted}`]);
const says = async (page, words) => ((await page.locator('main').innerText()).includes(words) ? []
	: [`${page.url()} does not say: ${words}`]);

function start(program) {
	return spawn(program, [], {stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, PLIMSOLL_FIXTURES: FIXTURES}});
}

// What has the focus after each tab, until the page is through.
async function tabbed(page) {
	const stops = [];
	for (let i = 0; i < TABS_MOST; i++) {
		await page.keyboard.press('Tab');
		stops.push(await page.evaluate(() => {
			const e = document.activeElement;
			return {name: e.textContent.trim(), inChart: e.closest('svg') !== null, tag: e.tagName, id: e.id};
		}));
	}
	return stops;
}

async function walk(page, base) {
	await page.goto(`${base}/league`);
	await page.click('main th a:text-is("Bolton")');
	check('one click says whether an employer is unusual', await says(page, 'Bolton’s caseload of 20.8'));

	await page.goto(`${base}/league`);
	await page.click('main tr:has(th a:text-is("Sunderland")) a:has-text("Compare")');
	await page.click('main .pl-acts a >> nth=0');
	await page.click('main .pl-acts a >> nth=0');
	check('three clicks bring three employers beside one another',
		expect('employers', new URL(page.url()).searchParams.get('codes')?.split(',').length, 3));

	await page.goto(`${base}/league/compare`);
	await page.selectOption('#add', 'E08000001');
	await page.selectOption('#second', 'E08000012');
	await page.selectOption('#third', 'E06000053');
	await page.click('main form button');
	check('a form brings three, at an address that can be passed on', [
		...expect('address', page.url(), `${base}/league/compare?codes=E08000001,E08000012,E06000053`),
		...await says(page, 'too few workers to tell whether that is more than chance')]);

	await page.goto(`${base}/league`);
	const stops = await tabbed(page);
	check('no point of a chart is in the order of tabs', stops.filter(({inChart}) => inChart).map(({name}) => name));
	check('the tab key comes to the search, to the filters and to an employer', ['search', 'region', 'year']
		.filter((id) => !stops.some((one) => one.id === id)).concat(stops.some(({name}) => name === 'North Northamptonshire') ? []
		: ['no employer']));

	await page.goto(`${base}/league`);
	await page.focus('#search');
	await page.keyboard.type('bolt');
	await page.keyboard.press('Enter');
	await page.waitForURL(/search=bolt/);
	check('a name that is typed finds its employer', [...expect('rows', await page.locator('main tbody tr').count(), 1),
		...await says(page, 'Bolton')]);
}

async function main() {
	const child = start(process.argv[2]);
	let browser;
	try {
		const [base] = await addressesOf(child);
		browser = await launch();
		const context = await browser.newContext({javaScriptEnabled: false});
		// The tests look into the page; the page itself has no script.
		await walk(await context.newPage(), base);
	} finally {
		await browser?.close();
		child.removeAllListeners('exit');
		child.kill('SIGTERM');
	}
	console.log(`1..${count}`);
	process.exitCode = failed > 0 ? 1 : 0;
}

await main();
