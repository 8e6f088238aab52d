/* Runs a fuzz target over files, so that what fuzzing once found stays found: replay FOLDER... */
#include <dirent.h>
#include <stdio.h>

#include "base/buf.h"
#include "fuzz_promise.h"

enum { MOST_BYTES = 16 * 1024 * 1024 };

static bool read_file(const char *path, struct buf *into)
{
	FILE *f = fopen(path, "rb");
	char chunk[65536];
	size_t n;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(into, chunk, n);
	(void)fclose(f);
	return !into->full;
}

/* The bytes are copied to a block of their own size, so that a sanitizer sees a read past their end. */
static bool replay_file(const char *path)
{
	struct buf b = BUF_INIT(MOST_BYTES);
	bool read = read_file(path, &b);
	uint8_t *bytes = mem_alloc(b.len);

	if (b.len > 0)
		memcpy(bytes, b.data, b.len);
	if (read)
		(void)LLVMFuzzerTestOneInput(bytes, b.len);
	mem_free(bytes);
	buf_free(&b);
	return read;
}

static int replay_folder(const char *folder)
{
	DIR *d = opendir(folder);
	const struct dirent *entry;
	struct buf path = BUF_INIT(4096);
	int count = 0;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		buf_clear(&path);
		buf_putf(&path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		if (!replay_file(buf_text(&path))) {
			(void)fprintf(stderr, "cannot read %s\n", buf_text(&path));
			count = 0;
			break;
		}
		count++;
	}
	if (d != NULL)
		(void)closedir(d);
	buf_free(&path);
	return count;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int count = replay_folder(argv[i]);

		if (count == 0)
			return 1;
		(void)printf("%s: %d files\n", argv[i], count);
	}
	return argc > 1 ? 0 : 2;
}
