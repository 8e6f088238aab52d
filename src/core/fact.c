#include "core/fact.h"
