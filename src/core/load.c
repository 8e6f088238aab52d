#include "core/load.h"
