#ifndef SLUICE_LINUX_SIGNALS_H
#define SLUICE_LINUX_SIGNALS_H

// From the call on, each arrival of the signal writes its number as one byte to the descriptor, whatever thread it
// arrives on. A descriptor of -1 makes the process ignore the signal. Signals are numbered 1 to 31; the descriptor
// must not block. -1 and errno on failure.
int sluice_watch_signal(int signal, int descriptor);

#endif
