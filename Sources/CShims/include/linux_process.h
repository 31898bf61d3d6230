#ifndef SLUICE_LINUX_PROCESS_H
#define SLUICE_LINUX_PROCESS_H

// Starts a program (a path, or a name looked for in PATH) in a process group of its own, with no signal blocked or
// ignored, and with no descriptors but the three given ones. The directory may be NULL. 0, or an error number.
int sluice_spawn(int *process, const char *program, char *const arguments[], char *const environment[],
                 const char *directory, const int standard[3]);

// A descriptor that becomes readable when the process ends; -1 and errno where the kernel refuses.
// Swift's Glibc module sees none of the functions here, since they need _GNU_SOURCE.
int sluice_open_process(int process);

// Names the calling thread; Linux keeps 15 bytes.
void sluice_name_thread(const char *name);

#endif
