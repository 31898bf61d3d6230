#define _GNU_SOURCE
#include "include/linux_process.h"
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP;
  int code = posix_spawnattr_setsigmask(attributes, &none);
  if (!code) code = posix_spawnattr_setsigdefault(attributes, &all);
  if (!code) code = posix_spawnattr_setpgroup(attributes, 0);
  return code ? code : posix_spawnattr_setflags(attributes, flags);
}

static int set_actions(posix_spawn_file_actions_t *actions, const char *directory, const int standard[3]) {
  int code = 0;
  for (int number = 0; number < 3 && !code; number++)
    code = posix_spawn_file_actions_adddup2(actions, standard[number], number);
  if (!code) code = posix_spawn_file_actions_addclosefrom_np(actions, 3);
  if (!code && directory) code = posix_spawn_file_actions_addchdir_np(actions, directory);
  return code;
}

int sluice_spawn(int *process, const char *program, char *const arguments[], char *const environment[],
                 const char *directory, const int standard[3]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int code = posix_spawn_file_actions_init(&actions);
  if (code) return code;
  code = posix_spawnattr_init(&attributes);
  if (!code) {
    code = set_attributes(&attributes);
    if (!code) code = set_actions(&actions, directory, standard);
    if (!code) code = posix_spawnp(process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

int sluice_open_process(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

void sluice_name_thread(const char *name) {
  char kept[16];
  snprintf(kept, sizeof kept, "%s", name);
  prctl(PR_SET_NAME, kept, 0, 0, 0);
}

int sluice_confine_process(size_t memory, unsigned seconds) {
  /* What is mapped already, most of it program text of libraries, does not count. */
  unsigned long pages = 0;
  FILE *sizes = fopen("/proc/self/statm", "re");
  if (sizes == NULL) return -1;
  int found = fscanf(sizes, "%lu", &pages);
  fclose(sizes);
  if (found != 1) return -1;
  rlim_t whole = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + memory;
  const struct {
    int resource;
    rlim_t limit;
  } limits[] = {{RLIMIT_AS, whole},  {RLIMIT_CPU, seconds}, {RLIMIT_CORE, 0},
                {RLIMIT_FSIZE, 0},   {RLIMIT_NOFILE, 3},    {RLIMIT_MSGQUEUE, 0},
                {RLIMIT_MEMLOCK, 0}};
  for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
    /* A process that meets both limits of the processor at once is ended as if the system had no memory left. */
    rlim_t grace = limits[index].resource == RLIMIT_CPU ? 1 : 0;
    struct rlimit limit = {limits[index].limit, limits[index].limit + grace};
    if (setrlimit(limits[index].resource, &limit) != 0) return -1;
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -1;
  return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

void sluice_give_memory_back(void) { malloc_trim(0); }
