#ifndef LIBRARY_H
#define LIBRARY_H

// What is used of curl/curl.h and curl/multi.h: these numbers and shapes are fixed for good, as
// libcurl.so.4 is one ABI.
enum {
  OPT_WRITEDATA = 10001,
  OPT_URL = 10002,
  OPT_PROXY = 10004,
  OPT_USERPWD = 10005,
  OPT_ERRORBUFFER = 10010,
  OPT_USERAGENT = 10018,
  OPT_HTTPHEADER = 10023,
  OPT_HEADERDATA = 10029,
  OPT_SSLVERSION = 32,
  OPT_FOLLOWLOCATION = 52,
  OPT_HTTP_VERSION = 84,
  OPT_NOSIGNAL = 99,
  OPT_TIMEOUT_MS = 155,
  OPT_CONNECTTIMEOUT_MS = 156,
  OPT_NOPROXY = 10177,
  OPT_PROTOCOLS = 181,
  OPT_PROTOCOLS_STR = 10318,
  OPT_QUICK_EXIT = 322,
  OPT_WRITEFUNCTION = 20011,
  OPT_HEADERFUNCTION = 20079,
  INFO_RESPONSE_CODE = 0x200002,
  INFO_HTTP_CONNECTCODE = 0x200016,
  INFO_OS_ERRNO = 0x200019,
  INFO_RETRY_AFTER = 0x600039,
  GLOBAL_DEFAULT = 3,
  HTTP_VERSION_1_1 = 2,
  SSLVERSION_TLSv1_2 = 6,
  PROTO_HTTP = 1,
  PROTO_HTTPS = 2,
  ERROR_SIZE = 256,
  MESSAGE_DONE = 1,
};

struct list {
  const char *text;
  struct list *next;
};

struct message {
  int kind;
  void *easy;
  union {
    void *other;
    int code;
  } data;
};

/// The functions of libcurl; all are there once `ccurl_load` gave NULL.
struct library {
  int (*global_init)(long);
  void *(*easy_init)(void);
  void (*easy_reset)(void *);
  void (*easy_cleanup)(void *);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  const char *(*easy_strerror)(int);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_poll)(void *, void *, unsigned, int, int *);
  struct message *(*multi_info_read)(void *, int *);
  int (*multi_cleanup)(void *);
};

extern struct library libcurl __attribute__((visibility("hidden")));

#endif
