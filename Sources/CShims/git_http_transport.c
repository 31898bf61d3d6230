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

#include "git_http_session.h"

/* libgit2's smart protocol over the session's curl handle. A stream is one request: what libgit2 writes is
   collected, the first read sends it, and the whole answer is spooled before libgit2 sees its first byte. */

typedef struct {
  git_smart_subtransport parent;
  sluice_git_http *http;
} subtransport;

typedef struct {
  git_smart_subtransport_stream parent;
  sluice_git_http *http;
  git_smart_service_t action;
  int sent;
  sluice_spool request;
  sluice_spool answer;
} stream;

static int report(sluice_git_http *http) {
  git_error_set_str(GIT_ERROR_NET, http->failure.text[0] ? http->failure.text : "transfer failed");
  return -1;
}

static int report_file(sluice_git_http *http, int error) {
  http->failure.kind = SLUICE_FAILURE_FILE;
  http->failure.system_error = error;
  git_error_set_str(GIT_ERROR_OS, strerror(error));
  return -1;
}

static int exchange(stream *self) {
  switch (self->action) {
    case GIT_SERVICE_UPLOADPACK_LS:
      return sluice_http_get(self->http, "git-upload-pack", 0, &self->answer);
    case GIT_SERVICE_UPLOADPACK:
      return sluice_http_send(self->http, "git-upload-pack", 0, &self->request, &self->answer);
    case GIT_SERVICE_RECEIVEPACK_LS:
      return sluice_http_get(self->http, "git-receive-pack", 0, &self->answer);
    case GIT_SERVICE_RECEIVEPACK:
      return sluice_http_send(self->http, "git-receive-pack", 0, &self->request, &self->answer);
  }
  return -1;
}

static int stream_read(
  git_smart_subtransport_stream *parent, char *buffer, size_t capacity, size_t *count) {
  stream *self = (stream *)parent;
  *count = 0;
  if (!self->sent) {
    self->sent = 1;
    if (exchange(self) != 0) return report(self->http);
    sluice_spool_close(&self->request);
  }
  int error = sluice_spool_read(&self->answer, buffer, capacity, count);
  return error == 0 ? 0 : report_file(self->http, error);
}

static int stream_write(git_smart_subtransport_stream *parent, const char *bytes, size_t length) {
  stream *self = (stream *)parent;
  int error = sluice_spool_write(&self->request, bytes, length);
  return error == 0 ? 0 : report_file(self->http, error);
}

static void stream_free(git_smart_subtransport_stream *parent) {
  stream *self = (stream *)parent;
  sluice_spool_close(&self->request);
  sluice_spool_close(&self->answer);
  free(self);
}

static int start_action(
  git_smart_subtransport_stream **out, git_smart_subtransport *parent, const char *url,
  git_smart_service_t action) {
  (void)url; /* the session knows where redirects led */
  subtransport *self = (subtransport *)parent;
  stream *created = calloc(1, sizeof *created);
  if (created == NULL) return -1;
  created->parent.subtransport = parent;
  created->parent.read = stream_read;
  created->parent.write = stream_write;
  created->parent.free = stream_free;
  created->http = self->http;
  created->action = action;
  sluice_spool_open(&created->request, self->http->spool_directory);
  sluice_spool_open(&created->answer, self->http->spool_directory);
  *out = &created->parent;
  return 0;
}

/* The connection belongs to the session and is kept for the next poll. */
static int close_transport(git_smart_subtransport *parent) {
  (void)parent;
  return 0;
}

static void free_transport(git_smart_subtransport *parent) {
  free(parent);
}

static int create(git_smart_subtransport **out, git_transport *owner, void *http) {
  (void)owner;
  subtransport *self = calloc(1, sizeof *self);
  /* libgit2 frees through the pointer when this fails, even a null one. */
  if (self == NULL) abort();
  self->parent.action = start_action;
  self->parent.close = close_transport;
  self->parent.free = free_transport;
  self->http = http;
  *out = &self->parent;
  return 0;
}

int sluice_git_http_transport(void *out, void *owner, void *http) {
  git_smart_subtransport_definition definition = {create, 1, http};
  return git_transport_smart(out, owner, &definition);
}
