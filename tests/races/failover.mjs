// A crowd of programs (crowd.mjs) at two servers, on a database whose primary is killed again and again, and whose standby takes over each time.
//
// Has two servers of its own made (script/standby), unless it has them already.
//
//	node failover.mjs PLIMSOLL [requests a client [kills [seed [history.json]]]]
import {execFile, spawnSync} from 'node:child_process';
import {promisify} from 'node:util';
import {fileURLToPath} from 'node:url';
import {onServer} from '../records.mjs';
import {check, finish} from '../tap.mjs';
import {Council} from './council.mjs';
import {race} from './crowd.mjs';

const [plimsoll, requests = 12, kills = 2, seed = 1, historyPath] = process.argv.slice(2);
const STANDBY = fileURLToPath(new URL('../../script/standby', import.meta.url));
const standby = (what) => promisify(execFile)(STANDBY, [what]);

class CouncilOnStandby extends Council {
	killed = 'the primary';
	outages = [];

	kill() {
		const outage = {began: performance.now()};
		this.outages.push(outage);
		this.whole = standby('--kill').then(() => standby('--promote')).then(() => {
			outage.promoted = performance.now();
			return standby('--rejoin');
		}).then(() => {
			outage.ended = performance.now();
		});
	}

	answersOf(...statuses) {
		return this.history.flatMap(({answers}) => answers).filter(({status}) => statuses.includes(status));
	}

	// The longest time after a kill, begun before the standby was primary, in which nobody was told that something was done.
	silences() {
		const times = this.answersOf(200).map(({got}) => got).sort((a, b) => a - b);
		return this.outages.map(({began, promoted}) => Math.max(0, ...times.map((time, i) => time > began && times[i - 1] < promoted ? time - times[i - 1] : 0)));
	}
}

if (process.env.TEST_STANDBY === undefined && process.env.TEST_POSTGRES !== undefined)
	process.exit(spawnSync(STANDBY, [process.execPath, ...process.argv.slice(1)], {stdio: 'inherit'}).status);
onServer();
const council = new CouncilOnStandby(plimsoll, 2);

try {
	await race(council, {requests: Number(requests), kills: Number(kills), seed: Number(seed), historyPath});
	const busy = council.answersOf(503), late = busy.filter(({after}) => after === null);
	check('whoever was turned away was told when to ask again', late.length === 0 ? [] : [`${late.length} of ${busy.length} were not`]);
	const seconds = (ms) => (ms / 1000).toFixed(2);
	for (const [i, silence] of council.silences().entries())
		console.log(`# kill ${i + 1}: nothing was done for ${seconds(silence)} s; the standby was primary after ${
			seconds(council.outages[i].promoted - council.outages[i].began)} s`);
	console.log(`# ${council.answersOf(200).length} answers that something was done, ${busy.length} that it could not be just now; of these ${
		busy.filter(({text}) => text.includes('not known')).length} that it is not known`);
	finish();
} finally {
	council.clear();
}
