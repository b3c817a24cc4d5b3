// GNU readline behind plain functions, so that its globals and signal handling stay in C.
// All calls come from the main thread. Texts are UTF-8; positions in a line are in bytes.
#ifndef CREADLINE_H
#define CREADLINE_H

/// The callbacks of a line while it is typed. Each gets `context`; the texts that it returns are
/// malloc'ed, and freed by the caller.
struct line_editor_delegate {
  void *context;
  /// The candidates for the word from `start` to `point`: first their common prefix, then, if there
  /// are several, each of them, then null. Null for none.
  /// `*is_whole` becomes 0 when a single candidate can be continued, as a folder can.
  char **(*complete)(void *context, const char *line, int start, int point, int *is_whole);
  /// The candidates of the last `complete` as lines for a screen of that size.
  char *(*list)(void *context, int columns, int rows);
  /// The bytes to write to colour the line, which is on the screen with the cursor at `point`; null
  /// to leave it. `*ghost` becomes the suggestion that the bytes show after the line, or null.
  char *(*paint)(void *context, const char *line, int point, int columns, int rows, char **ghost);
};

/// Prepares readline once, before the first line. `name` is the application in an inputrc's `$if`;
/// `output` is the file descriptor of the terminal that prompt and echo go to. The delegate must
/// stay valid.
/// The history in memory holds `most` entries.
/// Returns 0, or -1 when the descriptor can't be written to.
int line_editor_setup(const char *name, int output, const struct line_editor_delegate *delegate, int most);

/// Reads one line. The caller frees it. Null at the end of input.
/// `*interrupted` becomes 1 when Ctrl-C discarded the line, which stays on the screen.
/// SIGHUP and SIGTERM end the program meanwhile, whatever readline does, with the terminal's mode
/// restored.
char *line_editor_read(const char *prompt, int *interrupted);

/// Reads one line of standard input with only the terminal's own editing, writing nothing but the
/// prompt to `output`. Otherwise like line_editor_read.
char *line_editor_read_plainly(const char *prompt, int output, int *interrupted);

/// Adds an entry, which may have several lines, to the history in memory.
void line_editor_remember(const char *entry);

/// Removes the newest entry with that text from the history in memory, if there is one.
void line_editor_forget(const char *entry);

#endif
