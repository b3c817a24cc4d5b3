// GNU readline behind real functions, so that its globals and signal handling stay in C.
// All calls come from the main thread. Texts are UTF-8; positions in a line are in bytes.
#ifndef CREADLINE_H
#define CREADLINE_H

/// What helps while a line is typed. Each function gets `context`; whatever it returns is
/// malloc'ed and freed by the caller.
struct line_editor_aid {
  void *context;
  /// What may stand in the place of the word from `start` to `point`: first what all candidates
  /// begin with, then, where there are several, each of them, then null. Null for none.
  /// `*is_whole` becomes 0 when a lone candidate goes on, as a folder does.
  char **(*complete)(void *context, const char *line, int start, int point, int *is_whole);
  /// The candidates of the last `complete` as lines for a screen of that size.
  char *(*list)(void *context, int columns, int rows);
  /// What to write so that the line, which stands on the screen with the cursor at `point`, gets
  /// its colours; null to leave it. `*ghost` becomes what the line may go on with, which the
  /// written text shows behind it, or null.
  char *(*paint)(void *context, const char *line, int point, int columns, int rows, char **ghost);
};

/// Prepares readline once, before the first line. `name` is what `$if` in an inputrc asks for;
/// `output` is the file descriptor of the terminal that prompt and echo go to; the aid must stay.
/// The history in memory holds `most` entries.
/// Returns 0, or -1 when the descriptor can't be written to.
int line_editor_setup(const char *name, int output, const struct line_editor_aid *aid, int most);

/// Reads one line. The caller frees it. Null at the end of input.
/// `*interrupted` becomes 1 when Ctrl-C dropped the line, which stays on the screen.
/// SIGHUP and SIGTERM end the program meanwhile, whatever readline does, and the terminal is as
/// before.
char *line_editor_read(const char *prompt, int *interrupted);

/// Reads one line of standard input as the terminal itself lets it be edited, writing nothing but
/// the prompt to `output`. Otherwise like line_editor_read.
char *line_editor_read_plainly(const char *prompt, int output, int *interrupted);

/// Adds an entry, which may have several lines, to the history in memory.
void line_editor_remember(const char *entry);

/// Takes the newest entry with that text out of the history in memory, if there is one.
void line_editor_forget(const char *entry);

#endif
