// Counts the behaviours in meson's log of a test run and prints "N passed, N failed, N skipped", after what each test that
// failed said last: the end of a long output is what is kept of it.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
let skipped = 0;

// The named behaviours that failed, and the last lines of either output.
function tellWhatFailed(test) {
	console.log(`failed: ${test.name}, ${test.result}, code ${test.returncode}, after ${Math.round(test.duration)} s`);
	for (const named of (test.stdout ?? '').match(/^ *not ok\b.*$/gm)?.slice(0, 10) ?? []) console.log(`    ${named}`);
	for (const output of ['stdout', 'stderr']) {
		const lines = (test[output] ?? '').trimEnd().split('\n').slice(-25);
		console.log(`  the end of its ${output}:`);
		for (const line of lines) console.log(`    ${line.slice(0, 300)}`);
	}
}

for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
	if (line === '') continue;
	const test = JSON.parse(line);
	const results = (test.stdout ?? '').match(/^(not )?ok\b.*$/gm) ?? [];
	const left = (test.stdout ?? '').match(/^# skipped: .*$/gm)?.length ?? 0; // SKIP_TEST: printed as "ok" all the same
	let bad = 0;
	skipped += left;
	passed -= left;
	for (const result of results) {
		if (/# skip/i.test(result)) skipped++;
		else if (result.startsWith('not ')) bad++;
		else passed++;
	}
	if (test.result === 'SKIP') skipped += results.length === 0 ? 1 : 0;
	else if (test.result === 'OK') passed += results.length === 0 ? 1 : 0;
	else bad = Math.max(bad, 1);
	failed += bad;
	if (bad > 0) tellWhatFailed(test);
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
