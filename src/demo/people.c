#include "demo/people.h"

static const char *const FIRST[] = {"Aisha", "Ben", "Carys", "Dilan", "Ellen", "Femi", "Grace", "Hamid", "Isla", "Jude",
	"Kofi",
	"Leila", "Maya", "Nia", "Omar", "Priya", "Quinn", "Ruth", "Sam", "Tom", "Una", "Viktor", "Wren", "Xanthe", "Yusuf",
	"Zoe", "Anwen", "Bola", "Ciaran", "Daniel", "Esther", "Fatima", "Gwen", "Hal", "Ines", "Joan", "Kezia"};
static const char *const LAST[] = {"Adeyemi", "Bennett", "Clark", "Davies", "Ellery", "Farrow", "Gill", "Harding",
	"Idris",
	"Jones", "Khan", "Lindqvist", "Morgan", "Nair", "Okafor", "Pritchard", "Quayle", "Rahman", "Szab\xC3\xB3", "Thorne",
	"Umar", "Vaughan", "Whitlock", "Yates", "Zielinski", "Achebe", "Byrne", "Calloway", "Doyle", "Evans", "Fernandez"};
enum { FIRSTS = sizeof FIRST / sizeof *FIRST, LASTS = sizeof LAST / sizeof *LAST };

/* SplitMix64 (Steele, Lea and Flood 2014). */
uint64_t dice_next(struct dice *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15U;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
	return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *d, uint32_t limit)
{
	return (uint32_t)(((dice_next(d) >> 32) * limit) >> 32);
}

bool dice_chance(struct dice *d, uint32_t permille)
{
	return dice_below(d, 1000) < permille;
}

/* 37 and 31 are prime: the pair returns after 1,147 numbers; from then on a middle initial keeps names apart. */
const char *people_name(struct arena *a, uint32_t number)
{
	uint32_t round = number / (FIRSTS * LASTS);

	if (round == 0)
		return arena_printf(a, "%s %s", FIRST[number % FIRSTS], LAST[number % LASTS]);
	return arena_printf(a, "%s %c%c. %s", FIRST[number % FIRSTS], (char)('A' + round / 26 % 26), (char)('a' + round % 26),
		LAST[number % LASTS]);
}

const char *people_case_ref(char out[12], uint32_t number)
{
	out[0] = 'D';
	out[1] = 'E';
	out[2] = 'M';
	for (int i = 10; i >= 3; i--, number /= 10)
		out[i] = (char)('0' + number % 10);
	out[11] = '\0';
	return out;
}
