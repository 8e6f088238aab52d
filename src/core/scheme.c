#include "core/scheme.h"
