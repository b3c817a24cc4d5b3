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
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

static struct line_editor_delegate delegate;

// MARK: Painting

// The suggestion shown after the line, and the line that it completes.
static char *ghost;
static char *ghost_line;

static int is_off(const char *variable) {
  const char *value = rl_variable_value(variable);
  return value != NULL && strcmp(value, "off") == 0;
}

// Colours the line on the screen. Readline's own image of the screen stays valid, as the same
// characters are in the same places.
static void paint(void) {
  free(ghost);
  free(ghost_line);
  ghost = ghost_line = NULL;
  // Painting needs a terminal that can move the cursor up.
  if (rl_get_termcap("up") == NULL) return;
  // While the history is searched or a count is typed, readline shows another prompt.
  if (rl_display_prompt != rl_prompt || RL_ISSTATE(RL_STATE_COMPLETING)) return;
  if (!is_off("horizontal-scroll-mode") || !is_off("show-mode-in-prompt") ||
      !is_off("mark-modified-lines"))
    return;
  int rows, columns;
  rl_get_screen_size(&rows, &columns);
  char *text = delegate.paint(delegate.context, rl_line_buffer, rl_point, columns, rows, &ghost);
  if (text == NULL) return;
  if (ghost != NULL) ghost_line = strdup(rl_line_buffer);
  fputs(text, rl_outstream);
  fflush(rl_outstream);
  free(text);
}

// The cursor is at its start.
static void erase_ghost(void) {
  if (ghost != NULL) fputs("\033[K", rl_outstream);
}

// Accepts the suggestion shown when the key was typed; returns whether there was one.
static int accept_ghost(void) {
  if (ghost_line == NULL || rl_point != rl_end || strcmp(ghost_line, rl_line_buffer) != 0) return 0;
  rl_insert_text(ghost);
  return 1;
}

static int forward_or_accept(int count, int key) {
  return accept_ghost() ? 0 : rl_forward_char(count, key);
}

static int end_or_accept(int count, int key) {
  return accept_ghost() ? 0 : rl_end_of_line(count, key);
}

// Rebinds the keys for right and end, so that they accept the suggestion too.
static void let_accept(rl_command_func_t *plain, rl_command_func_t *accepting, Keymap map) {
  char **keys = rl_invoking_keyseqs_in_map(plain, map);
  for (int i = 0; keys != NULL && keys[i] != NULL; i++) {
    rl_bind_keyseq_in_map(keys[i], accepting, map);
    free(keys[i]);
  }
  free(keys);
}

// MARK: Keys

static volatile sig_atomic_t interrupted;
// Whether the program was stopped and has continued, below what its parent shell wrote meanwhile.
static volatile sig_atomic_t continued;

static void note_signal(int signal) {
  if (signal == SIGINT) interrupted = 1;
  if (signal == SIGCONT) continued = 1;
}

static int has_signal(void) { return interrupted || continued || rl_pending_signal() != 0; }

// Polls for input, or waits for it: 1 when there is some, 0 when there is none or a signal arrived,
// -1 on failure. Signals are unblocked only while it waits, so that none can arrive between the
// check for one and the wait.
static int look_for_input(int descriptor, int waits) {
  struct pollfd input = {.fd = descriptor, .events = POLLIN};
  struct timespec none = {0, 0};
  sigset_t held, before;
  sigfillset(&held);
  sigprocmask(SIG_BLOCK, &held, &before);
  int ready = has_signal() ? 0 : ppoll(&input, 1, waits ? NULL : &none, &before);
  if (ready < 0 && errno == EINTR) ready = 0;
  sigprocmask(SIG_SETMASK, &before, NULL);
  return ready;
}

// Readline's own loop would continue with the same line after a SIGINT. This one lets readline
// restore the terminal and then passes it a Ctrl-C as if typed. While it waits, the screen shows
// what readline believes it shows, so that is when the line is painted.
static int read_key(FILE *stream) {
  int descriptor = fileno(stream);
  for (;;) {
    rl_check_signals();
    if (continued) {
      continued = 0;
      rl_forced_update_display();
    }
    if (interrupted) return 3;
    int ready = look_for_input(descriptor, 0);
    if (ready == 0 && !has_signal()) {
      paint();
      ready = look_for_input(descriptor, 1);
      erase_ghost();
    }
    if (ready < 0) return EOF;
    if (ready == 0) continue;
    unsigned char key;
    ssize_t count = read(descriptor, &key, 1);
    if (count == 1) return key;
    if (count == 0 || errno != EINTR) return EOF;
  }
}

static int drop_line(int count, int key) {
  (void)count;
  (void)key;
  interrupted = 1;
  // The line stays on the screen, so nothing may be written into it.
  rl_point = rl_end;
  rl_redisplay();
  fputs("^C", rl_outstream);
  rl_replace_line("", 0);
  rl_crlf();
  rl_on_new_line();
  rl_done = 1;
  return 0;
}

// MARK: Completion

static char **complete(const char *word, int start, int point) {
  (void)word;
  int is_whole = 1;
  char **matches = delegate.complete(delegate.context, rl_line_buffer, start, point, &is_whole);
  rl_attempted_completion_over = 1;
  rl_completion_suppress_append = rl_completion_suppress_quote = !is_whole;
  return matches;
}

static void list_matches(char **matches, int count, int longest) {
  (void)matches;
  (void)count;
  (void)longest;
  int rows, columns;
  rl_get_screen_size(&rows, &columns);
  char *list = delegate.list(delegate.context, columns, rows);
  rl_crlf();
  fputs(list, rl_outstream);
  free(list);
  rl_forced_update_display();
}

// MARK: Ending

// The terminal's mode before the line.
static struct termios usual_terminal;
static int has_usual_terminal;

// Readline itself would only record the signal and act at its next check, which never comes after
// some keys in vi mode. No file is partly written while a line is typed.
static void end(int signal) {
  if (has_usual_terminal) {
    // Readline may have switched on bracketed paste.
    static const char plain_pastes[] = "\033[?2004l";
    if (write(fileno(rl_outstream), plain_pastes, sizeof plain_pastes - 1) < 0) errno = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &usual_terminal);
  }
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigaction(signal, &usual, NULL);
  raise(signal);
}

static const int endings[] = {SIGHUP, SIGTERM};

// Readline has set its handlers by then.
static int catch_endings(void) {
  for (int i = 0; i < 2; i++) {
    struct sigaction now, action = {.sa_handler = end};
    sigemptyset(&action.sa_mask);
    if (sigaction(endings[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
      sigaction(endings[i], &action, NULL);
  }
  return 0;
}

// MARK: The editor

int line_editor_setup(const char *name, int output, const struct line_editor_delegate *with, int most) {
  FILE *stream = stdout;
  if (output != STDOUT_FILENO) {
    int copy = dup(output);
    stream = copy < 0 ? NULL : fdopen(copy, "w");
    if (stream == NULL) return -1;
  }
  // Columns are counted in characters; numbers keep the C locale. Without a locale, as in
  // containers, terminals use UTF-8 anyway.
  const char *locale = setlocale(LC_CTYPE, "");
  if (locale == NULL || strcmp(locale, "C") == 0) setlocale(LC_CTYPE, "C.UTF-8");
  delegate = *with;
  rl_readline_name = strdup(name);
  rl_outstream = stream;
  rl_change_environment = 0;
  rl_catch_signals = 1;
  rl_getc_function = read_key;
  rl_startup_hook = catch_endings;
  // These settings precede the inputrc, which may override them.
  rl_add_defun("forward-char-or-accept", forward_or_accept, -1);
  rl_add_defun("end-of-line-or-accept", end_or_accept, -1);
  rl_variable_bind("revert-all-at-newline", "on");
  rl_variable_bind("echo-control-characters", "off");
  rl_variable_bind("show-all-if-ambiguous", "on");
  // Word breaks are those of the language, so that dates, codes and paths are single words.
  rl_completer_word_break_characters = strdup(" \t\n,;()+=<>");
  rl_completer_quote_characters = "\"'";
  rl_attempted_completion_function = complete;
  rl_completion_display_matches_hook = list_matches;
  rl_sort_completion_matches = 0;
  using_history();
  stifle_history(most);
  // Reads the inputrc, to find the keys bound to right and end.
  rl_initialize();
  Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap};
  for (int i = 0; i < 3; i++) {
    // Overrides the inputrc: an interrupted line ends with this key.
    rl_bind_key_in_map(3, drop_line, maps[i]);
    let_accept(rl_forward_char, forward_or_accept, maps[i]);
    let_accept(rl_end_of_line, end_or_accept, maps[i]);
  }
  return 0;
}

struct actions {
  struct sigaction interrupt, resume;
};

// Records Ctrl-C and SIGCONT; returns the earlier actions of these signals.
static struct actions catch_signals(void) {
  struct sigaction action = {.sa_handler = note_signal};
  struct actions before;
  sigemptyset(&action.sa_mask);
  interrupted = continued = 0;
  sigaction(SIGINT, &action, &before.interrupt);
  sigaction(SIGCONT, &action, &before.resume);
  return before;
}

static void restore_signals(struct actions before) {
  sigaction(SIGINT, &before.interrupt, NULL);
  sigaction(SIGCONT, &before.resume, NULL);
}

char *line_editor_read(const char *prompt, int *was_interrupted) {
  struct actions before = catch_signals();
  // The size may have changed while statements ran, when readline does not check it.
  if (RL_ISSTATE(RL_STATE_INITIALIZED)) rl_reset_screen_size();
  has_usual_terminal = tcgetattr(STDIN_FILENO, &usual_terminal) == 0;
  char *line = readline(prompt);
  restore_signals(before);
  *was_interrupted = interrupted;
  return line;
}

char *line_editor_read_plainly(const char *prompt, int output, int *was_interrupted) {
  struct actions before = catch_signals();
  dprintf(output, "%s", prompt);
  char *line = NULL;
  size_t length = 0;
  int ready = 0, is_whole = 0, is_end = 0;
  while (!is_whole && !is_end && !interrupted) {
    ready = look_for_input(STDIN_FILENO, 1);
    if (continued) dprintf(output, "%s", prompt);
    continued = 0;
    if (ready == 0) continue;
    // Ctrl-D submits an unfinished line; at the start of a line it submits nothing, which is the end.
    char part[4096];
    ssize_t count = ready < 0 ? -1 : read(STDIN_FILENO, part, sizeof part);
    if (count < 0 && ready > 0 && errno == EINTR) continue;
    is_end = count <= 0;
    if (is_end) continue;
    is_whole = part[count - 1] == '\n';
    char *longer = realloc(line, length + count + 1);
    if (longer == NULL) break;
    line = longer;
    memcpy(line + length, part, count);
    length += count - is_whole;
  }
  if (interrupted) dprintf(output, "\n");
  restore_signals(before);
  *was_interrupted = interrupted;
  if (interrupted) length = 0;
  if (line == NULL) return interrupted ? strdup("") : NULL;
  line[length] = '\0';
  return line;
}

// MARK: History

void line_editor_remember(const char *entry) { add_history(entry); }

void line_editor_forget(const char *entry) {
  HIST_ENTRY **entries = history_list();
  for (int i = history_length - 1; entries != NULL && i >= 0; i--) {
    if (strcmp(entries[i]->line, entry) != 0) continue;
    HIST_ENTRY *removed = remove_history(i);
    if (removed != NULL) free_history_entry(removed);
    return;
  }
}
