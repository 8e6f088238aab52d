// A real browser, and axe-core to look at its pages with; a test that is run where there are none is skipped.
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
// Far more than anything takes: a machine that is slow breaks nothing, and what hangs is ended by whoever runs the test.
const PATIENCE_MS = 180000;

function found(name) {
	try {
		return createRequire(import.meta.url).resolve(name);
	} catch {
		return undefined;
	}
}

const playwright = found('playwright-core');
const axe = found('axe-core/axe.min.js');
if (!existsSync(CHROMIUM) || !playwright || !axe) {
	console.log(`1..0 # SKIP there is no ${existsSync(CHROMIUM) ? 'playwright-core or no axe-core' : CHROMIUM}: run script/bootstrap --tests`);
	process.exit(0);
}

export const axeSource = readFileSync(axe, 'utf8');

export async function launch() {
	const {chromium} = createRequire(import.meta.url)(playwright);
	const browser = await chromium.launch({executablePath: CHROMIUM, args: ['--no-sandbox'], timeout: PATIENCE_MS});
	const newContext = async (options) => {
		const context = await browser.newContext(options);
		context.setDefaultTimeout(PATIENCE_MS);
		return context;
	};
	return {newContext, close: () => browser.close()};
}
