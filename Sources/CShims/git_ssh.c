#define _GNU_SOURCE
#include "git_ssh_session.h"
#include "linux_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* How often the flag is looked at while nothing moves, and how long a child may take to end by itself. */
enum { tick_milliseconds = 100, farewell_milliseconds = 1000 };

sluice_git_ssh *sluice_git_ssh_new(const sluice_git_ssh_settings *settings) {
  sluice_git_ssh *ssh = calloc(1, sizeof *ssh);
  if (ssh == NULL) return NULL;
  ssh->settings = *settings;
  ssh->deadline = sluice_monotonic_milliseconds() + settings->total_milliseconds;
  ssh->socket = -1;
  ssh->errors = -1;
  return ssh;
}

void sluice_git_ssh_free(sluice_git_ssh *ssh) {
  if (ssh == NULL) return;
  sluice_ssh_stop(ssh);
  free(ssh);
}

const sluice_failure *sluice_git_ssh_failure(const sluice_git_ssh *ssh) {
  return &ssh->failure;
}

/* The first failure is the cause; what follows from it is not kept. */
static int fail(sluice_git_ssh *ssh, int kind) {
  if (ssh->failure.kind == SLUICE_FAILURE_NONE) ssh->failure.kind = kind;
  return -1;
}

static int fail_system(sluice_git_ssh *ssh, int error) {
  ssh->failure.system_error = error;
  return fail(ssh, SLUICE_FAILURE_FILE);
}

static void close_file(int *file) {
  if (*file >= 0) close(*file);
  *file = -1;
}

static char **arguments_for(sluice_git_ssh *ssh, char *command) {
  size_t count = 0;
  while (ssh->settings.arguments[count] != NULL) count++;
  char **arguments = calloc(count + 2, sizeof *arguments);
  if (arguments == NULL) return NULL;
  for (size_t index = 0; index < count; index++) arguments[index] = ssh->settings.arguments[index];
  arguments[count] = command;
  return arguments;
}

int sluice_ssh_start(sluice_git_ssh *ssh, const char *service) {
  int sockets[2], errors[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return fail_system(ssh, errno);
  if (pipe2(errors, O_CLOEXEC) != 0) {
    int error = errno;
    close(sockets[0]);
    close(sockets[1]);
    return fail_system(ssh, error);
  }
  ssh->socket = sockets[0];
  ssh->errors = errors[0];
  fcntl(ssh->errors, F_SETFL, O_NONBLOCK);
  char *command = NULL;
  char **arguments = NULL;
  int error = ENOMEM;
  if (asprintf(&command, "%s %s", service, ssh->settings.path) >= 0) {
    arguments = arguments_for(ssh, command);
    const int standard[3] = {sockets[1], sockets[1], errors[1]};
    if (arguments != NULL) {
      error = sluice_spawn(&ssh->child, arguments[0], arguments, ssh->settings.environment, NULL, standard);
    }
  } else {
    command = NULL;
  }
  free(arguments);
  free(command);
  close(sockets[1]);
  close(errors[1]);
  if (error == 0) return 0;
  ssh->child = 0;
  ssh->failure.system_error = error;
  return fail(ssh, SLUICE_FAILURE_PROGRAM);
}

/* Takes what the child said on its standard error; the beginning is what explains. */
static void read_errors(sluice_git_ssh *ssh) {
  char buffer[1024];
  ssize_t count;
  while (ssh->errors >= 0 && (count = read(ssh->errors, buffer, sizeof buffer)) >= 0) {
    if (count == 0) {
      close_file(&ssh->errors);
      return;
    }
    size_t room = sizeof ssh->failure.text - 1 - ssh->text_length;
    size_t taken = (size_t)count < room ? (size_t)count : room;
    memcpy(ssh->failure.text + ssh->text_length, buffer, taken);
    ssh->text_length += taken;
  }
}

/* Waits until the socket can be read or written: 0, or -1 where a deadline or the flag came first. */
static int wait_for(sluice_git_ssh *ssh, short event) {
  int64_t limit = ssh->received == 0 ? ssh->settings.first_milliseconds : ssh->settings.stall_milliseconds;
  int64_t stalled = sluice_monotonic_milliseconds() + limit;
  for (;;) {
    if (sluice_flag_is_set(ssh->settings.flag)) return fail(ssh, SLUICE_FAILURE_CANCELLED);
    int64_t now = sluice_monotonic_milliseconds();
    if (now >= ssh->deadline || now >= stalled) {
      ssh->failure.deadline = now >= ssh->deadline ? SLUICE_DEADLINE_TOTAL : SLUICE_DEADLINE_STALL;
      return fail(ssh, SLUICE_FAILURE_TIMEOUT);
    }
    struct pollfd files[2] = {{ssh->socket, event, 0}, {ssh->errors, POLLIN, 0}};
    int ready = poll(files, 2, tick_milliseconds);
    if (ready < 0 && errno != EINTR) return fail_system(ssh, errno);
    if (ready <= 0) continue;
    if (files[1].revents != 0) read_errors(ssh);
    if (files[0].revents != 0) return 0;
  }
}

/* Waits for the child's end; a child that does not end is killed. Keeps its exit code and last words. */
static void reap(sluice_git_ssh *ssh) {
  int state = 0;
  int64_t end = sluice_monotonic_milliseconds() + farewell_milliseconds;
  pid_t ended;
  while ((ended = waitpid(ssh->child, &state, WNOHANG)) == 0 && sluice_monotonic_milliseconds() < end) {
    struct pollfd errors = {ssh->errors, POLLIN, 0};
    if (ssh->errors >= 0) read_errors(ssh);
    poll(&errors, ssh->errors >= 0 ? 1 : 0, 10);
  }
  if (ended == 0) {
    kill(-ssh->child, SIGKILL);
    while (waitpid(ssh->child, &state, 0) < 0 && errno == EINTR) {}
  }
  if (ssh->errors >= 0) read_errors(ssh);
  ssh->child = 0;
  ssh->failure.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

long sluice_ssh_read(sluice_git_ssh *ssh, char *buffer, size_t capacity) {
  if (wait_for(ssh, POLLIN) != 0) return -1;
  ssize_t count = recv(ssh->socket, buffer, capacity, 0);
  if (count < 0 && errno != ECONNRESET) return fail_system(ssh, errno);
  if (count <= 0) {
    if (ssh->child != 0) reap(ssh);
    if (ssh->failure.status != 0) fail(ssh, SLUICE_FAILURE_PROCESS);
    return 0;
  }
  ssh->received += count;
  if (ssh->received > ssh->settings.maximum_bytes) return fail(ssh, SLUICE_FAILURE_SIZE);
  return count;
}

int sluice_ssh_write(sluice_git_ssh *ssh, const char *bytes, size_t length) {
  while (length > 0) {
    if (wait_for(ssh, POLLOUT) != 0) return -1;
    ssize_t count = send(ssh->socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count < 0) {
      if (ssh->child != 0) reap(ssh);
      return fail(ssh, SLUICE_FAILURE_PROCESS);
    }
    bytes += count;
    length -= (size_t)count;
  }
  return 0;
}

void sluice_ssh_stop(sluice_git_ssh *ssh) {
  close_file(&ssh->socket);
  if (ssh->child != 0) {
    /* After a failure nothing that the child could still say matters. It leads a process group of its own. */
    if (ssh->failure.kind != SLUICE_FAILURE_NONE) kill(-ssh->child, SIGTERM);
    reap(ssh);
  }
  close_file(&ssh->errors);
}
