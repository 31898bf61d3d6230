#ifndef SLUICE_GIT_SSH_H
#define SLUICE_GIT_SSH_H

#include <stdint.h>

#include "git_operation.h"

/* One operation over the `ssh` program: git's service runs at the other end of a socket pair. */
typedef struct sluice_git_ssh sluice_git_ssh;

typedef struct {
  /* Nothing is copied: all must live as long as the session. */
  char *const *arguments;        /* argv up to the host, then NULL; the command for the host follows */
  char *const *environment;
  const char *path;              /* of the repository, quoted for a shell */
  const sluice_flag *flag;
  int64_t first_milliseconds;    /* for the first byte: connecting and starting the service */
  int64_t stall_milliseconds;    /* between bytes after that */
  int64_t total_milliseconds;    /* from now */
  int64_t maximum_bytes;         /* received */
} sluice_git_ssh_settings;

/* NULL where memory is out. */
sluice_git_ssh *sluice_git_ssh_new(const sluice_git_ssh_settings *settings);

/* Ends a child that still runs. */
void sluice_git_ssh_free(sluice_git_ssh *ssh);

/* What went wrong; kind NONE where nothing did. */
const sluice_failure *sluice_git_ssh_failure(const sluice_git_ssh *ssh);

/* A git_transport_cb with the session as parameter: git_transport **out, git_remote *owner. */
int sluice_git_ssh_transport(void *out, void *owner, void *ssh);

#endif
