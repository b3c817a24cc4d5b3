// GNU readline behind real functions, so that its globals and signal handling stay in C.
// All calls come from the main thread.
#ifndef CREADLINE_H
#define CREADLINE_H

/// Prepares readline once, before the first line. `name` is what `$if` in an inputrc asks for;
/// `output` is the file descriptor of the terminal that prompt and echo go to.
/// Returns 0, or -1 when the descriptor can't be written to.
int line_editor_setup(const char *name, int output);

/// Reads one line. The caller frees it. Null at the end of input.
/// `*interrupted` becomes 1 when Ctrl-C dropped the line, which stays on the screen.
char *line_editor_read(const char *prompt, int *interrupted);

/// Adds an entry, which may have several lines, to the history in memory.
void line_editor_remember(const char *entry);

/// Reads a history file; gives 0 or an errno.
int line_editor_load_history(const char *path);

/// Appends the newest entry to a history file that exists; gives 0 or an errno.
int line_editor_append_history(const char *path);

#endif
