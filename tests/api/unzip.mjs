// The files of a ZIP, by name.
import {inflateRawSync} from 'node:zlib';

const END = 0x06054b50, ENTRY = 0x02014b50, STORED = 0;

export function unzip(bytes) {
	let at = bytes.length - 22;
	while (bytes.readUInt32LE(at) !== END)
		at--;
	const files = {};
	let entry = bytes.readUInt32LE(at + 16);
	for (let left = bytes.readUInt16LE(at + 10); left > 0; left--) {
		if (bytes.readUInt32LE(entry) !== ENTRY)
			throw new Error('the directory of the ZIP is damaged');
		const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(entry + place));
		const local = bytes.readUInt32LE(entry + 42);
		const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const packed = bytes.subarray(begin, begin + bytes.readUInt32LE(entry + 20));
		files[bytes.toString('utf8', entry + 46, entry + 46 + name)] =
			(bytes.readUInt16LE(entry + 10) === STORED ? packed : inflateRawSync(packed)).toString('utf8');
		entry += 46 + name + extra + comment;
	}
	return files;
}
