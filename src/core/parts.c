#include "core/parts.h"

/* The place of the part that is told and has the fewest unseen people behind it, though some; `count` for none. */
static size_t least_told(const struct part *parts, size_t count)
{
	size_t least = count;

	for (size_t i = 0; i < count; i++)
		if (parts[i].people > 0 && !parts[i].untold && (least == count || parts[i].people < parts[least].people))
			least = i;
	return least;
}

bool parts_withhold(struct part *parts, size_t count)
{
	int32_t hidden = 0;

	for (size_t i = 0; i < count; i++) {
		parts[i].untold |= parts[i].people > 0 && parts[i].people < PARTS_PEOPLE;
		hidden += parts[i].untold ? parts[i].people : 0;
	}
	while (hidden > 0 && hidden < PARTS_PEOPLE) {
		const size_t least = least_told(parts, count);

		if (least == count)
			return false;
		parts[least].untold = true;
		hidden += parts[least].people;
	}
	return true;
}
