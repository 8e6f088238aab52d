#include "core/weight.h"
