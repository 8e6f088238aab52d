// Looking at a page in a browser: axe-core finds nothing, nothing scrolls sideways, nothing needs script, focus is seen.
import {axeSource} from './browser.mjs';

const TAB_STOPS = 25;

// In the dark a page has other colours, and nothing else that differs: axe's rules about colours are those that are asked.
const WAYS = [
	{name: 'light', colorScheme: 'light', viewport: {width: 1280, height: 900}, keyboard: true},
	{name: 'dark', colorScheme: 'dark', viewport: {width: 1280, height: 900}, rules: ['color-contrast', 'link-in-text-block']},
	{name: '320 px', colorScheme: 'light', viewport: {width: 320, height: 800}},
];

// How a page looks does not depend on who serves it: behind nginx (script/behind-nginx) one way of looking is enough.
export const MODES = process.env.PLIMSOLL_BEHIND ? WAYS.slice(0, 1) : WAYS;

const debuggers = new WeakMap();

// axe comes in through the debugger: the page's own policy, which allows no script of others, stays as it is. The engine keeps what it
// has compiled for the next page in the same tab.
async function bringAxe(page) {
	if (!debuggers.has(page))
		debuggers.set(page, await page.context().newCDPSession(page));
	const {exceptionDetails} = await debuggers.get(page).send('Runtime.evaluate', {expression: axeSource});
	if (exceptionDetails)
		throw new Error(`axe cannot be run: ${exceptionDetails.text}`);
}

// What axe finds: of each rule that is broken the first place.
export async function violations(page, rules) {
	await bringAxe(page);
	const result = await page.evaluate((only) => globalThis.axe.run(document, {resultTypes: ['violations'], ...only}),
		rules ? {runOnly: rules} : {});
	return result.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`
		+ ` ${(v.nodes[0].failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 300)}`);
}

async function shape(page, response) {
	const problems = [];
	const csp = response.headers()['content-security-policy'] ?? '';
	if (!csp.startsWith("default-src 'none'"))
		problems.push(`the content security policy is "${csp}"`);
	const {wide, view, scripts, headings} = await page.evaluate(() => ({wide: document.documentElement.scrollWidth,
		view: document.documentElement.clientWidth, scripts: document.querySelectorAll('script, style, [style], [onclick]').length,
		headings: document.querySelectorAll('h1').length}));
	if (wide > view)
		problems.push(`scrolls sideways: ${wide} pixels wide in ${view}`);
	if (scripts > 0)
		problems.push('has script or style in the page');
	if (headings !== 1)
		problems.push('has not one main heading');
	return problems;
}

// Goes through the page with the Tab key: each stop must look different from what it was without the focus.
async function keyboard(page) {
	const problems = [];
	const look = (element) => {
		const s = getComputedStyle(element);
		return [s.outlineStyle === 'none' ? '' : s.outlineColor + s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor].join('|');
	};
	await page.evaluate(`globalThis.look = ${look.toString()}; globalThis.before = new Map();
		for (const e of document.querySelectorAll('a, button, input, select')) before.set(e, look(e));`);
	for (let i = 0; i < TAB_STOPS; i++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const e = document.activeElement;
			if (!e || e === document.body)
				return null;
			const box = e.getBoundingClientRect();
			return {what: `${e.tagName} ${e.textContent.slice(0, 30)}`, seen: globalThis.look(e) !== globalThis.before.get(e),
				inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight, first: e.textContent};
		});
		if (!stop)
			break;
		if (i === 0 && !stop.first.startsWith('Skip to main content'))
			problems.push(`the first stop is "${stop.what}", not the link past the navigation`);
		if (!stop.seen || !stop.inside)
			problems.push(`focus cannot be seen on ${stop.what}`);
	}
	await page.evaluate(() => document.activeElement.blur());
	return problems;
}

// What is wrong with the page that is shown.
export async function problemsOf(page, response, mode) {
	const problems = await shape(page, response);
	problems.push(...await violations(page, mode.rules));
	if (mode.keyboard)
		problems.push(...await keyboard(page));
	return problems;
}

async function stand(page, mode) {
	await page.emulateMedia({colorScheme: mode.colorScheme});
	await page.setViewportSize(mode.viewport);
}

// The page that is shown, as it came with a response, in one way after the other; and what is wrong with it then.
export async function* inEachMode(page, response, modes = MODES) {
	for (const mode of modes) {
		await stand(page, mode);
		yield {mode, problems: await problemsOf(page, response, mode)};
	}
	await stand(page, MODES[0]);
}

// A page whose console is listened to.
export async function openPage(context) {
	const page = await context.newPage();
	const console_ = [];
	page.on('console', (message) => console_.push(`console: ${message.text()}`));
	page.on('pageerror', (error) => console_.push(`page error: ${error.message}`));
	return {page, console_};
}

// Chromium reports the status of a page that is meant to fail as an error.
export const unexpected = (console_, status) => console_.filter((text) => !(status >= 400 && text.includes('Failed to load resource')));
