-- Dogs came later.
create table dog (name text);
