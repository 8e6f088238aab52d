// A crowd of programs (crowd.mjs) while the server is killed again and again.
//
//	node races.mjs PLIMSOLL [requests a client [kills [seed [servers [history.json]]]]]
//
// Several servers share one database on a server (PLIMSOLL_ENGINE=postgres) and are killed by turns.
import {finish} from '../tap.mjs';
import {Council} from './council.mjs';
import {race} from './crowd.mjs';

const [plimsoll, requests = 12, kills = 5, seed = 1, servers = 1, historyPath] = process.argv.slice(2);
const council = new Council(plimsoll, Number(servers));

try {
	await race(council, {requests: Number(requests), kills: Number(kills), seed: Number(seed), historyPath});
	finish();
} finally {
	council.clear();
}
