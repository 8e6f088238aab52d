/* log.h: what the server says to whoever runs it: a line of JSON for each thing worth a line, on standard error.
 *
 * Every line has ts (UTC, milliseconds), level (info, warn, error) and msg. The line of a request adds its id, the code of the
 * employer, the number of the account, the route as it is declared ("/employers/{employer}/cases/{case}", never the path with
 * its codes), method, status and milliseconds: no query, no body, no name, no address of a client. Control characters are
 * escaped.
 *
 * Requests that change something, and those that are refused or fail (status 400 and above), always have their line; those
 * that only read have one where it is asked for.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct request;
struct response;

/* Who asked for what, as the router found out; "" and 0 where it did not get that far. In the request's arena. */
struct log_subject {
	const char *route, *employer;
	int64_t account_id;
};

void log_request(const struct request *req, const struct response *res, const struct log_subject *subject, int64_t ms);

/* Whether a request has its line although reading is not logged. */
bool log_is_due(const struct request *req, const struct response *res);

/* Why a request failed, for whoever can mend it. */
void log_failure(const struct request *req, const char *route, const char *why);

/* Somebody was not let in by a sign-in service, and why; the sentence holds nothing that was sent. */
void log_refused_sign_in(const struct request *req, const char *why);

/* How many requests were turned away since the last such line. */
void log_turned_away(int64_t count);
