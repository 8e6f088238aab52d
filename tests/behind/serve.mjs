// Two processes of the program, and nginx before them that asks one after the other, whoever asks.
//
//	node serve.mjs PLIMSOLL serve OPTIONS...
//
// Says what a single server says first, with the address of nginx in it. When it is told to end, or one of them ends by itself, it
// takes the others with it and ends.
import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const PROCESSES = 2;
const [plimsoll, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-nginx-'));
chmodSync(folder, 0o711);
const children = new Set();
let ending = false;

// The port of nginx, which inherits the socket: it is taken from the first moment on.
function listen() {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
	});
}

function start(program, args, more = {}) {
	const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit'], ...more});
	children.add(child);
	child.once('exit', (code, signal) => {
		children.delete(child);
		end(signal === null ? code : 1);
	});
	return child;
}

// The address that it says, and whatever it says beside.
function serve() {
	const child = start(plimsoll, args);
	return new Promise((resolve) => {
		let said = '';
		child.stdout.on('data', (data) => {
			said += data;
			const found = said.match(/http:\/\/127\.0\.0\.1:(\d+)/);
			if (found)
				resolve({said, port: found[1]});
		});
	});
}

function end(code) {
	if (ending)
		return;
	ending = true;
	for (const child of children)
		child.kill('SIGTERM');
	const wait = () => {
		if (children.size > 0)
			return setTimeout(wait, 5);
		rmSync(folder, {recursive: true, force: true});
		return process.exit(code);
	};
	wait();
}

const configuration = (port, ports) => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
	access_log off;
	client_max_body_size 0;
	${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n\t')}
	upstream plimsoll {
		${ports.map((one) => `server 127.0.0.1:${one} max_fails=0;`).join('\n\t\t')}
		keepalive 32;
	}
	server {
		listen 127.0.0.1:${port};
		location / {
			proxy_pass http://plimsoll;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_set_header Host $http_host;
			proxy_set_header X-Forwarded-For $remote_addr;
			proxy_request_buffering off;
			proxy_read_timeout 120s;
		}
	}
}
`;

process.on('SIGTERM', () => end(0));
process.on('SIGINT', () => end(0));

const first = await serve();
const others = await Promise.all(Array.from({length: PROCESSES - 1}, () => serve()));
const listener = await listen();
const {port} = listener.address();
writeFileSync(join(folder, 'nginx.conf'), configuration(port, [first, ...others].map((one) => one.port)));
start('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {stdio: ['ignore', 'pipe', 'inherit', listener._handle.fd],
	env: {...process.env, NGINX: '3;'}});
listener.close();

// nginx listens a moment later.
for (;;) {
	const up = await fetch(`http://127.0.0.1:${port}/healthz`).then(({ok}) => ok, () => false);
	if (up)
		break;
	await new Promise((resolve) => setTimeout(resolve, 5));
}
process.stdout.write(first.said.replace(`127.0.0.1:${first.port}`, `127.0.0.1:${port}`));
