// Where an employer works by principles every page of it says so, no line is said to bind, and that this changes takes two people.
//
//	node principles.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {withTwoCouncils} from './two_councils.mjs';
import {keysOf} from './upload.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const E = '/employers/alpha';

await withTwoCouncils(plimsoll, signInTo, async (base, cookies, db) => {
	const set = (...words) => execFileSync(plimsoll, ['employer', 'set', '--db', db, '--employer', 'alpha', ...words]);
	const read = async (cookie, path) => (await fetch(base + path, {headers: {cookie}})).text();
	const {worker, manager, director} = cookies;
	const pages = [[manager, E], [manager, `${E}/lines`], [manager, `${E}/workers/W1`], [worker, `${E}/workers/W1`], [manager, `${E}/unallocated`],
		[manager, `${E}/cases/NORTH-WAITS/propose`], [director, `${E}/exceptions`], [director, `${E}/settings`], [worker, `${E}/waiting`]];

	check('where lines bind no page says otherwise', (await read(manager, E)).includes('By principles') ? ['it does'] : []);
	set('principles', 'on');
	set('live', 'on');
	for (const [cookie, path] of pages) {
		const body = await read(cookie, path);
		check(`${path} says that lines bind nobody`, [...(body.includes('Lines are shown and bind nobody here') ? [] : ['it does not']),
			...(/this one binds|the strictest binds|Lines hold/.test(body) ? ['it says that one binds'] : [])]);
	}
	check('a line of a worker says so', (await read(manager, `${E}/workers/W1`)).includes('shown, binds nobody') ? [] : ['it does not']);

	const brief = (await read(manager, `${E}/cases/NORTH-WAITS/propose`)).match(/href="([^"]*\/propose\/\d+[^"]*)"/)[1].replaceAll('&amp;', '&');
	check('beside an offer stands how the load went, as no number stops it', (await read(manager, brief)).includes('How their load went in the past weeks') ? [] : ['it does not']);
	check('a worker sees how the own load went', (await read(worker, `${E}/workers/W1`)).includes('How it went in the past weeks') ? [] : ['it does not']);

	const alone = 'Nobody here can approve what you propose';
	check('who would propose with nobody to approve it reads so', (await read(director, `${E}/settings`)).includes(alone) ? [] : ['it is not said']);
	check('who proposes nothing does not', (await read(worker, `${E}/settings`)).includes(alone) ? ['it is said'] : []);
	cookieFor(signInTo, db, 'alpha', 'director');
	check('with somebody to approve it it is not said', (await read(director, `${E}/settings`)).includes(alone) ? ['it is said'] : []);
	const {token, once} = keysOf(await read(director, `${E}/settings`), `${E}/settings`);
	const from = new Date(Date.now() + 86400000 * 3).toISOString().slice(0, 10);
	const sent = await fetch(`${base}${E}/settings`, {method: 'POST', redirect: 'manual', headers: {cookie: director},
		body: new URLSearchParams({token, once, setting: 'principles', on: 'off', from, note: 'Agreed with the union'})});
	check('one alone proposes it', sent.headers.get('location') === `${E}/waiting?done=ask` ? [] : [`${sent.status} ${sent.headers.get('location')}`]);
	const shown = await read(worker, `${E}/settings`);
	check('everybody reads what is proposed and why', ['Proposed: By principles', 'Agreed with the union', 'By principles, without a number.']
		.filter((words) => !shown.includes(words)));
	finish();
});
