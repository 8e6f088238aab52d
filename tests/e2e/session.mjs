// A session in a real browser: its cookie, what the way back shows after signing out, and a form that is sent twice.
//
//	node session.mjs SERVE_COUNCIL
import {spawn} from 'node:child_process';
import {addressesOf} from '../serve.mjs';
import {check, finish} from '../tap.mjs';
import {launch} from './browser.mjs';
import {signIn} from './sign_in.mjs';

const PASS_PHRASE = 'seven boats on a grey morning';
const BOARD = '/employers/northshire/teams/north';

const same = (found, expected) => (found === expected ? [] : [`${found}, expected ${expected}`]);

async function checkCookie(context) {
	const cookies = await context.cookies();
	check('the only cookies are the session\'s and the one that opens nothing', same(cookies.map(({name}) => name).sort().join(),
		'__Host-plimsoll,__Host-plimsoll-device'));
	check('both are out of reach for scripts and other hosts', cookies.flatMap((cookie) => [...same(cookie.secure, true),
		...same(cookie.httpOnly, true), ...same(cookie.sameSite, 'Lax'), ...same(cookie.path, '/')]));
	check('that of the session goes with the browser', same(cookies.find(({name}) => name === '__Host-plimsoll').expires, -1));
}

// A second click while the first is under way: the browser sends the form again and shows the second answer.
async function checkTwice(page, base) {
	await page.goto(`${base}/employers/northshire/accounts/4`);
	const keys = await page.locator('form[action$="/disable"] input').evaluateAll((all) => all.map((one) => [one.name, one.value]));
	const send = () => page.evaluate(async ([address, pairs]) => {
		const answer = await fetch(address, {method: 'POST', body: new URLSearchParams(pairs)});
		return `${answer.status} ${new URL(answer.url).pathname}${new URL(answer.url).search}`;
	}, [`${base}/employers/northshire/accounts/4/disable`, keys]);
	// The page's own policy lets no script connect: this one comes through the debugger with the policy off.
	check('a form that is sent twice changes something once', same((await Promise.all([send(), send()])).join(), Array(2)
		.fill('200 /employers/northshire/accounts/4?done=disabled').join()));
	await page.goto(`${base}/employers/northshire/accounts/4`);
	check('and it is done', same(await page.locator('dd').nth(1).textContent(), 'Disabled'));
}

async function checkWayBack(page, base) {
	await page.goto(base + BOARD);
	await page.click('.pl-header__button');
	check('signing out leads to a page that says so', same(new URL(page.url()).pathname, '/signed-out'));
	await page.goBack();
	check('the way back shows nothing of what was there', same(new URL(page.url()).pathname, '/sign-in'));
}

const child = spawn(process.argv[2], [], {stdio: ['ignore', 'pipe', 'ignore']});
const [base] = await addressesOf(child);
const browser = await launch();
try {
	const context = await browser.newContext();
	const page = await context.newPage();
	await signIn(page, base, 'dora', PASS_PHRASE);
	await checkCookie(context);
	await checkWayBack(page, base);
	const admin = await (await browser.newContext({bypassCSP: true})).newPage();
	await signIn(admin, base, 'adam', PASS_PHRASE);
	await checkTwice(admin, base);
	finish();
} finally {
	await browser.close();
	child.removeAllListeners('exit');
	child.kill('SIGTERM');
}
