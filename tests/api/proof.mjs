// What a reader does who has nothing but a published health check and the key's line: SHA-256 and Ed25519.
import {createHash, createPublicKey, verify} from 'node:crypto';

// The document is the file without its last member; the note says its SHA-256, and is signed.
export function proof(file, keyLine) {
	const {note} = JSON.parse(file).signature;
	const document = `${file.slice(0, file.lastIndexOf(',"signature":'))}}\n`;
	const [, key] = keyLine.trim().match(/^[^+]+\+[^+]+\+(.+)$/).map((part) => Buffer.from(part, 'base64'));
	const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]);
	const text = note.slice(0, note.indexOf('\n\n') + 1);
	const signature = Buffer.from(note.trimEnd().split(' ').pop(), 'base64').subarray(4);
	return [...(note.match(/^sha256 (.*)$/m)[1] === createHash('sha256').update(document).digest('hex') ? [] : ['another SHA-256']),
		...(verify(null, Buffer.from(text), createPublicKey({key: spki, format: 'der', type: 'spki'}), signature) ? [] : ['not signed'])];
}
