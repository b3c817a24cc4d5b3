// GET requests through libcurl, whose functions take arguments of any type, as Swift can't call
// them. It is loaded when it is first needed; neither it nor its headers are there at build time.
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a request ended: those of libcurl's codes that mean something of their own.
enum ccurl_code {
  CCURL_OK = 0,
  CCURL_UNSUPPORTED_PROTOCOL = 1,
  CCURL_FAILED_INIT = 2,
  CCURL_NOT_BUILT_IN = 4,
  CCURL_COULDNT_RESOLVE_PROXY = 5,
  CCURL_COULDNT_RESOLVE_HOST = 6,
  CCURL_COULDNT_CONNECT = 7,
  CCURL_WEIRD_SERVER_REPLY = 8,
  CCURL_OPERATION_TIMEDOUT = 28,
  CCURL_SSL_CONNECT_ERROR = 35,
  CCURL_UNKNOWN_OPTION = 48,
  CCURL_SSL_CERTPROBLEM = 58,
  CCURL_SSL_CIPHER = 59,
  CCURL_PEER_FAILED_VERIFICATION = 60,
  CCURL_SSL_CACERT_BADFILE = 77,
  CCURL_SSL_ISSUER_ERROR = 83,
  CCURL_PROXY = 97,
};

/// What makes requests one after another, over one connection where the server keeps it.
struct ccurl;

/// What a request may take; times in milliseconds.
struct ccurl_limits {
  /// Until there is a connection, TLS included.
  long connect;
  /// Between two arrivals of anything.
  long silence;
  /// Altogether.
  long total;
  /// Of the body.
  size_t bytes;
};

/// What came of a request. Its pointers hold until the next one begins.
struct ccurl_outcome {
  enum ccurl_code code;
  /// The body is over the limit.
  bool is_too_long;
  /// Of HTTP; 0 where none came.
  long status;
  /// Of HTTP, by a proxy that was asked for a tunnel; 0 where none was.
  long proxy_status;
  /// The `errno` of a connection that failed; 0 for none.
  long error_number;
  /// Seconds that the server asks to wait, from now on; 0 for none.
  int64_t retry_after;
  /// Where the answer points, in its own words; NULL for nowhere. It is not followed.
  const char *location;
  const uint8_t *body;
  size_t size;
  /// What libcurl says of a failure; never NULL.
  const char *detail;
};

/// Loads libcurl, the first time. Gives NULL, or why it can't be loaded.
const char *ccurl_load(void);

/// Gives NULL when there is no memory. libcurl must be loaded.
struct ccurl *ccurl_open(void);

/// Ends its connections.
void ccurl_close(struct ccurl *connection);

/// Begins a GET; `credentials`, NULL for none, are USER:PASSWORD. `proxy` is empty for none: no
/// variable of the environment is looked at. `is_plain` allows http alone; else it is https alone.
void ccurl_begin(
    struct ccurl *connection, const char *url, bool is_plain, const char *credentials,
    const char *proxy, struct ccurl_limits limits);

/// Goes on with the request and waits so long at most for more; false once it has ended.
bool ccurl_go_on(struct ccurl *connection, int milliseconds);

/// What came of the request, which is given up if it has not ended.
struct ccurl_outcome ccurl_end(struct ccurl *connection);

#endif
