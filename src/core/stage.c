#include "core/stage.h"
