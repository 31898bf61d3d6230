#define _GNU_SOURCE
#include "include/linux_signals.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static _Atomic int descriptors[32];

// Only calls that are safe in a signal handler: signal-safety(7).
static void forward(int signal) {
  int saved = errno;
  unsigned char number = (unsigned char)signal;
  // A full pipe already wakes its reader, so that a lost byte changes nothing.
  ssize_t written = write(atomic_load(&descriptors[signal]), &number, 1);
  (void)written;
  errno = saved;
}

int sluice_watch_signal(int signal, int descriptor) {
  if (signal < 1 || signal > 31) {
    errno = EINVAL;
    return -1;
  }
  struct sigaction action = {.sa_handler = descriptor < 0 ? SIG_IGN : forward, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  atomic_store(&descriptors[signal], descriptor);
  return sigaction(signal, &action, NULL);
}
