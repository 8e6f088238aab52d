#include "core/counts.h"
