-- When somebody last signed in, apart from the clock that disables accounts: that one also begins anew when an account is made,
-- enabled or reset.

alter table account_proof add column signed_in_at integer;

insert into schema_version (version, name) values (16, '0016_signed_in');
pragma user_version = 16;
