#include "CCurl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "Library.h"

struct ccurl {
  void *easy;
  void *multi;
  struct ccurl_limits limits;
  struct timespec last_arrival;
  int code;
  bool is_too_long;
  char *location;
  uint8_t *body;
  size_t size, room;
  char detail[ERROR_SIZE];
};

struct ccurl *ccurl_open(void) {
  struct ccurl *it = calloc(1, sizeof *it);
  if (it == NULL) return NULL;
  it->easy = libcurl.easy_init();
  it->multi = libcurl.multi_init();
  if (it->easy != NULL && it->multi != NULL) return it;
  ccurl_close(it);
  return NULL;
}

void ccurl_close(struct ccurl *it) {
  if (it->easy != NULL) libcurl.easy_cleanup(it->easy);
  if (it->multi != NULL) libcurl.multi_cleanup(it->multi);
  free(it->location);
  free(it->body);
  free(it);
}

static void note_arrival(struct ccurl *it) { clock_gettime(CLOCK_MONOTONIC, &it->last_arrival); }

static bool is_silent(const struct ccurl *it) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long milliseconds = (now.tv_sec - it->last_arrival.tv_sec) * 1000 +
                      (now.tv_nsec - it->last_arrival.tv_nsec) / 1000000;
  return milliseconds > it->limits.silence;
}

static void forget_location(struct ccurl *it) {
  free(it->location);
  it->location = NULL;
}

/// Takes one line. CURLINFO_REDIRECT_URL is of no use: it has the credentials in it.
static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  static const char status[] = "HTTP/", location[] = "location:";
  struct ccurl *it = context;
  const char *start = bytes, *end = bytes + size * count;
  note_arrival(it);
  // A proxy's answer goes before, or one that says to go on.
  if (size * count >= strlen(status) && memcmp(start, status, strlen(status)) == 0) {
    forget_location(it);
  }
  if (it->location != NULL || size * count < strlen(location)) return size * count;
  if (strncasecmp(start, location, strlen(location)) != 0) return size * count;
  start += strlen(location);
  while (start < end && isspace((unsigned char)*start)) start++;
  while (end > start && isspace((unsigned char)end[-1])) end--;
  if (end > start) it->location = strndup(start, (size_t)(end - start));
  return size * count;
}

/// Gives less than it got to end the request.
static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  struct ccurl *it = context;
  size_t added = size * count;
  note_arrival(it);
  it->is_too_long = added > it->limits.bytes - it->size;
  if (it->is_too_long) return 0;
  if (added > it->room - it->size) {
    size_t room = 2 * (it->size + added);
    uint8_t *body = realloc(it->body, room);
    if (body == NULL) return 0;
    it->body = body;
    it->room = room;
  }
  memcpy(it->body + it->size, bytes, added);
  it->size += added;
  return added;
}

/// The first option that is refused ends the request before it begins.
static void note_code(struct ccurl *it, int code) {
  if (it->code == CCURL_OK) it->code = code;
}

static void set_number(struct ccurl *it, int option, long value) {
  note_code(it, libcurl.easy_setopt(it->easy, option, value));
}

static void set_pointer(struct ccurl *it, int option, const void *value) {
  note_code(it, libcurl.easy_setopt(it->easy, option, value));
}

static void set_protocol(struct ccurl *it, bool is_plain) {
  int code = libcurl.easy_setopt(it->easy, OPT_PROTOCOLS_STR, is_plain ? "http" : "https");
  // Before 7.85.
  if (code == CCURL_UNKNOWN_OPTION) {
    set_number(it, OPT_PROTOCOLS, is_plain ? PROTO_HTTP : PROTO_HTTPS);
  } else {
    note_code(it, code);
  }
}

void ccurl_begin(
    struct ccurl *it, const char *url, bool is_plain, const char *credentials, const char *proxy,
    struct ccurl_limits limits) {
  static const struct list accept = {"Accept: application/json", NULL};
  typedef size_t (*take)(char *, size_t, size_t, void *);
  libcurl.easy_reset(it->easy);
  it->limits = limits;
  it->code = CCURL_OK;
  it->is_too_long = false;
  it->size = 0;
  it->detail[0] = 0;
  forget_location(it);
  set_pointer(it, OPT_ERRORBUFFER, it->detail);
  set_number(it, OPT_NOSIGNAL, 1);
  set_protocol(it, is_plain);
  set_number(it, OPT_FOLLOWLOCATION, 0);
  set_pointer(it, OPT_PROXY, proxy);
  set_pointer(it, OPT_NOPROXY, "");
  set_number(it, OPT_HTTP_VERSION, HTTP_VERSION_1_1);
  set_number(it, OPT_SSLVERSION, SSLVERSION_TLSv1_2);
  set_pointer(it, OPT_URL, url);
  set_pointer(it, OPT_USERPWD, credentials);
  set_pointer(it, OPT_USERAGENT, "octowatt");
  set_pointer(it, OPT_HTTPHEADER, &accept);
  set_number(it, OPT_CONNECTTIMEOUT_MS, limits.connect);
  set_number(it, OPT_TIMEOUT_MS, limits.total);
  note_code(it, libcurl.easy_setopt(it->easy, OPT_HEADERFUNCTION, (take)take_header));
  set_pointer(it, OPT_HEADERDATA, it);
  note_code(it, libcurl.easy_setopt(it->easy, OPT_WRITEFUNCTION, (take)take_body));
  set_pointer(it, OPT_WRITEDATA, it);
  // Since 7.87: nobody waits for a look-up of a name that was given up. Older ones do.
  libcurl.easy_setopt(it->easy, OPT_QUICK_EXIT, 1L);
  note_arrival(it);
  if (it->code == CCURL_OK && libcurl.multi_add_handle(it->multi, it->easy) != 0) {
    it->code = CCURL_FAILED_INIT;
  }
}

bool ccurl_go_on(struct ccurl *it, int milliseconds) {
  if (it->code != CCURL_OK) return false;
  int running = 0, left = 0;
  if (libcurl.multi_perform(it->multi, &running) != 0) {
    it->code = CCURL_FAILED_INIT;
    return false;
  }
  if (running > 0 && is_silent(it)) {
    it->code = CCURL_OPERATION_TIMEDOUT;
    return false;
  }
  if (running > 0) {
    // It comes back early when a signal does, and then the caller looks at what that means.
    libcurl.multi_poll(it->multi, NULL, 0, milliseconds, NULL);
    return true;
  }
  const struct message *message;
  while ((message = libcurl.multi_info_read(it->multi, &left)) != NULL) {
    if (message->kind == MESSAGE_DONE) it->code = message->data.code;
  }
  return false;
}

struct ccurl_outcome ccurl_end(struct ccurl *it) {
  struct ccurl_outcome outcome = {
      .code = it->code,
      .is_too_long = it->is_too_long,
      .location = it->location,
      .body = it->body,
      .size = it->size};
  libcurl.easy_getinfo(it->easy, INFO_RESPONSE_CODE, &outcome.status);
  libcurl.easy_getinfo(it->easy, INFO_HTTP_CONNECTCODE, &outcome.proxy_status);
  libcurl.easy_getinfo(it->easy, INFO_OS_ERRNO, &outcome.error_number);
  libcurl.easy_getinfo(it->easy, INFO_RETRY_AFTER, &outcome.retry_after);
  outcome.detail = it->detail[0] != 0 ? it->detail : libcurl.easy_strerror(it->code);
  libcurl.multi_remove_handle(it->multi, it->easy);
  return outcome;
}
