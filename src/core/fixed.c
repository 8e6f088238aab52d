#include "core/fixed.h"

typedef __int128 wide;
typedef unsigned __int128 unsigned_wide;

static int64_t into_64_bits(wide n)
{
	if (n > INT64_MAX)
		return INT64_MAX;
	return n < INT64_MIN ? INT64_MIN : (int64_t)n;
}

static wide divide_half_away(wide n, wide d)
{
	wide half = (d < 0 ? -d : d) / 2;

	return (n + ((n < 0) ? -half : half)) / d;
}

int64_t fixed_of(int64_t n)
{
	return into_64_bits((wide)n * FIXED_ONE);
}

int64_t fixed_ratio(int64_t n, int64_t per)
{
	return into_64_bits(divide_half_away((wide)n * FIXED_ONE, per));
}

int64_t fixed_mul(int64_t a, int64_t b)
{
	return into_64_bits(divide_half_away((wide)a * b, FIXED_ONE));
}

int64_t fixed_div(int64_t a, int64_t b)
{
	return into_64_bits(divide_half_away((wide)a * FIXED_ONE, b));
}

/* The whole root, digit by digit in base 2. */
static unsigned_wide whole_root(unsigned_wide n)
{
	unsigned_wide root = 0, bit = (unsigned_wide)1 << 126;

	while (bit > n)
		bit >>= 2;
	for (; bit != 0; bit >>= 2) {
		if (n >= root + bit) {
			n -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return root;
}

int64_t fixed_sqrt(int64_t a)
{
	unsigned_wide n = (unsigned_wide)a * (unsigned_wide)FIXED_ONE, root = whole_root(n);

	/* Past the middle between two roots: n > (root + 1/2)^2 = root^2 + root + 1/4. */
	return (int64_t)(n - root * root > root ? root + 1 : root);
}

int64_t fixed_round(int64_t a, int64_t per)
{
	return into_64_bits(divide_half_away((wide)a * per, FIXED_ONE));
}
