// Servers of a test's own.
import {spawn} from 'node:child_process';

// The first `count` addresses that a server says on its standard output, in a line each, once it has said them all.
export function addressesOf(server, count = 1) {
	return new Promise((resolve, reject) => {
		let said = '';
		server.stdout.on('data', (data) => {
			said += data;
			const found = said.match(/https?:\/\/[^\s/]+:\d+(?=\D)/g) ?? [];
			if (found.length >= count)
				resolve(found.slice(0, count));
		});
		server.once('error', reject);
		server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
	});
}

// `plimsoll serve` and its address.
export async function serve(plimsoll, db, ...options) {
	const server = spawn(plimsoll, ['serve', '--db', db, '--port', '0', ...options], {stdio: ['ignore', 'pipe', 'ignore']});
	const [base] = await addressesOf(server);
	return {server, base};
}

export function stop(server) {
	const ended = new Promise((resolve) => server.once('exit', resolve));
	server.kill('SIGTERM');
	return ended;
}
