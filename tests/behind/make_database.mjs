// Makes a database on the server at TEST_POSTGRES, and a text with its address: node make_database.mjs PATH
import {writeFileSync} from 'node:fs';
import {recordsIn} from '../records.mjs';

process.env.PLIMSOLL_ENGINE = 'postgres';
writeFileSync(process.argv[2], recordsIn('').owner);
