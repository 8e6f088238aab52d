// Counts the behaviours in meson's log of a test run and prints "N passed, N failed, N skipped".
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
let skipped = 0;

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
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
