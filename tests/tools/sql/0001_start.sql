create table cat (name text, lives integer);
