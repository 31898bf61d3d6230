#ifndef SLUICE_GIT_SSH_SESSION_H
#define SLUICE_GIT_SSH_SESSION_H

#include <stddef.h>
#include <sys/types.h>

#include "git_ssh.h"

struct sluice_git_ssh {
  sluice_git_ssh_settings settings;
  int64_t deadline;
  int64_t received;
  pid_t child;
  int socket; /* the child's standard input and output */
  int errors; /* its standard error */
  size_t text_length;
  sluice_failure failure;
};

/* Starts `git-upload-pack` or `git-receive-pack` at the host. 0 or -1. */
int sluice_ssh_start(sluice_git_ssh *ssh, const char *service);

/* Number of bytes, 0 where the child closed its output, -1 on a failure. */
long sluice_ssh_read(sluice_git_ssh *ssh, char *buffer, size_t capacity);

/* 0 or -1. */
int sluice_ssh_write(sluice_git_ssh *ssh, const char *bytes, size_t length);

/* Ends the child, politely where it is about to end by itself. */
void sluice_ssh_stop(sluice_git_ssh *ssh);

#endif
