// What an invented council at work shows on its pages to each of its roles.
//
//	node at_work.mjs PLIMSOLL SIGN_IN_TO
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from '../serve.mjs';
import {keysOf} from './upload.mjs';

const [plimsoll, signInTo] = process.argv.slice(2);
const E = '/employers/demo';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-at-work-'));
const db = join(folder, 'demo.db');
const words = (html) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const mainOf = (html) => words(html.slice(html.indexOf('<main'), html.indexOf('</main>')));

const made = execFileSync(plimsoll, ['demo', '--db', db, '--employer', 'demo', '--workers', '40', '--cases', '600', '--seed', '7'], {encoding: 'utf8'});
const {server, base} = await serve(plimsoll, db);
try {
	const cookies = Object.fromEntries(['director', 'head-of-service', 'union', 'regulator', 'analyst'].map((role) => [role, cookieFor(signInTo, db, 'demo', role)]));
	const read = async (cookie, path) => (await fetch(base + path, {headers: {cookie}})).text();
	// Through the forms, with the code that a page of an invented council tells.
	const signedIn = async (login) => {
		let cookie = '';
		const step = async (path, fields) => {
			const page = await fetch(base + path, {headers: {cookie}});
			const text = await page.text();
			const {token, once} = keysOf(text, path);
			const seen = [cookie, ...page.headers.getSetCookie().map((one) => one.split(';')[0])].filter((one) => one !== '').join('; ');
			const sent = await fetch(base + path, {method: 'POST', redirect: 'manual', headers: {cookie: seen},
				body: new URLSearchParams({...(token && {token}), ...(once && {once}), ...fields(text)})});
			cookie = sent.headers.getSetCookie().map((one) => one.split(';')[0]).filter((one) => !one.endsWith('=')).join('; ');
			return sent.headers.get('location');
		};
		if (await step('/sign-in', () => ({login, password: made.match(/password (\S+)/)[1]})) === '/sign-in/code')
			await step('/sign-in/code', (text) => ({code: text.match(/pl-note[^]*?(\d{6})/)[1]}));
		return cookie;
	};
	const data = async (cookie, path) => JSON.parse(await read(cookie, path));

	// ---- loads past a line are counted for all, and listed for those who answer for them ----
	const counted = (page) => page.match(/(\d+) loads are past a line: (\d+) without leave, and (\d+) as far as an exception in force allows/)?.slice(1).map(Number);
	const whole = counted(mainOf(await read(cookies.director, `${E}/exceptions`)));
	check('a director reads how many loads are past a line, and with leave', whole !== undefined && whole[0] > 0 && whole[0] === whole[1] + whole[2] ? [] : [`${whole}`]);
	for (const role of ['union', 'regulator', 'analyst']) {
		const page = mainOf(await read(cookies[role], `${E}/exceptions`));
		const sum = page.match(/All teams (\d+) (\d+) (\d+)/)?.slice(1).map(Number);
		check(`${role}: the same count is read`, String(counted(page)) === String(whole) ? [] : [`${counted(page)}, expected ${whole}`]);
		check(`${role}: it is read team by team`, String(sum) === String([whole?.[0], whole?.[2], whole?.[1]]) ? [] : [`${sum}`]);
	}
	const union = await read(cookies.union, `${E}/exceptions`);
	const named = (await data(cookies.director, `${E}/exceptions.json`)).lines.map((line) => line.worker_name).filter((name) => name !== null && name !== '');
	const broken = (await data(cookies.director, `${E}/exceptions.json`)).lines.filter((line) => line.allowed_by === null || line.allowed_by === '');
	const loads = new Set(broken.map((line) => `${line.worker} ${line.line}`));
	const open = new Set(broken.filter((line) => !line.answered).map((line) => `${line.worker} ${line.line}`));
	const put = mainOf(union).match(/(\d+) ha(?:s|ve) been put to somebody by name, and (\d+) waits? for an answer/)?.slice(1).map(Number);
	check('everybody reads how many were put to somebody, and how many wait for an answer', String(put) === String([loads.size, open.size]) ? []
		: [`${put}, expected ${[loads.size, open.size]}`]);
	check('no name of a worker stands there for a union representative', named.length > 0 ? named.filter((name) => union.includes(name)) : ['nobody is named to a director']);
	check('the same count stands with the data', await (async () => {
		const told = (await data(cookies.union, `${E}/exceptions.json`)).loads_past_line;
		return told?.without_leave === whole?.[1] && told?.with_leave === whole?.[2] ? [] : [JSON.stringify(told)];
	})());

	// ---- leave to pass a line is asked for a case, and answered with the load as it would be ----
	const told = (...command) => JSON.parse(execFileSync(plimsoll, [...command, '--db', db, '--employer', 'demo', '--json'], {encoding: 'utf8', maxBuffer: 1e8}));
	const manager = cookieFor(signInTo, db, 'demo', 'manager:team:T01');
	const waits = (await data(manager, `${E}/unallocated.json`)).unallocated.filter((row) => row.team === 'T01').at(-1).case;
	const near = told('load').posts.filter((post) => post.team === 'T01' && post.used_percent >= 80 && post.band !== 'over')[0].worker;
	const asks = `${E}/workers/${near}/exception`;
	const form = await read(manager, `${asks}?case=${waits}`);
	const line = form.match(/<option value="(\d+)"[^>]*>100% of capacity/)?.[1];
	const send = async (fields) => {
		const {token, once} = keysOf(await read(manager, asks), asks);
		const sent = await fetch(base + asks, {method: 'POST', redirect: 'manual', headers: {cookie: manager}, body: new URLSearchParams({
			token, once, post: '', case: waits, line, value: '120', from: '', days: '14', note: 'Two posts are vacant', ...fields})});
		return {status: sent.status, main: mainOf(await sent.text())};
	};
	const withCase = (page) => ['Asked for the case', waits, 'Work a week, before', 'Work a week, after', /passed by [\d.]+ h|kept/].filter((part) => page.search(part) < 0);
	check('who asks for an exception sees the case and the load with it', withCase(mainOf(form)));
	check('how far is a whole number', (await send({value: '12x'})).main.includes('How far: a whole number, such as 14 for cases or 120 for per cent of capacity') ? [] : ['it is not said so']);
	check('nothing is asked for a far day', (await send({from: `${new Date().getFullYear() + 2}-01-03`})).main.includes('An exception begins within eight weeks') ? [] : ['it is not said so']);
	check('no case is named that is not there', (await send({case: 'NONE'})).main.includes('There is no such case here that is yours to see.') ? [] : ['it is not said so']);
	check('per cent may be written as such', (await send({value: '120%'})).status === 303 ? [] : ['refused']);
	const asked = (await data(cookies['head-of-service'], `${E}/waiting.json`)).waiting.find((row) => row.kind === 'exception' && row.case === waits);
	check('whoever answers reads the case and the load with it', asked === undefined ? ['it is not there'] : withCase(mainOf(await read(cookies['head-of-service'], `${E}/matters/${asked.matter}`))));

	// ---- what went up because nobody was there is nobody's delay ----
	const stories = (await Promise.all((await data(cookies.director, `${E}/waiting.json`)).waiting.filter((row) => row.kind !== 'proposal' && row.matter)
		.map((row) => read(cookies.director, `${E}/matters/${row.matter}`)))).map(mainOf).filter((page) => page.includes('Nobody who has to answer is at work'));
	check('what went up because nobody was at work is not said to be late', stories.length === 0 ? ['nothing went up so'] : stories.filter((page) =>
		!page.includes('nobody to answer it was at work: it went up') || page.includes('not answered in time: it went up')).map((page) => page.slice(0, 200)));

	// ---- a worker answers what is theirs to answer, and is asked for nothing else ----
	const offers = (await data(manager, `${E}/proposals.json`)).proposals;
	const own = offers.find((one) => one.state === 'conditional').worker;
	const mine = await read(await signedIn('demo-worker'), `${E}/workers/${own}`);
	const [yours, others] = ['offers-title', 'offers-others'].map((id) => mine.split('<section').find((part) => part.includes(`aria-labelledby="${id}"`)) ?? '');
	const refs = (state) => offers.filter((one) => one.worker === own && one.state === state).map((one) => one.case);
	check('what a worker has to answer can be answered', [...refs('offered'), ...refs('discussed')].filter((ref) => !yours.includes(ref) || others.includes(ref)));
	check('what waits for the manager is not asked of the worker', [...refs('conditional').filter((ref) => !others.includes(ref) || yours.includes(ref)),
		...(/>Answer<|>Agree</.test(others) ? ['it is to be answered'] : [])]);

	// ---- a line that is agreed for a later day is shown as such ----
	const dayIn = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
	const submit = async (cookie, path, fields) => {
		const {token, once} = keysOf(await read(cookie, path), path);
		return (await fetch(base + path, {method: 'POST', redirect: 'manual', headers: {cookie}, body: new URLSearchParams({token, once, ...fields})})).status;
	};
	const passed = told('load').posts.filter((post) => post.team === 'T01' && post.used_percent > 110).map((post) => post.worker);
	const short = [];
	for (const worker of passed)
		if (short.length === 0 && await submit(manager, `${E}/workers/${worker}/exception`, {post: '', case: '', line, value: '101', from: '', days: '14', note: 'Two posts are vacant'}) === 303)
			short.push((await data(cookies['head-of-service'], `${E}/waiting.json`)).waiting.filter((row) => row.kind === 'exception' && row.worker === worker).at(-1)?.matter);
	check('leave that falls short of the load says so', (await Promise.all(short.map(async (id) => mainOf(await read(cookies['head-of-service'], `${E}/matters/${id}`)))))
		.some((page) => /It would fall short 1\d\d%, [\d.]+ h /.test(page)) ? [] : [`${passed}: ${short}`]);
	const [, month] = new Date(Date.now() + 40 * 86400000).toUTCString().match(/, \d+ (\w+)/);
	const proposed = await submit(cookies['head-of-service'], `${E}/line-changes`, {line: 'new', where: 'employer', kind: 'cases', value: '17', status: 'policy', from: dayIn(40),
		until: '', parties: 'The branch', note: 'Agreed with the branch'});
	const unanswered = mainOf(await read(cookies.union, `${E}/lines`));
	const lines = (await data(cookies.director, `${E}/waiting.json`)).waiting.filter((row) => row.kind === 'line').map((row) => row.matter);
	const answered = await submit(cookies.director, `${E}/matters/${Math.max(...lines)}`, {note: 'As we said', outcome: 'agreed'});
	const agreed = mainOf(await read(cookies.union, `${E}/lines`));
	check('a line for a later day is shown once it is agreed', [...(proposed === 303 && answered === 303 ? [] : [`${proposed}, ${answered}`]),
		...(unanswered.includes('17 cases') ? ['it stands there before'] : []),
		...(new RegExp(`Agreed for a later day.*17 cases.*The branch.*Agreed, from \\d+ ${month}`).test(agreed) ? [] : ['it is not there'])]);
	check('what a line applies to has its unit', /\d+ posts? \d+ posts? \d+ posts?/.test(agreed) ? [] : ['it has none']);
	check('who may propose a line is led there', [...((await read(cookies.director, `${E}/lines`)).includes(`href="${E}/line-changes"`) ? [] : ['a director is not']),
		...((await read(cookies.union, `${E}/lines`)).includes('line-changes') ? ['a union representative is'] : [])]);

	// ---- an offer in place of somebody ----
	const post = (await read(manager, `${E}/cases/${waits}/propose?team=T01`)).match(/\/propose\/(\d+)/)[1];
	const reasons = async (query) => [...(await read(manager, `${E}/cases/${waits}/propose/${post}${query}`)).split('id="why"')[1].split('</select>')[0]
		.matchAll(/value="([^"]+)"/g)].map((hit) => hit[1]);
	const [anew, instead] = [await reasons(''), await reasons(`?instead=${post}`)];
	check('who has room is no reason to take a case from somebody', String(anew.filter((why) => !instead.includes(why))) === 'room,nobody-else' ? []
		: [`${anew} and ${instead}`]);

	// ---- what is offered can be changed where more of it is wanted ----
	const wanted = offers.find((one) => one.state === 'more-wanted');
	const changeAt = wanted && (await read(manager, `${E}/proposals/${wanted.proposal}`)).match(/href="([^"]+\?proposal=\d+)"/)?.[1];
	const changeForm = changeAt ? mainOf(await read(manager, changeAt)) : '';
	check('what is offered does not stand in the way of its own change', [...(changeForm.includes('What is offered now') ? [] : [`${changeAt} is not the form`]),
		...(changeForm.includes('offered to somebody already') ? ['it does'] : [])]);

	// ---- what is offered is not offered again ----
	const offered = offers.filter((one) => ['offered', 'discussed', 'conditional', 'more-wanted'].includes(one.state));
	const pileRows = async (cookie) => (await read(cookie, `${E}/unallocated?team=T01`)).split("<tr").slice(2);
	const rowOf = (rows, one) => rows.find((row) => row.includes(`proposals/${one.proposal}"`));
	const managers = await pileRows(manager);
	const shown = offered.filter((one) => rowOf(managers, one) !== undefined);
	check('what is offered says so in the pile, to whom and how far it is', shown.length === 0 ? ['nothing does'] : shown.flatMap((one) => [
		...(/Offered to [^]+ (by|due by) /.test(words(rowOf(managers, one))) ? [] : [`${one.case}: not by when`]),
		...(words(rowOf(managers, one)).includes('it is offered and not answered') || rowOf(managers, one).includes('Nobody has looked') ? [] : [`${one.case}: another reason`]),
		...(rowOf(managers, one).includes('/propose') ? [`${one.case}: it is to be proposed`] : [])]));
	check('what is not offered can be', managers.some((row) => row.includes('/propose"')) ? [] : ['nothing can']);
	check('to whom it is offered is not named to a union representative', (await pileRows(cookies.union)).filter((row) =>
		words(row).includes('Offered to') && !words(row).includes('Offered to A worker')));

	// ---- how often a case changed its worker ----
	let changed;
	for (const {worker: holder} of told('load').posts.filter((row) => row.team === 'T01'))
		for (const {case: ref} of changed?.continuity.changes_of_worker > 0 ? [] : (await data(manager, `${E}/workers/${holder}.json`)).holdings) {
			const one = await data(manager, `${E}/cases/${ref}.json`);
			if (one.state === 'open' && one.continuity.workers > (changed?.continuity.workers ?? 0))
				changed = one;
		}
	const {workers = 0, changes_of_worker: changes = 0} = changed?.continuity ?? {};
	const page = mainOf(await read(manager, `${E}/cases/${changed?.case}`));
	check('a case says how often it changed its worker, and of whom that is', new RegExp(`${changes} changes? of worker in the 12 months from .*: ${workers} `).test(page)
		? [] : [`${changed?.case}: ${workers}`]);
	const beside = mainOf(await read(manager, `${E}/cases/${changed?.case}/propose?role=lead`));
	check('an offer that would change the worker says so', beside.includes(`A change of worker: ${workers + 1} workers in 12 months, with them.`) ? [] : ['it is not said']);
	// ---- what was found of a case that waits, as data ----
	const pile = (await data(manager, `${E}/unallocated.json?team=T01`)).unallocated, looked = pile.filter((row) => row.risk !== null);
	const whole_page = words((await pileRows(manager)).join(' '));
	check('the pile as data tells the risk, what is done, why it waits and the next look', [...(looked.length > 0 ? [] : ['of none']),
		...looked.filter((row) => !row.safety || !row.why || !/^\d{4}-\d\d-\d\d$/.test(row.next_look)).map((row) => row.case),
		...(looked.some((row) => new RegExp(row.risk, 'i').test(whole_page)) ? [] : ['another risk than the page'])]);
	check('and not to who may not see the work', (await data(cookies.union, `${E}/unallocated.json?team=T01`)).unallocated
		.filter((row) => row.risk !== null || row.safety !== null || row.why !== null || row.next_look !== null).map((row) => row.case));

	// ---- a hand-over says beforehand what would be refused ----
	const handOver = `${E}/workers/${own}/hand-over`;
	const choices = (await read(manager, handOver)).match(/<select[^>]*name="(to-\d+)"[^]*?<\/select>/);
	const group = (name) => [...(choices[0].split(`<optgroup label="${name}`)[1]?.split('</optgroup>')[0] ?? '')
		.matchAll(/value="(\d+)">([^<]*)/g)].map(([, value, text]) => ({value, text}));
	const [can, not] = [group('Can be asked'), group('Not now')];
	check('whom a case cannot be handed to says why', not.length === 0 ? ['everybody could be asked']
		: [...not.filter((one) => !/: [A-Z][^]+\.$/.test(one.text)).map((one) => one.text), ...(not.some((one) => one.text.includes('rated the load red')) ? []
			: ['nobody has rated it red'])]);
	check('whom it can be handed to says the load with it', can.length === 0 ? ['nobody is'] : can.filter((one) => !/: [\d.]+ h, \d+% of /.test(one.text)).map((one) => one.text));
	const addUp = async (value) => {
		const {token, once} = keysOf(await read(manager, handOver), handOver);
		return mainOf(await (await fetch(base + handOver, {method: 'POST', headers: {cookie: manager}, body: new URLSearchParams({token, once, act: 'add',
			[choices[1]]: value, 'first-action': 'read', 'first-action-by': new Date(Date.now() + 5 * 86400000).toISOString().slice(0, 10), 'risk-with': 'demo-manager',
			mode: 'meeting', starts: ''})})).text());
	};
	const [refused, fine] = [await addUp(not[0].value), await addUp(can[0].value)];
	check('added up it says what would be refused', ['1 offer would be refused', 'Would be refused. '].filter((part) => !refused.includes(part)));
	check('and of what would not it says nothing', fine.includes('What is chosen, added up') && !fine.includes('would be refused') ? [] : [fine.slice(0, 300)]);

	// ---- what one case brings stands apart from what all offers bring ----
	const full = await (async () => {
		for (const row of (await pileRows(manager)).filter((one) => one.includes('/propose"')))
			for (const asked of (await read(manager, row.match(/href="([^"]*\/propose)"/)[1])).split('<tr').filter((one) => one.includes('with what is offered already')))
				return mainOf(await read(manager, asked.match(/href="([^"]*\/propose\/\d+[^"]*)"/)[1].replace(/&amp;/g, '&')));
		return '';
	})();
	const [, alone, together] = full.match(/With this case ([\d.]+) h.*With all that is offered already ([\d.]+) h/) ?? [];
	check('what the case brings is told, and what it brings with all that is offered', Number(alone) < Number(together) ? [] : [`${alone} and ${together}: ${full.slice(0, 200)}`]);
	check('the lines say that they stand for all of it', full.includes('With all that is offered: ') ? [] : ['they do not']);

	// ---- the first weeks here ----
	const weeks = /First weeks here until \d+ \w+ \d+: [\d.]+ of [\d.]+ h/;
	const newcomers = [];
	for (const path of ['workers/JOINER', 'teams/T01', `cases/${waits}/propose`])
		newcomers.push(weeks.test(mainOf(await read(manager, `${E}/${path}`)).slice(0, path.startsWith('workers') ? 1500 : undefined)) ? '' : path);
	check('that somebody is in their first weeks stands on their page, on the board and among the candidates', newcomers.filter((path) => path !== ''));

	// ---- the sheet says how far leave goes ----
	const allowed = (await data(cookies.director, `${E}/exceptions.json`)).lines.find((row) => row.allowed_by !== null && row.allowed_by !== '');
	const sheet = mainOf(await read(cookieFor(signInTo, db, 'demo', 'manager:team:' + told('load').posts.find((row) => row.worker === allowed.worker).team),
		`${E}/workers/${allowed.worker}/supervision`));
	check('an exception in force says on the sheet how far it goes', /Exception in force up to \d+(% of capacity| cases) until/.test(sheet) ? [] : ['it does not']);

	// ---- words ----
	const waitingPage = await read(manager, `${E}/waiting`);
	check('what waits is a matter of today, and asks for no other day', waitingPage.includes('Another day') ? ['it does'] : []);
	check('people of the demonstration stand with their names', [...waitingPage.matchAll(/[a-z]+\.[a-z]+ wants/g)].map((hit) => hit[0]));
	check('a load past its line says how far', [...mainOf(await read(cookies.director, `${E}/waiting`)).matchAll(/A worker is past a line: .{0,80}/g)]
		.map((hit) => hit[0]).filter((row) => !/ \d+% of the line: /.test(row) || / 100% of the line/.test(row)));
	const worker = await signedIn('demo-worker');
	check('a statement tells what the worker objected', (await read(worker, `${E}/workers/${own}/statement`)).includes('. Said: ') ? [] : ['it does not']);
	const needs = [];
	for (const {case: ref} of (await data(worker, `${E}/workers/${own}.json`)).holdings)
		needs.push(await read(worker, `${E}/cases/${ref}/needs`));
	const calmer = needs.filter((page) => page.includes('it has become calmer')).length;
	check('that a case has become calmer is not for its holder to say', calmer === 0 ? [] : [`${calmer} of ${needs.length}`]);
	const talk = await read(worker, `${E}/proposals/${offers.find((one) => one.worker === own && one.state === 'offered').proposal}`);
	check('no talk by message is offered', talk.includes('value="telephone"') && !talk.includes('value="message"') ? [] : ['it is, or there is no talk']);
	// ---- the health check says what the pages that it sums up say ----
	const health = await data(cookies.director, `${E}/health.json`);
	const figure = (of, code) => of.measures.find((one) => one.code === code);
	const inPile = (await data(cookies.director, `${E}/unallocated.json`)).unallocated.length;
	check('the health check counts what waits as the pile does', figure(health, 'waiting').figure === inPile ? [] : [`${figure(health, 'waiting').figure}, expected ${inPile}`]);
	check('a share is its part of its whole', health.measures.filter((one) => one.unit === 'percent' && one.part !== null &&
		Math.abs(one.figure - 100 * one.part / one.whole) > 0.06).map((one) => one.code));
	check('what is not known has no figure, and what is has one', health.measures.filter((one) => (one.known === 'known') !== (one.figure !== null)).map((one) => one.code));
	const healthCsv = (await read(cookies.director, `${E}/health.csv`)).trimEnd().split('\r\n').slice(1);
	check('its CSV has the same measures, and then the lines', String(healthCsv.map((line) => line.split(',')[1])) ===
		String([...health.measures.map((one) => one.code), ...health.lines.map(() => 'line')]) ? [] : ['it has others']);
	const healthPage = mainOf(await read(cookies.director, `${E}/health`));
	check('it begins with what is found', healthPage.includes('What to look at first') ? [] : ['it does not']);
	const pack = (page) => page.match(/href="([^"]*\/evidence-pack\?[^"]*)"/)?.[1]?.replaceAll('&amp;', '&');
	check('it leads to the evidence pack of its days', pack(await read(cookies.director, `${E}/health`)) === `${E}/evidence-pack?from=${health.from}&to=${health.to}`
		? [] : [`${pack(await read(cookies.director, `${E}/health`))}`]);
	check('and does not where there is none for whoever looks, or of a team', pack(await read(worker, `${E}/health`)) === undefined
		&& pack(await read(cookies.director, `${E}/health?team=T01`)) === undefined ? [] : ['it does']);
	const head = await signedIn('demo-head-of-service');
	check('the head of service of an invented council publishes', (await read(head, `${E}/health`)).includes(`href="${E}/publish"`)
		&& (await read(head, `${E}/publish`)).includes('<h1') && !(await read(head, `${E}/publish`)).includes('not yours') ? [] : ['there is no way']);
	const ofUnion = await read(cookies.union, `${E}/health`);
	check('no name of a worker stands in it for a union representative', named.filter((name) => ofUnion.includes(name)));
	const behind = async (cookie, code) => [...(await read(cookie, `${E}/health/${code}`))
		.matchAll(/(?:id="behind"|data-label="Behind it")><a class="govuk-link" href="([^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&'));
	const lists = {waiting: 'unallocated', 'high-risk': 'unallocated', 'waiting-longest': 'unallocated', 'no-owner': 'unallocated',
		'manager-held': 'unallocated', lapsed: 'unallocated', 'past-line': 'exceptions', exceptions: 'exceptions', used: ''};
	for (const [code, list] of Object.entries(lists)) {
		const hrefs = await behind(cookies.director, code);
		const answers = await Promise.all(hrefs.map(async (href) => (await fetch(base + href, {headers: {cookie: cookies.director}})).status));
		check(`${code} leads to the list of what is behind it, and to that of each team`, hrefs.length > 1 && answers.every((one) => one === 200)
			&& hrefs[0].split('?')[0] === (list === '' ? E : `${E}/${list}`) ? [] : [`${hrefs}`, `${answers}`]);
	}
	const series = await data(cookies.director, `${E}/health/waiting.json`);
	check('a measure by month ends with the figure of today', series.months.at(-1).figure === figure(health, 'waiting').figure ? [] : [`${series.months.at(-1).figure}`]);
	const byTeam = await Promise.all((await data(cookies.director, `${E}.json`)).teams.map(async ({team}) =>
		figure(await data(cookies.director, `${E}/health.json?team=${team ?? '-'}`), 'waiting').figure));
	check('the teams add up to the whole', byTeam.reduce((sum, one) => sum + one, 0) === inPile ? [] : [`${byTeam}, expected ${inPile}`]);
	finish();
} finally {
	await stop(server);
	rmSync(folder, {recursive: true, force: true});
}
