/// What starting programs takes beyond POSIX: GNU extensions that Swift's Glibc module leaves out.
///
/// As with the functions behind them, those that return -1 set errno.
#ifndef CSPAWN_H
#define CSPAWN_H

#include <spawn.h>
#include <stddef.h>

/// The attribute flag that makes a child the leader of a session of its own.
extern const short spawn_new_session;

/// A new pseudo-terminal's own side, close-on-exec and non-blocking, or -1.
/// Writes the path of the side that programs open to name.
int spawn_open_terminal(char *name, size_t size);

/// Both ends of a new pipe, reader first, close-on-exec; 0, or -1.
int spawn_open_pipe(int ends[2]);

/// Makes path the child's working folder; 0, or an error number.
int spawn_add_folder(posix_spawn_file_actions_t *actions, const char *path);

/// Closes every descriptor of the child from lowest on; 0, or an error number.
int spawn_close_from(posix_spawn_file_actions_t *actions, int lowest);

#endif
