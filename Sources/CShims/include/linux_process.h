#ifndef SLUICE_LINUX_PROCESS_H
#define SLUICE_LINUX_PROCESS_H

#include <stddef.h>

// Starts a program (a path, or a name looked for in PATH) in a process group of its own, with no signal blocked or
// ignored, and with no descriptors but the three given ones. The directory may be NULL. 0, or an error number.
int sluice_spawn(int *process, const char *program, char *const arguments[], char *const environment[],
                 const char *directory, const int standard[3]);

// A descriptor that becomes readable when the process ends; -1 and errno where the kernel refuses.
// Swift's Glibc module sees none of the functions here, since they need _GNU_SOURCE.
int sluice_open_process(int process);

// Takes from the calling process what work on untrusted input does not need: it gets so many bytes of memory beside what it
// has, so many seconds of a processor, and no descriptors beside 0, 1 and 2, so that it can open neither files nor
// sockets; it writes no files and dies with the thread that started it. -1 and errno where the kernel refuses.
int sluice_confine_process(size_t memory, unsigned seconds);

// Names the calling thread; Linux keeps 15 bytes.
void sluice_name_thread(const char *name);

// Gives freed memory back to the system that the allocator keeps for later.
void sluice_give_memory_back(void);

#endif
