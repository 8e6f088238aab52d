-- Health checks that were published (store/published.h), and the notes that sign them.

-- name: published_list
select p.version, p.first_day, p.last_day, p.sha256, p.corrects, p.why, length(p.document), l.instant, l.actor, s.note
from published_check p join ledger l on l.employer_id = p.employer_id and l.sequence = p.origin
left join check_signature s on s.employer_id = p.employer_id and s.version = p.version
where p.employer_id = $1 and p.unmade is null order by p.version desc;

-- name: published_document
select document from published_check where employer_id = $1 and version = $2 and unmade is null;

-- name: published_add
insert into published_check (employer_id, version, first_day, last_day, document, sha256, corrects, why, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, null);

-- name: check_signature_put
insert into check_signature (employer_id, version, note) values ($1, $2, $3)
on conflict (employer_id, version) do update set note = excluded.note;
