#include "Library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "CCurl.h"

struct library libcurl;

static const char *load_failure;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    load_failure = strdup(dlerror());
    return;
  }
  const struct {
    const char *name;
    void *place;
  } functions[] = {
      {"curl_global_init", &libcurl.global_init},
      {"curl_easy_init", &libcurl.easy_init},
      {"curl_easy_reset", &libcurl.easy_reset},
      {"curl_easy_cleanup", &libcurl.easy_cleanup},
      {"curl_easy_setopt", &libcurl.easy_setopt},
      {"curl_easy_getinfo", &libcurl.easy_getinfo},
      {"curl_easy_strerror", &libcurl.easy_strerror},
      {"curl_multi_init", &libcurl.multi_init},
      {"curl_multi_add_handle", &libcurl.multi_add_handle},
      {"curl_multi_remove_handle", &libcurl.multi_remove_handle},
      {"curl_multi_perform", &libcurl.multi_perform},
      {"curl_multi_poll", &libcurl.multi_poll},
      {"curl_multi_info_read", &libcurl.multi_info_read},
      {"curl_multi_cleanup", &libcurl.multi_cleanup},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = dlsym(library, functions[i].name);
    if (function == NULL) {
      load_failure = "it is older than 7.66";
      return;
    }
    memcpy(functions[i].place, &function, sizeof function);
  }
  if (libcurl.global_init(GLOBAL_DEFAULT) != CCURL_OK) load_failure = "it can't be set up";
}

const char *ccurl_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return load_failure;
}
