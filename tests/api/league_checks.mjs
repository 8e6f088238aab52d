// An employer publishes its health check on its own server; another server, which shows the league, fetches it, holds it against the key that it
// was given, and shows it beside the official figures. What is not what that employer signed is refused by name.
//
//	node league_checks.mjs PLIMSOLL SIGN_IN_TO FIXTURES
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';
import {cookieFor} from '../e2e/sign_in.mjs';
import {serve, stop} from '../serve.mjs';
import {proof} from './proof.mjs';
import {unzip} from './unzip.mjs';
import {keysOf} from './upload.mjs';

const [plimsoll, signInTo, fixtures] = process.argv.slice(2);
const BOLTON = '350', LIVERPOOL = '341', PAGE = '/league/E08000001', PUBLISH = '/employers/north/publish';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-checks-'));
const at = (...names) => join(folder, ...names);
process.env.PLIMSOLL_PLAIN_PUBLISHERS = 'yes'; // http://127.0.0.1, for servers of tests

const run = (...args) => {
	const {status, stdout, stderr} = spawnSync(plimsoll, args, {encoding: 'utf8'});
	return {status, said: stdout + stderr};
};
const done = (...args) => execFileSync(plimsoll, args, {stdio: 'pipe', encoding: 'utf8'});

// A person in every field that says who agreed: a limit, and one that nobody agreed; the target.
const PERSON = 'Jane Smith, team manager of Duty Team North';
const LINES = `scope,target,kind,value,status,agreed_by,agreed_on,from
employer,,cases,21,collective agreement,"${PERSON}",2026-01-10,2026-01-10
employer,,percent,95,policy,nobody yet: a starter line,2026-01-10,2026-01-10
`;
// And in every file that has names, or codes of one's own.
const TYPED = {
	'teams.csv': 'team,name,service,manager\nduty-team,Duty Team North,children,Jane Smith\n',
	'people.csv': 'worker,name,team,role,fte,hours,from,until\nJANE-SMITH,Jane Smith,duty-team,social-worker,1,37,2020-01-01,\n',
	'cases.csv': `case,opened,closed,service,team,type,closing_reason
SMITH-1,2026-01-05,2026-09-01,children,duty-team,assessment,told_by_jane
SMITH-2,2026-01-05,,children,duty-team,assessment,
`,
	'holdings.csv': `case,worker,from,until,reason
SMITH-1,JANE-SMITH,2026-01-06,2026-09-01,smith_left
SMITH-2,JANE-SMITH,2026-01-06,,
`,
};
const planted = (text) => ['jane', 'smith', 'duty team', 'duty-team', 'duty_team', 'mistyped', 'nobody yet'].filter((word) => text.toLowerCase().includes(word));

// A council that is marked as invented by nothing: as its files.
function makeCouncil(db) {
	done('demo', '--export', at('files'), '--workers', '60', '--cases', '900', '--seed', '7');
	writeFileSync(at('files', 'lines.csv'), LINES);
	done('import', '--db', db, '--employer', 'north', ...['csc_api_children.json', 'ssd_professionals.csv', 'ssd_department.csv', 'lines.csv'].map((name) => at('files', name)));
	for (const [name, text] of Object.entries(TYPED))
		writeFileSync(at('files', name), text);
	done('import', '--db', db, '--employer', 'north', ...Object.keys(TYPED).map((name) => at('files', name)));
	done('employer', 'declare', '--db', db, '--employer', 'north', 'dfe-code', BOLTON);
	done('employer', 'declare', '--db', db, '--employer', 'north', '--from', '2026-01-10', '--starts', '2026-01-10', '--goal', '12', '--by', '2028-04-01',
		'--agreed-by', `The council, the union and ${PERSON}`, '--status', 'collective', 'target', '24');
}

async function publish(base, cookie, form = PUBLISH, query = '') {
	const page = await (await fetch(base + form + query, {headers: {cookie}})).text();
	const {token, once} = keysOf(page, form);
	const hidden = (name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
	const answer = await fetch(base + form, {method: 'POST', redirect: 'manual', headers: {cookie},
		body: new URLSearchParams({token, once, quarter: hidden('quarter'), seen: hidden('seen'), why: '', read: 'yes'})});
	return answer.headers.get('location');
}

const servers = [];
try {
	['council', 'league'].forEach((name) => mkdirSync(at(name)));
	const council = at('council', 'a.db'), league = at('league', 'b.db'), key = at('key');
	makeCouncil(council);
	for (const name of [key, at('other')])
		done('checkpoint', 'keygen', '--signing-key', name, '--name', 'north.example/plimsoll');
	const home = await serve(plimsoll, council, '--signing-key', key);
	servers.push(home.server);
	const address = `${home.base}/published/north/latest.json`;
	check('the council publishes', await publish(home.base, cookieFor(signInTo, council, 'north', 'director')) === '/published/north/1' ? [] : ['it does not']);
	const file = await (await fetch(address)).text();

	done('league', 'import', '--db', league, join(fixtures, 'league_workforce_2025.csv'));
	const shown = await serve(plimsoll, league);
	servers.push(shown.server);
	const read = async (path) => (await fetch(shown.base + path)).text();
	check('at first nothing is published', (await read(PAGE)).includes('No target published') ? [] : ['something is']);

	const importing = (name, text) => {
		writeFileSync(at(name), text);
		return run('league', 'import', '--db', league, at(name));
	};
	const refusal = ({status, said}, words) => status === 1 && said.includes(words) ? [] : [`${status}: ${said}`];
	check('a file of whom no key is kept is refused', refusal(importing('1.json', file), 'no key is kept for north (350)'));
	check('a key is no other file', run('league', 'trust', '--db', league, BOLTON, at('1.json')).status === 1 ? [] : ['it is']);
	check('a code is three digits', run('league', 'trust', '--db', league, '35', `${key}.pub`).said.includes('expected the three digits') ? [] : ['it is not']);
	const long = run('league', 'trust', '--db', league, BOLTON, `${key}.pub`, `https://a.example/${'a'.repeat(484)}`);
	check('an address of 501 characters is too long', refusal(long, 'expected at most 500 characters'));
	check('an address is https', run('league', 'trust', '--db', league, BOLTON, `${key}.pub`, 'ftp://a.example/').status === 2 ? [] : ['it is not']);

	done('league', 'trust', '--db', league, BOLTON, at('other.pub'), address);
	check('one that is signed with another key is refused by name', refusal(run('league', 'fetch', '--db', league), '350: refused: The health check of north'));
	check('nobody’s key is put in the place of another without a word',
		refusal(run('league', 'trust', '--db', league, BOLTON, `${key}.pub`, address), 'another key is kept for 350, with 0 of its files'));
	done('league', 'trust', '--db', league, BOLTON, `${key}.pub`, address, '--replace');
	check('one without a signature is refused by name', refusal(importing('2.json', `${file.slice(0, file.lastIndexOf(',"signature":'))}}\n`),
		'The health check of north is not signed'));
	check('one that was altered is refused by name', refusal(importing('3.json', file.replace('"told":"shown","value":', '"told":"shown","value":1')),
		'The health check of north has been altered'));
	check('what is no health check is refused', refusal(importing('4.json', '{"format":"plimsoll health check"}'), 'not taken in'));
	check('none of them is shown', (await read(PAGE)).includes('No target published') ? [] : ['one is']);

	done('league', 'trust', '--db', league, LIVERPOOL, `${key}.pub`, address);
	done('league', 'trust', '--db', league, BOLTON, `${key}.pub`);
	check('what is published at the address of another is refused', refusal(run('league', 'fetch', '--db', league), '341: refused: what is published there is of north (350)'));
	check('and not kept', (await read(PAGE)).includes('No target published') ? [] : ['it is']);
	done('league', 'forget', '--db', league, LIVERPOOL);
	done('league', 'trust', '--db', league, BOLTON, `${key}.pub`, address);

	const fetched = run('league', 'fetch', '--db', league);
	check('what it signed is taken from its address', fetched.status === 0 && /^350: taken: version 1 of north, /m.test(fetched.said) ? [] : [fetched.said]);
	check('once', run('league', 'fetch', '--db', league).said.includes('known already') ? [] : ['again']);
	done('league', 'trust', '--db', league, LIVERPOOL, at('other.pub'), 'http://127.0.0.1:9/none');
	const nowhere = run('league', 'fetch', '--db', league).said;
	check('a server that cannot be reached is named, and refuses nothing',
		/^341: not fetched: http:\/\/127\.0\.0\.1:9\/none cannot be reached: /m.test(nowhere) && !nowhere.includes('refused') ? [] : [nowhere]);
	done('league', 'forget', '--db', league, LIVERPOOL);
	check('brought by hand it is the same', importing('5.json', file).said.includes('known already') ? [] : ['it is not']);
	const page = await read(PAGE);
	check('and whether it is kept, in one sentence', /cases by 1 April 2028, [a-z ]+ \(\d+\.\d on \d/.test(page) ? [] : ['it does not']);
	check('a running league shows it', ['24.0 to 12.0 cases by 1 April 2028', 'version 1 of the health check of north', 'Its own health check', 'the council, the union and parties named in its own records',
		'figures could be worked out']
		.filter((words) => !page.includes(words)));
	check('the league says how many have one, and who of them agreed it with workers',
		(await read('/league')).includes('One has published a target, agreed with its workers.') ? [] : ['it does not']);
	const {published} = JSON.parse(await read(`${PAGE}.json`));
	const {agreements, target} = JSON.parse(file);
	check('of limits it says those that somebody agreed', agreements.map((one) => `${one.value} ${one.agreed_by}`).join() ===
		'21 parties named in its own records' ? [] : [JSON.stringify(agreements)]);
	check('and who agreed by no word that somebody typed', [...(target.agreed_by === 'the council, the union and parties named in its own records'
		? [] : [target.agreed_by]), ...['Jane', 'Smith', 'Duty Team', 'nobody yet'].filter((word) => (file + page).includes(word))]);
	check('as data too', published?.version === 1 && published.target.goal === 12 && published.target.due === '2028-04-01' ? [] : [JSON.stringify(published)]);
	const inLeague = JSON.parse(await read('/league.json')).rows.find(({code}) => code === 'E08000001').published;
	check('the league has the promise as data', inLeague?.target.goal === 12 && /^[a-z-]+$/.test(inLeague.kept) && inLeague.openness.agreed_limits >= 0 ? []
		: [JSON.stringify(inLeague)]);
	check('with who agreed it, when, its money, and what the page says of its records', inLeague?.target.agreed_by !== undefined
		&& /^\d{4}-\d\d-\d\d$/.test(inLeague.target.agreed_on) && 'pounds' in inLeague.target
		&& inLeague.openness.figures_of >= inLeague.openness.figures_said && 'plan_due' in inLeague.openness ? [] : [JSON.stringify(inLeague)]);
	const [heads, ...rows] = (await read('/league.csv')).split('\r\n').map((row) => row.split(','));
	const cell = (head) => rows.find((row) => row[1] === 'E08000001')[heads.indexOf(head)];
	check('and as CSV', cell('target_goal') === '12.0' && cell('published_version') === '1' && heads.includes('target_agreed_by')
		&& heads.includes('target_pounds') && heads.at(-1) === 'plan_due' ? [] : [`${cell('target_goal')} ${cell('published_version')}`]);
	const earlier = await read('/league?year=2024');
	check('but not beside the figures of a year that it is not of', earlier.includes('30 September 2024') && !earlier.includes('24.0 to 12.0 cases') ? [] : ['it is']);
	check('and says which quarter it is of', / <small>[A-Z][a-z]+ to [A-Z][a-z]+ 20\d\d<\/small>/.test(await read('/league')) ? [] : ['it does not']);
	check('and leads nowhere but by https', page.includes('href=""') || page.includes('href="http:') ? ['it does'] : []);
	check('so do the league and the comparison', (await Promise.all(['/league', '/league/compare?codes=E08000001,E08000012'].map(read)))
		.filter((one) => !one.includes('24.0 to 12.0 cases')).map((one) => one.slice(0, 200)));
	done('league', 'build', '--db', league, at('site'));
	check('and the plain files', readFileSync(at('site', 'E08000001.html'), 'utf8').includes('24.0 to 12.0 cases') ? [] : ['they do not']);
	// Quarters before it, as versions of their own.
	const quarters = [...(await (await fetch(home.base + PUBLISH, {headers: {cookie: cookieFor(signInTo, council, 'north', 'director')}})).text())
		.matchAll(/\?quarter=(\d{4}-\d\d-\d\d)/g)].map(([, from]) => from).slice(1, 3);
	for (const [i, from] of quarters.entries())
		check(`the quarter from ${from} is published`, await publish(home.base, cookieFor(signInTo, council, 'north', 'director'), PUBLISH,
			`?quarter=${from}`) === `/published/north/${i + 2}` ? [] : ['it is not']);
	for (const version of [2, 3])
		check('and taken in by hand', importing(`v${version}.json`, await (await fetch(`${home.base}/published/north/${version}.json`)).text()).status === 0
			? [] : ['it is not']);
	const several = await read(PAGE);
	check('each published quarter is a mark beside the path', (several.match(/class="pl-years-mark" d="M0-6/g) ?? []).length === 3
		&& several.includes('by its own health check, on the last day of a quarter') && several.includes('class="pl-years-target"') ? [] : ['it is not']);
	const marks = [...several.matchAll(/<svg x="([\d.]+)%" y="[\d.]+%" overflow="visible"><path class="pl-years-mark"/g)].map(([, x]) => Number(x));
	check('later quarters stand further on', marks.every((x, i) => i === 0 || x < marks[i - 1]) && new Set(marks).size === 3 ? [] : [marks.join()]);
	const {rows: told} = JSON.parse(await read(`${PAGE}/published.json`));
	const lines = (await read(`${PAGE}/published.csv`)).trimEnd().split('\r\n');
	check('the same as data, a row a quarter', told.length === 3 && lines.length === 4 && told.every(({path, published}) =>
		several.includes(`>${published.caseload.toFixed(1)}</td>`) && several.includes(`>${path?.toFixed(1) ?? 'no target'}</td>`)) ? [] : [JSON.stringify(told)]);

	// What a reader takes: files of this server, then of the plain site.
	const kept = await fetch(`${shown.base}${PAGE}/published/1.json`);
	const bytes = await kept.text();
	check('the signed file is given as it was taken in', bytes === file && kept.headers.get('content-type') === 'application/json' ? [] : ['it is not']);
	check('who has it gets it no more', (await fetch(`${shown.base}${PAGE}/published/1.json`, {headers: {'if-none-match': kept.headers.get('etag')}})).status
		=== 304 ? [] : ['they do']);
	const keyIn = (keys) => keys.split('\n').find((one) => one.startsWith(`${BOLTON} `))?.slice(BOLTON.length + 1) ?? '';
	check('the keys are a plain file', `${keyIn(await read('/league/keys.txt'))}\n` === readFileSync(`${key}.pub`, 'utf8') ? [] : [await read('/league/keys.txt')]);
	check('there is a page of each, and no other', (await Promise.all([1, 2, 3, 4].map(async (version) => (await fetch(`${shown.base}${PAGE}/published/${version}`)).status)))
		.join() === '200,200,200,404' ? [] : ['there is not']);
	done('league', 'build', '--db', league, at('site'));
	const inSite = (name) => readFileSync(at('site', name), 'utf8');
	const siteKey = keyIn(inSite('keys.txt'));
	for (const version of [1, 2, 3]) {
		const text = inSite(`E08000001-health-check-${version}.json`);
		check(`version ${version} in the plain site proves itself`, proof(text, siteKey));
		check('with one byte changed it does not', proof(text.replace('"value":', '"valuf":'), siteKey).length > 0 ? [] : ['it does']);
		check('nor under another signature', proof(text.replace(/(plimsoll [A-Za-z0-9+/]{20})(.)/, (all, before, one) => before + (one === 'A' ? 'B' : 'A')), siteKey)
			.length > 0 ? [] : ['it does']);
		check('a server takes it in from there', run('league', 'import', '--db', league, at('site', `E08000001-health-check-${version}.json`)).said
			.includes('known already') ? [] : ['it does not']);
		check('its page leads to it', inSite(`E08000001-health-check-${version}.html`).includes(`href="./E08000001-health-check-${version}.json"`) ? [] : ['it does not']);
	}
	check('the employer and the method lead to the keys', ['E08000001.html', 'method.html'].filter((name) => !inSite(name).includes('href="./keys.txt"')));

	// All that everybody may have, of the council's own server, of the one with the league, and as plain files.
	const everywhere = ['/', '/published', '/published.json', '/league', '/league.csv', '/league.json', PAGE, `${PAGE}.csv`, `${PAGE}.json`,
		`${PAGE}/published.csv`, `${PAGE}/published.json`, '/league/evidence', '/league/evidence.csv', '/league/evidence.json', '/league/keys.txt',
		...['', '.csv', '.json'].map((ending) => `/league/compare${ending}?codes=E08000001,E08000012`),
		...[1, 2, 3].flatMap((version) => [`${PAGE}/published/${version}`, `${PAGE}/published/${version}.json`])];
	const ofCouncil = [1, 2, 3, 'latest'].flatMap((version) => [`/published/north/${version}`, `/published/north/${version}.json`]);
	const found = [], missed = [];
	for (const [base, path] of [...everywhere.flatMap((path) => [[home.base, path], [shown.base, path]]), ...ofCouncil.map((path) => [home.base, path])]) {
		const answer = await fetch(base + path), text = await answer.text();
		found.push(...planted(text).map((word) => `${word} in ${path}`));
		if (answer.status !== 200 && base === (path.startsWith('/league') ? shown.base : home.base))
			missed.push(`${path}: ${answer.status}`);
	}
	check('all that is public was there to be searched', missed);
	check('no word that somebody typed is in what everybody reads', found);
	const files = readdirSync(at('site'), {recursive: true, withFileTypes: true}).filter((one) => one.isFile());
	check('nor in any plain file', files.flatMap((one) => planted(readFileSync(join(one.parentPath ?? one.path, one.name), 'utf8'))
		.map((word) => `${word} in ${one.name}`)));
	check('of which there are pages, CSV and JSON', ['.html', '.csv', '.json'].filter((ending) => !files.some(({name}) => name.endsWith(ending))));
	// What the records hold is taken away with them: names of teams, and who agreed a limit, by those who read them anyway. Nothing else is.
	const NAMES = ['employer.csv', 'employer.json', 'lines.csv', 'patterns.csv'], AGREED = ['lines.csv'];
	const packOf = async (role) => unzip(Buffer.from(await (await fetch(`${home.base}/employers/north/evidence-pack/2026-07-01_to_2026-09-30.zip`,
		{headers: {cookie: cookieFor(signInTo, council, 'north', role)}})).arrayBuffer()));
	for (const role of ['union', 'regulator']) {
		const pack = Object.entries(await packOf(role));
		check(`the pack of the ${role} has no word that was typed but where it is read anyway`, pack.filter(([name]) => !NAMES.includes(name))
			.flatMap(([name, text]) => planted(text).map((word) => `${word} in ${name}`)));
		check('nor why a case was closed, or who left', pack.filter(([, text]) => /told_by_jane|smith_left/i.test(text)).map(([name]) => name));
		check('nor, for the union, somebody’s name', pack.filter(([name, text]) => role === 'union' && !AGREED.includes(name) && /jane|smith/i.test(text))
			.map(([name]) => name));
	}
	const figures = (html) => html.match(/<h2[^>]*id="figures"[^]*/)[0];
	check('the official figures are as before', figures(page).includes('20.8') ? [] : ['they are not']);

	const forgotten = run('league', 'forget', '--db', league, BOLTON);
	check('forgetting a key says how many files it takes with it', forgotten.said.includes('3 files signed with the key') ? [] : [forgotten.said]);
	check('a key that is no longer kept takes its files with it', (await read(PAGE)).includes('No target published') ? [] : ['it does not']);
	// The council's own server shows a league too, in which it stands for itself, unless that is disputed.
	const own = async () => (await fetch(`${home.base}${PAGE}`)).text();
	done('league', 'import', '--db', council, join(fixtures, 'league_workforce_2025.csv'));
	check('on its own server a council needs no key', (await own()).includes('24.0 to 12.0 cases') ? [] : ['it does']);
	done('league', 'build', '--db', council, at('own'), '--key', `${key}.pub`);
	const ownKey = readFileSync(at('own', 'keys.txt'), 'utf8').match(/^350 (.*)$/m)?.[1] ?? '';
	check('its own plain site has what it signed, and its key', proof(readFileSync(at('own', 'E08000001-health-check-1.json'), 'utf8'), ownKey));
	check('no other key is put there', run('league', 'build', '--db', council, at('own'), '--key', at('other.pub')).said.includes('version') ? [] : ['it is']);
	done('league', 'trust', '--db', council, BOLTON, at('other.pub'));
	check('a key that is kept says more than the council itself', (await own()).includes('No target published') ? [] : ['it does not']);
	done('league', 'forget', '--db', council, BOLTON);
	done('import', '--db', council, '--employer', 'south', ...['csc_api_children.json', 'ssd_professionals.csv', 'ssd_department.csv']
		.map((name) => at('files', name)));
	done('employer', 'declare', '--db', council, '--employer', 'south', 'dfe-code', BOLTON);
	const south = PUBLISH.replace('north', 'south');
	check('another publishes as the same council', await publish(home.base, cookieFor(signInTo, council, 'south', 'director'), south) === '/published/south/1'
		? [] : ['it does not']);
	check('where two say that they are one council, neither stands for it', (await own()).includes('No target published') ? [] : ['one does']);

	check('publishers can be told', run('league', 'publishers', '--db', league).said.includes('No key is kept') ? [] : ['they cannot']);
	check('a league that asks nobody says so', run('league', 'fetch', '--db', league).said.includes('no employer is known by an address') ? [] : ['it does not']);
	finish();
} finally {
	await Promise.all(servers.map(stop));
	rmSync(folder, {recursive: true, force: true});
}
