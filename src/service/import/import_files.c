#include "service/import/import_files.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "service/import/file_reader.h"
#include "exchange/source.h"
#include "secure/digest.h"

/* Place of a format in the order of reading. */
static const int ORDER[FORMATS] = {
	[FORMAT_CSV_TEAMS] = 1,
	[FORMAT_SSD_DEPARTMENT] = 2,
	[FORMAT_CSV_WORKERS] = 3,
	[FORMAT_CSWW_XML] = 4,
	[FORMAT_SSD_PROFESSIONALS] = 5,
	[FORMAT_CSV_REDUCTIONS] = 6,
	[FORMAT_CSV_LINES] = 7,
	[FORMAT_CSV_SKILLS] = 8,
	[FORMAT_CSV_HOURS] = 9,
	[FORMAT_CSV_CASES] = 10,
	[FORMAT_CSV_STAGES] = 11,
	[FORMAT_CSV_FACTORS] = 12,
	[FORMAT_CSV_TASKS] = 13,
	[FORMAT_CSV_HOLDINGS] = 14,
	[FORMAT_CSC_API] = 15,
	[FORMAT_CIN_XML] = 16,
	[FORMAT_SSD_INVOLVEMENTS] = 17,
	[FORMAT_ANNEX_A] = 18,
};

static int compare_files(const void *left, const void *right)
{
	const struct import_file *a = left, *b = right;
	int order = ORDER[a->format] - ORDER[b->format];

	if (order == 0)
		order = strcmp(b->name, a->name);
	return order != 0 ? order : strcmp(b->path, a->path);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

struct found {
	const char *path;
	int fd;
	uint64_t bytes;
	enum source_format format;
};

static int add_file(struct arena *a, struct import_files *list, const struct found *found, struct err *err)
{
	struct import_file *f;

	if (list->files_count == IMPORT_FILES)
		return err_set(err, PL_LIMIT, "there are more files than the %d that one import takes", IMPORT_FILES);
	f = ARENA_PUSH(a, &list->files, &list->files_count, &list->files_room);
	f->path = arena_strdup(a, found->path);
	f->name = base_name(f->path);
	f->fd = found->fd;
	f->bytes = found->bytes;
	f->format = found->format;
	return 0;
}

static int recognise_path(const struct parser_host *parsers, const char *path, enum source_format *ret, struct err *err)
{
	struct input in;
	int code = input_open(path, &in, err);

	if (code < 0)
		return err_prefix(err, "%s", path);
	code = file_recognise(parsers, &in, ret, err);
	input_close(&in);
	return code;
}

/* ---- directories ---- */

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct names {
	char **names;
	size_t count, room;
};

static int list_directory(struct arena *a, const char *path, struct names *ret, struct err *err)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (dir == NULL)
		return err_set(err, PL_FAIL, "%s cannot be read: %s", path, strerror(errno));
	while ((entry = readdir(dir)) != NULL && ret->count <= IMPORT_FILES)
		if (entry->d_name[0] != '.')
			*ARENA_PUSH(a, &ret->names, &ret->count, &ret->room) = arena_printf(a, "%s%s%s", path,
				path[strlen(path) - 1] == '/' ? "" : "/", entry->d_name);
	(void)closedir(dir);
	if (ret->count > IMPORT_FILES)
		return err_set(err, PL_LIMIT, "%s holds more files than the %d that one import takes", path, IMPORT_FILES);
	if (ret->count > 0)
		qsort(ret->names, ret->count, sizeof *ret->names, compare_names);
	return 0;
}

static int find_in_directory(struct arena *a, const struct parser_host *parsers, const char *path, struct import_files *list, struct err *err)
{
	struct names inside = {0};
	size_t before = list->files_count;
	int code = list_directory(a, path, &inside, err);

	for (size_t i = 0; code == 0 && i < inside.count; i++) {
		struct found found = {.path = inside.names[i], .fd = -1};
		struct err why;
		struct stat st;

		if (stat(inside.names[i], &st) != 0 || S_ISDIR(st.st_mode))
			continue;
		found.bytes = (uint64_t)st.st_size;
		if (S_ISREG(st.st_mode) && recognise_path(parsers, inside.names[i], &found.format, &why) == 0)
			code = add_file(a, list, &found, err);
		else
			*ARENA_PUSH(a, &list->passed_over, &list->passed_over_count, &list->passed_over_room) = inside.names[i];
	}
	if (code == 0 && list->files_count == before)
		return err_set(err, PL_INVALID, "%s holds no file of a format that can be imported", path);
	return code;
}

/* ---- the whole list ---- */

static int find_path(struct arena *a, const struct parser_host *parsers, const char *path, struct import_files *list, struct err *err)
{
	struct found found = {.path = path, .fd = -1};
	struct stat st;
	int code;

	if (path[0] == '\0')
		return err_set(err, PL_INVALID, "the name of a file is empty: expected a file or a directory");
	if (stat(path, &st) != 0)
		return err_set(err, errno == ENOENT ? PL_NOT_FOUND : PL_FAIL, "%s cannot be read: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return find_in_directory(a, parsers, path, list, err);
	if (!S_ISREG(st.st_mode))
		return err_set(err, PL_INVALID, "%s is neither a file nor a directory", path);
	found.bytes = (uint64_t)st.st_size;
	code = recognise_path(parsers, path, &found.format, err);
	return code == 0 ? add_file(a, list, &found, err) : code;
}

static int refuse_twice(const struct import_files *list, struct err *err)
{
	struct strmap *seen = strmap_new();
	int code = 0;

	for (size_t i = 0; code == 0 && i < list->files_count; i++) {
		char real[PATH_MAX];
		int32_t first;

		if (realpath(list->files[i].path, real) == NULL) {
			code = err_set(err, PL_FAIL, "%s cannot be read: %s", list->files[i].path, strerror(errno));
			break;
		}
		first = strmap_put(seen, str_of(real), (int32_t)i);
		if (first != (int32_t)i)
			code = err_set(err, PL_INVALID, "%s is given twice, the first time as %s", list->files[i].path,
				list->files[first].path);
	}
	strmap_free(seen);
	return code;
}

int import_files_find(struct arena *a, const struct parser_host *parsers, const char *const *paths, size_t count,
	struct import_files *ret, struct err *err)
{
	struct import_files list = {0};
	int code = 0;

	if (count == 0)
		return err_set(err, PL_INVALID, "no file is named: expected at least one file or directory to import");
	for (size_t i = 0; code == 0 && i < count; i++)
		code = find_path(a, parsers, paths[i], &list, err);
	if (code == 0)
		code = refuse_twice(&list, err);
	if (code != 0)
		return code;
	qsort(list.files, list.files_count, sizeof *list.files, compare_files);
	*ret = list;
	return 0;
}

/* ---- files that are open ---- */

static int take_input(struct arena *a, const struct parser_host *parsers, const struct input *in, struct import_files *list,
	struct err *err)
{
	struct found found = {.path = in->name, .fd = in->fd};
	struct stat st;
	int code;

	if (fstat(in->fd, &st) != 0)
		return err_set(err, PL_FAIL, "%s cannot be read: %s", in->name, strerror(errno));
	found.bytes = (uint64_t)st.st_size;
	code = file_recognise(parsers, in, &found.format, err);
	return code == 0 ? add_file(a, list, &found, err) : code;
}

int import_files_take(struct arena *a, const struct parser_host *parsers, const struct input *inputs, size_t count,
	struct import_files *ret, struct err *err)
{
	struct import_files list = {0};
	int code = 0;

	for (size_t i = 0; code == 0 && i < count; i++)
		code = take_input(a, parsers, &inputs[i], &list, err);
	if (code != 0)
		return code;
	qsort(list.files, list.files_count, sizeof *list.files, compare_files);
	*ret = list;
	return 0;
}

int import_file_open(const struct import_file *f, struct input *ret, struct err *err)
{
	int code;

	if (f->fd >= 0) {
		*ret = (struct input){f->fd, f->path};
		return 0;
	}
	code = input_open(f->path, ret, err);
	return code < 0 ? err_prefix(err, "%s", f->path) : 0;
}

void import_file_close(const struct import_file *f, struct input *in)
{
	if (f->fd < 0)
		input_close(in);
}

/* ---- hashes ---- */

static int hash_source(struct source *from, struct digest *digest, struct err *err)
{
	int code;

	while ((code = source_fill(from, err)) > 0) {
		digest_add(digest, from->at, (size_t)(from->end - from->at));
		from->at = from->end;
	}
	return code;
}

int import_file_hash(struct import_file *f, struct err *err)
{
	struct digest *digest;
	struct source from;
	struct input in;
	int code = import_file_open(f, &in, err);

	if (code < 0)
		return code;
	source_open(&from, &in, NULL);
	digest = digest_new();
	code = hash_source(&from, digest, err);
	if (code == 0)
		digest_end(digest, f->sha256);
	digest_free(digest);
	source_close(&from);
	import_file_close(f, &in);
	return code < 0 ? err_prefix(err, "%s", f->path) : 0;
}
