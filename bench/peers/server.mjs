// The team board with Express, Nunjucks and better-sqlite3, on the same database: one query for the posts of the team, one
// for what they hold, a weight for each case from the scheme's base minutes, and a template with the same table and bars.
// It leaves out what Plimsoll also works out (sibling shares, hand-over, ranges, lines), to its own advantage.
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import express from 'express';
import nunjucks from 'nunjucks';

const [, , file, port, schemeFile, day] = process.argv;
// An index of its own for the posts of a team, as anybody would make who asks this at each request.
const maker = new Database(file);
maker.exec('create index if not exists peer_post_team on post (employer_id, team_id) where unmade is null');
maker.close();
const db = new Database(file, { readonly: true });
const scheme = JSON.parse(readFileSync(schemeFile, 'utf8'));
const base = new Map(scheme.types.filter((t) => t.base_minutes >= 0).map((t) => [t.code, t.base_minutes]));
const rank = new Map(scheme.types.map((t, i) => [t.code, i]));

const posts = db.prepare(`
	select p.id, pe.code, pe.name, p.fte_millionths, p.contract_minutes, p.agency, p.newly_qualified
	from team t
	cross join post p on p.employer_id = t.employer_id and p.team_id = t.id
	cross join person pe on pe.employer_id = p.employer_id and pe.id = p.person_id and pe.unmade is null
	where t.employer_id = 1 and t.unmade is null and p.employer_id = 1 and t.code = ? and p.unmade is null
	and (p.valid_from is null or p.valid_from <= ?) and (p.valid_until is null or p.valid_until > ?)`);
const held = db.prepare(`
	select h.post_id, c.ref, c.household, h.share, s.type
	from holding h
	join cases c on c.employer_id = h.employer_id and c.id = h.case_id and c.unmade is null
	left join stage s on s.employer_id = h.employer_id and s.case_id = h.case_id and s.unmade is null
		and s.valid_from <= @day and (s.valid_until is null or s.valid_until > @day)
	where h.employer_id = 1 and h.post_id = @post and h.unmade is null
	and h.valid_from <= @day and (h.valid_until is null or h.valid_until > @day)`);

function row(post) {
	const cases = new Map();
	for (const h of held.all({ post: post.id, day })) {
		const known = cases.get(h.ref);
		if (!known || (rank.get(h.type) ?? 99) < (rank.get(known.type) ?? 99)) cases.set(h.ref, h);
	}
	const capacity = Math.round((post.contract_minutes ?? 0) * 0.68);
	const parts = new Map();
	let load = 0;
	for (const c of cases.values()) {
		const minutes = base.get(c.type) ?? base.get('open_no_plan');
		load += minutes;
		parts.set(c.type, (parts.get(c.type) ?? 0) + minutes);
	}
	let x = 0;
	const bars = [...parts].map(([type, minutes]) => {
		const width = capacity ? (minutes / capacity) * 268 : 0;
		const bar = { type: rank.get(type) ?? 0, x: x.toFixed(1), width: width.toFixed(1) };
		x += width;
		return bar;
	});
	const used = capacity ? load / capacity : null;
	return { ...post, hours: (load / 60).toFixed(1), of: (capacity / 60).toFixed(1), cases: cases.size,
		households: new Set([...cases.values()].map((c) => c.household)).size, bars,
		used: used === null ? null : (used * 100).toFixed(1),
		band: used === null ? 'Not available' : used > 1 ? 'Over' : used > 0.9 ? 'Stretched' : used < 0.7 ? 'Under' : 'Within' };
}

const app = express();
nunjucks.configure(new URL('views', import.meta.url).pathname, { autoescape: true, express: app });
app.get('/employers/:employer/teams/:team', (request, response) => {
	const rows = posts.all(request.params.team, day, day).map(row);
	response.render('board.html', { team: request.params.team, day, rows });
});
app.listen(Number(port), '127.0.0.1', () => console.log(`listening on ${port}`));
