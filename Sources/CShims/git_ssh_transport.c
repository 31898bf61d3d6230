#include <git2.h>
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 8
#include <git2/sys/errors.h> /* git_error_set_str, which was in git2/errors.h before */
#endif
#include <git2/sys/transport.h>
/* git_error_set_str moved here with libgit2 1.8. */
#if __has_include(<git2/sys/errors.h>)
#include <git2/sys/errors.h>
#endif
#include <stdlib.h>
#include <string.h>

#include "git_ssh_session.h"

/* libgit2's smart protocol over an `ssh` child: one stream for a whole operation. */

typedef struct {
  git_smart_subtransport parent;
  git_smart_subtransport_stream stream;
  sluice_git_ssh *ssh;
  int started;
} subtransport;

static int report(sluice_git_ssh *ssh) {
  git_error_set_str(GIT_ERROR_SSH, ssh->failure.text[0] ? ssh->failure.text : "ssh failed");
  return -1;
}

static int stream_read(
  git_smart_subtransport_stream *stream, char *buffer, size_t capacity, size_t *count) {
  sluice_git_ssh *ssh = ((subtransport *)stream->subtransport)->ssh;
  long result = sluice_ssh_read(ssh, buffer, capacity);
  *count = result > 0 ? (size_t)result : 0;
  return result < 0 ? report(ssh) : 0;
}

static int stream_write(git_smart_subtransport_stream *stream, const char *bytes, size_t length) {
  sluice_git_ssh *ssh = ((subtransport *)stream->subtransport)->ssh;
  return sluice_ssh_write(ssh, bytes, length) == 0 ? 0 : report(ssh);
}

/* The stream lies in the transport. */
static void stream_free(git_smart_subtransport_stream *stream) {
  (void)stream;
}

static int start_action(
  git_smart_subtransport_stream **out, git_smart_subtransport *parent, const char *url,
  git_smart_service_t action) {
  (void)url; /* the session's arguments name the host */
  subtransport *self = (subtransport *)parent;
  if (!self->started) {
    int reads = action == GIT_SERVICE_UPLOADPACK_LS || action == GIT_SERVICE_UPLOADPACK;
    if (sluice_ssh_start(self->ssh, reads ? "git-upload-pack" : "git-receive-pack") != 0) {
      return report(self->ssh);
    }
    self->started = 1;
  }
  *out = &self->stream;
  return 0;
}

static int close_transport(git_smart_subtransport *parent) {
  subtransport *self = (subtransport *)parent;
  if (self->started) sluice_ssh_stop(self->ssh);
  self->started = 0;
  return 0;
}

static void free_transport(git_smart_subtransport *parent) {
  close_transport(parent);
  free(parent);
}

static int create(git_smart_subtransport **out, git_transport *owner, void *ssh) {
  (void)owner;
  subtransport *self = calloc(1, sizeof *self);
  /* libgit2 frees through the pointer when this fails, even a null one. */
  if (self == NULL) abort();
  self->parent.action = start_action;
  self->parent.close = close_transport;
  self->parent.free = free_transport;
  self->stream.subtransport = &self->parent;
  self->stream.read = stream_read;
  self->stream.write = stream_write;
  self->stream.free = stream_free;
  self->ssh = ssh;
  *out = &self->parent;
  return 0;
}

int sluice_git_ssh_transport(void *out, void *owner, void *ssh) {
  git_smart_subtransport_definition definition = {create, 0, ssh};
  return git_transport_smart(out, owner, &definition);
}
