#include "core/line.h"
