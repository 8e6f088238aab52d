#include "core/pile.h"
