#include "CInterrupt.h"

#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t raised;

// Until the flag is lowered the alarm repeats, so that a call which blocks just after the flag was
// checked is interrupted too.
static const struct itimerval again = {{0, 30000}, {0, 30000}}, never = {{0, 0}, {0, 0}};

static void raise_flag(int signal) {
  (void)signal;
  raised = 1;
  setitimer(ITIMER_REAL, &again, NULL);
}

static void wake(int signal) { (void)signal; }

static void set_action(int signal, void (*handler)(int)) {
  // Without SA_RESTART: a call that blocks on a pipe must return EINTR.
  struct sigaction action = {.sa_handler = handler};
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, NULL);
}

static int is_ignored(int signal) {
  struct sigaction now;
  return sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void interrupt_catch(void) {
  if (is_ignored(SIGINT)) return;
  set_action(SIGALRM, wake);
  set_action(SIGINT, raise_flag);
}

void interrupt_release(void) {
  if (!is_ignored(SIGINT)) set_action(SIGINT, SIG_DFL);
}

int interrupt_is_raised(void) { return raised; }

void interrupt_lower(void) {
  if (!raised) return;
  // A signal between the two steps would leave the flag set without its alarm.
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigprocmask(SIG_BLOCK, &held, &before);
  raised = 0;
  setitimer(ITIMER_REAL, &never, NULL);
  sigprocmask(SIG_SETMASK, &before, NULL);
}

static struct sigaction lent_interrupt, lent_quit;

void interrupt_lend(void) {
  struct sigaction action = {.sa_handler = SIG_IGN};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &lent_interrupt);
  sigaction(SIGQUIT, &action, &lent_quit);
}

static volatile sig_atomic_t noted;

static void note(int signal) {
  (void)signal;
  noted = 1;
}

void interrupt_note_lent(void) {
  noted = 0;
  set_action(SIGINT, note);
}

int interrupt_was_noted(void) { return noted; }

void interrupt_take_back(void) {
  sigaction(SIGINT, &lent_interrupt, NULL);
  sigaction(SIGQUIT, &lent_quit, NULL);
}

static char doomed[PATH_MAX];

static void delete_and_end(int signal) {
  unlink(doomed);
  set_action(signal, SIG_DFL);
  raise(signal);
}

static void guard(void (*handler)(int)) {
  if (!is_ignored(SIGTERM)) set_action(SIGTERM, handler);
  if (!is_ignored(SIGHUP)) set_action(SIGHUP, handler);
}

int interrupt_delete_at_end(const char *path) {
  guard(SIG_DFL);
  if (path == NULL) return 0;
  if (strlen(path) >= sizeof doomed) return -1;
  strcpy(doomed, path);
  guard(delete_and_end);
  return 0;
}

static volatile sig_atomic_t ending;

static void end_later(int signal) {
  ending = signal;
  raise_flag(signal);
}

void interrupt_end_later(void) {
  // Without this the alarm would end the program, where Ctrl-C is ignored.
  set_action(SIGALRM, wake);
  guard(end_later);
}

void interrupt_end_now(void) {
  guard(SIG_DFL);
  if (ending) raise(ending);
}

// Programs that this one starts get a dumpable memory back, which a limit would not give them.
void interrupt_keep_memory_private(void) { prctl(PR_SET_DUMPABLE, 0); }
