#include "exchange/formats.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_reader(bytes, n, csc_api_read_bytes);
	return 0;
}
