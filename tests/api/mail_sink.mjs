// A mail server for tests, on this machine: it keeps what it is given, offers STARTTLS where it has a certificate, and refuses what it is told
// to refuse.
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';
import tls from 'node:tls';

// A certificate for localhost, and the file with it.
export function certificateIn(folder) {
	const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert,
		'-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], {stdio: 'ignore'});
	return {file: cert, key: readFileSync(key), cert: readFileSync(cert)};
}

function talk(socket, sink, {secure}) {
	let text = '', inData = false, asked = '', mail = {to: [], secure, user: ''};
	const say = (line) => socket.write(`${line}\r\n`);
	function command(line) {
		const word = asked === 'AUTH' ? 'AUTH' : line.slice(0, 4).toUpperCase();
		sink.commands.push(line);
		if (word === 'EHLO')
			say(['250-sink', ...(sink.tls && !secure ? ['250-STARTTLS'] : []), '250-AUTH PLAIN', '250 8BITMIME'].join('\r\n'));
		else if (word === 'STAR') {
			say('220 go on');
			socket.removeAllListeners('data');
			const upper = new tls.TLSSocket(socket, {isServer: true, key: sink.tls.key, cert: sink.tls.cert});
			upper.on('error', () => {});
			talk(upper, sink, {secure: true});
		} else if (word === 'AUTH') {
			const given = asked === 'AUTH' ? line : line.split(' ')[2];
			asked = given === undefined ? 'AUTH' : '';
			const [, user, password] = Buffer.from(given ?? '', 'base64').toString().split('\0');
			mail.user = user;
			say(given === undefined ? '334 ' : password === sink.password ? '235 yes' : sink.no);
		} else if (word === 'MAIL') {
			mail = {...mail, to: [], text: ''};
			say('250 ok');
		} else if (word === 'RCPT' && sink.refuse)
			say(sink.refuse);
		else if (word === 'RCPT') {
			mail.to.push(line.match(/<(.*)>/)[1]);
			say('250 ok');
		} else if (word === 'DATA') {
			inData = true;
			say('354 go on');
		} else if (word === 'QUIT') {
			if (!sink.deaf) {
				say('221 bye');
				socket.end();
			}
		} else
			say(word === 'RSET' || word === 'NOOP' ? '250 ok' : '502 what');
	}
	socket.on('data', (bytes) => {
		text += bytes;
		for (;;) {
			const end = text.indexOf(inData ? '\r\n.\r\n' : '\r\n');
			if (end < 0)
				return;
			const piece = text.slice(0, end);
			text = text.slice(end + (inData ? 5 : 2));
			if (inData) {
				inData = false;
				sink.mails.push({...mail, text: `${piece}\r\n`});
				say('250 taken');
			} else
				command(piece);
		}
	});
	socket.on('error', () => {});
}

// `certificate` of certificateIn, or none.
export function openSink(certificate, password = '') {
	const sink = {mails: [], commands: [], tls: certificate, password, refuse: '', greeting: '220 sink', no: '535 no', deaf: false};
	const server = net.createServer((socket) => {
		talk(socket, sink, {secure: false});
		socket.write(`${sink.greeting}\r\n`);
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(Object.assign(sink, {port: server.address().port,
		close: () => server.close()}))));
}
