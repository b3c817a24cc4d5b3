// Signals as flags, so that nothing but C ever runs inside a handler.
#ifndef CINTERRUPT_H
#define CINTERRUPT_H

/// From now on Ctrl-C sets a flag, and calls that wait end early with EINTR.
/// If it was ignored at the start, as in a background job of a script, it stays ignored.
void interrupt_catch(void);

/// From now on Ctrl-C ends the program, as it does at the start.
void interrupt_release(void);

/// Whether Ctrl-C was pressed since the flag was last lowered.
int interrupt_is_raised(void);

/// Lowers the flag.
void interrupt_lower(void);

/// Leaves Ctrl-C and Ctrl-\ to another program, which runs meanwhile.
void interrupt_lend(void);

/// From now on, until interrupt_take_back, Ctrl-C is recorded and has no other effect here.
void interrupt_note_lent(void);

/// Whether Ctrl-C was pressed since interrupt_note_lent.
int interrupt_was_noted(void);

/// Takes the terminal's signals back from the other program.
void interrupt_take_back(void);

/// Deletes a file when SIGTERM or SIGHUP ends the program; null for none. Gives 0, or -1 when the
/// path is too long to be stored.
int interrupt_delete_at_end(const char *path);

/// From now on, until interrupt_end_now, SIGTERM and SIGHUP set the flag as Ctrl-C does.
void interrupt_end_later(void);

/// Ends the program if one of them has come since.
void interrupt_end_now(void);

/// From now on a signal that ends the program leaves no dump of its memory, and no program of the
/// same user can read it.
void interrupt_keep_memory_private(void);

#endif
