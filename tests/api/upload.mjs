// Forms with files, as a browser sends them.

// The keys of the form on a page that is sent to `action`.
export function keysOf(body, action) {
	const form = body.split('<form').find((one) => one.includes(`action="${action}"`)) ?? '';
	return {token: form.match(/name="token" value="([^"]+)"/)?.[1], once: form.match(/name="once" value="([^"]+)"/)?.[1],
		last: form.match(/name="last" value="([^"]+)"/)?.[1]};
}

// As a browser lays it out; files are [name, bytes].
export function multipart(fields, files, boundary = 'x-boundary') {
	const parts = Object.entries(fields).map(([name, value]) =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
	const sent = files.map(([name, bytes]) => Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="files"; ` +
		`filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n')]));
	return {body: Buffer.concat([Buffer.from(parts.join('')), ...sent, Buffer.from(`--${boundary}--\r\n`)]),
		headers: {'Content-Type': `multipart/form-data; boundary=${boundary}`}};
}
