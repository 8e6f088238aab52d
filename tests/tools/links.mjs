// Every relative link in a document leads somewhere: to a file or folder, and to a heading where it names one.
//
//	node links.mjs SOURCE
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {check, finish} from '../tap.mjs';

const source = process.argv[2];
const NOT_OURS = /^(build.*|node_modules|\..*)$/;

function* documents(folder) {
	for (const entry of readdirSync(folder, {withFileTypes: true})) {
		if (entry.isDirectory() && !NOT_OURS.test(entry.name))
			yield* documents(join(folder, entry.name));
		else if (entry.isFile() && entry.name.endsWith('.md'))
			yield join(folder, entry.name);
	}
}

const withoutCode = (text) => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');

// What a heading is called in an address: small letters, without punctuation, hyphens for blanks.
const anchor = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
const headings = (path) => [...readFileSync(path, 'utf8').replace(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)]
	.map((found) => anchor(found[1]));

function problemOf(path, target) {
	const [file, heading] = decodeURI(target).split('#');
	const there = file === '' ? path : join(dirname(path), file);
	if (!existsSync(there))
		return `${target}: there is no such file`;
	if (heading !== undefined && !(there.endsWith('.md') && headings(there).includes(heading)))
		return `${target}: there is no such heading`;
	return null;
}

const links = (text) => [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)]
	.map((found) => found[1])
	.filter((target) => !/^[a-z]+:/.test(target));

for (const path of documents(source)) {
	const targets = links(readFileSync(path, 'utf8'));
	if (targets.length > 0)
		check(`${relative(source, path)} links to what is there`,
			targets.map((target) => problemOf(path, target)).filter((problem) => problem !== null));
}
finish();
