// Signing in, for tests that are about something else: with a browser through the forms, or with a cookie for fetch.
import {execFileSync} from 'node:child_process';

// What `sign_in_to` prints: a Cookie header for an account of its own with these roles.
export function cookieFor(signInTo, db, employer, ...grants) {
	return execFileSync(signInTo, [db, employer, ...grants], {encoding: 'utf8'}).trim();
}

// The same cookie for a context of a browser.
export async function giveCookie(context, cookie) {
	const [name, value] = cookie.split(/=(.*)/s);
	await context.addCookies([{name, value, domain: '127.0.0.1', path: '/', secure: true, httpOnly: true, sameSite: 'Lax'}]);
}

// Login, pass phrase and, where it is asked for, the code that the page of an invented council tells.
export async function signIn(page, base, login, passPhrase) {
	await page.goto(`${base}/sign-in`);
	await page.fill('#login', login);
	await page.fill('#password', passPhrase);
	await page.click('main button');
	for (let tries = 0; tries < 3 && page.url().includes('/sign-in/code'); tries++) {
		if (tries > 0) {
			await page.waitForTimeout(3000); // a code holds once: for the next one
			await page.reload();
		}
		const note = await page.locator('main .pl-note').textContent();
		await page.fill('#code', note.match(/\d{6}/)[0]);
		await page.click('main button');
	}
	if (page.url().includes('/sign-in'))
		throw new Error(`signing in as ${login} ended at ${page.url()}`);
}
