// Results of a test as TAP: one line a behaviour, with what is wrong with it below.
let count = 0;
let failed = 0;

// The behaviour holds if there are no problems.
export function check(name, problems) {
	count++;
	if (problems.length > 0)
		failed++;
	console.log(`${problems.length > 0 ? 'not ok' : 'ok'} ${count} - ${name}`);
	for (const problem of problems)
		console.log(`#   ${problem}`);
}

// After the last behaviour.
export function finish() {
	console.log(`1..${count}`);
	process.exitCode = failed > 0 || count === 0 ? 1 : 0;
}
