/* encodings.h: what the C library loads from files when a text in one of the encodings beside UTF-8 is first read, loaded
 * beforehand: for a process that will have to read such a text and may not open a file then. */
#pragma once

struct encodings;

/* windows-1252, in which old systems write XML. Others that are no part of libxml2 cannot be read without files. */
struct encodings *encodings_load(void);
struct encodings *encodings_free(struct encodings *e);
