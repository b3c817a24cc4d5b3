// For ppoll.
#define _GNU_SOURCE

#include "CReadline.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal) {
  (void)signal;
  interrupted = 1;
}

// Readline's own loop would go on with the same line after a SIGINT. This one lets readline set
// the terminal right and then hands it a Ctrl-C as if it had been typed. Signals are let in only
// while it waits, so that none can come between looking for one and waiting.
static int read_key(FILE *stream) {
  struct pollfd input = {.fd = fileno(stream), .events = POLLIN};
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGWINCH);
  for (;;) {
    sigprocmask(SIG_BLOCK, &held, &before);
    int pending = interrupted || rl_pending_signal() != 0;
    int ready = pending ? -1 : ppoll(&input, 1, NULL, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (ready < 0) {
      if (!pending && errno != EINTR) return EOF;
      rl_check_signals();
      if (interrupted) return 3;
      continue;
    }
    unsigned char key;
    ssize_t count = read(input.fd, &key, 1);
    if (count == 1) return key;
    if (count == 0 || errno != EINTR) return EOF;
  }
}

static int drop_line(int count, int key) {
  (void)count;
  (void)key;
  interrupted = 1;
  rl_replace_line("", 0);
  rl_crlf();
  rl_on_new_line();
  rl_done = 1;
  return 0;
}

int line_editor_setup(const char *name, int output) {
  FILE *stream = stdout;
  if (output != STDOUT_FILENO) {
    int copy = dup(output);
    stream = copy < 0 ? NULL : fdopen(copy, "w");
    if (stream == NULL) return -1;
  }
  // Columns are counted in characters; numbers keep the C locale. Where nobody has set a locale,
  // as in containers, terminals speak UTF-8 all the same.
  const char *locale = setlocale(LC_CTYPE, "");
  if (locale == NULL || strcmp(locale, "C") == 0) setlocale(LC_CTYPE, "C.UTF-8");
  rl_readline_name = strdup(name);
  rl_outstream = stream;
  rl_change_environment = 0;
  rl_catch_signals = 1;
  rl_getc_function = read_key;
  rl_bind_key(3, drop_line);
  rl_variable_bind("revert-all-at-newline", "on");
  using_history();
  history_comment_char = '#';
  history_write_timestamps = 1;
  return 0;
}

char *line_editor_read(const char *prompt, int *was_interrupted) {
  struct sigaction action = {.sa_handler = note_interrupt};
  struct sigaction before;
  sigemptyset(&action.sa_mask);
  interrupted = 0;
  sigaction(SIGINT, &action, &before);
  char *line = readline(prompt);
  sigaction(SIGINT, &before, NULL);
  *was_interrupted = interrupted;
  return line;
}

void line_editor_remember(const char *entry) { add_history(entry); }

int line_editor_load_history(const char *path) { return read_history(path); }

int line_editor_append_history(const char *path) { return append_history(1, path); }
