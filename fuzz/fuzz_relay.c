/* What a process that reads files might say: whatever the bytes are, the real intake is told nothing that a reader
 * would not tell. */
#include <sys/mman.h>
#include <unistd.h>

#include "exchange/relay.h"
#include "fuzz.h"

static int receive(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	int file = memfd_create("relay", MFD_CLOEXEC), rc;

	fuzz_promise(file >= 0 && write(file, bytes, n) == (ssize_t)n && lseek(file, 0, SEEK_SET) == 0);
	rc = relay_receive(file, name, to, err);
	(void)close(file);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_reader(bytes, n, receive);
	return 0;
}
