/* qr.h: a text as a QR code, for the camera of a telephone. */
#pragma once

#include "web/html.h"

/* An image with white edges, whatever the colours of the page; in the arena. Empty if the text is too long for one. */
struct safe_html qr_code(struct arena *a, const char *text, const char *title);
