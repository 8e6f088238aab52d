// The league as plain files: every link leads to one of them and to a place in it, no file asks a server for anything, titles differ, data
// can be read, and the list of files is right.
//
//	node league_site.mjs PLIMSOLL FIXTURES
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {check, finish} from '../tap.mjs';

const [plimsoll, fixtures] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'plimsoll-league-site-'));
const site = join(work, 'site');

function build() {
	const files = readdirSync(fixtures).filter((name) => name.startsWith('league_')).map((name) => join(fixtures, name));
	execFileSync(plimsoll, ['league', 'import', '--db', join(work, 'l.db'), ...files], {stdio: 'ignore'});
	execFileSync(plimsoll, ['league', 'build', '--db', join(work, 'l.db'), site], {stdio: 'ignore'});
}

const textOf = (name) => readFileSync(join(site, name), 'utf8');
const plain = (text) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const idsOf = (text) => new Set([...text.matchAll(/ id="([^"]*)"/g)].map((found) => found[1]));
const addresses = (text) => [...text.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map((found) => plain(found[1]));

function problemOfAddress(name, ids, address) {
	const [file, anchor] = address.split('#');
	if (address.startsWith('https://'))
		return null;
	if (file !== '' && !file.startsWith('./'))
		return `${name}: ${address} is no address of a file beside it`;
	if (file !== '' && !existsSync(join(site, file)))
		return `${name}: ${address}: there is no such file`;
	if (anchor !== undefined && !(file === '' ? ids.get(name) : ids.get(file.slice(2)))?.has(anchor))
		return `${name}: ${address}: there is no such place`;
	return null;
}

function problemsOfLinks(pages) {
	const ids = new Map(pages.map((name) => [name, idsOf(textOf(name))]));
	return pages.flatMap((name) => addresses(textOf(name)).map((address) => problemOfAddress(name, ids, address)).filter(Boolean));
}

// Every file can be come upon from the first page.
function unreached(names) {
	const seen = new Set(['index.html', 'SHA256SUMS']);
	for (const name of seen) {
		if (!name.endsWith('.html'))
			continue;
		for (const address of addresses(textOf(name)))
			if (address.startsWith('./'))
				seen.add(address.slice(2).split('#')[0]);
	}
	return names.filter((name) => !seen.has(name)).map((name) => `nothing leads to ${name}`);
}

function sameTitles(pages) {
	const titles = new Map();
	for (const name of pages) {
		const [, title] = /<title>([^<]*)<\/title>/.exec(textOf(name));
		titles.set(title, [...titles.get(title) ?? [], name]);
	}
	return [...titles].filter(([, named]) => named.length > 1).map(([title, named]) => `${title}: ${named.join(', ')}`);
}

function problemsOfSums(names) {
	const lines = textOf('SHA256SUMS').trim().split('\n').filter((line) => !line.startsWith('#')).map((line) => line.split('  '));
	const listed = new Map(lines.map(([sum, name]) => [name, sum]));
	return names.filter((name) => name !== 'SHA256SUMS')
		.filter((name) => listed.get(name) !== createHash('sha256').update(readFileSync(join(site, name))).digest('hex'))
		.map((name) => `${name} is not what SHA256SUMS says`)
		.concat([...listed.keys()].filter((name) => !names.includes(name)).map((name) => `${name} is listed and not there`));
}

function problemsOfData(names) {
	const problems = [];
	for (const name of names.filter((one) => one.endsWith('.json')))
		try {
			JSON.parse(textOf(name));
		} catch (error) {
			problems.push(`${name}: ${error.message}`);
		}
	for (const name of names.filter((one) => one.endsWith('.csv')))
		if (!textOf(name).includes(',') || !textOf(name).endsWith('\r\n'))
			problems.push(`${name} is no CSV`);
	return problems;
}

try {
	build();
	const names = readdirSync(site);
	const pages = names.filter((name) => name.endsWith('.html'));
	check('there is a page for every employer', pages.filter((name) => /^E\d{8}\.html$/.test(name)).length === 13 ? [] : [`${pages}`]);
	check('every link leads to a file beside it', problemsOfLinks(pages));
	check('every file can be come upon', unreached(names));
	check('titles differ', sameTitles(pages));
	check('no page has script, style or a form', pages.filter((name) => /<script|<style| style=| on[a-z]+=|<form/.test(textOf(name))));
	check('data can be read', problemsOfData(names));
	check('the keys have a file, also where nobody has published anything', textOf('keys.txt').split('\n').filter((line) => line !== '' && !line.startsWith('#')));
	check('SHA256SUMS lists every file as it is', problemsOfSums(names));
} finally {
	rmSync(work, {recursive: true, force: true});
}
finish();
