#ifndef SLUICE_GIT_HTTP_H
#define SLUICE_GIT_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "git_operation.h"

/* One HTTP server that is spoken to: a curl handle with its kept connection, used by one thread at a time. */
typedef struct sluice_git_http sluice_git_http;

typedef struct {
  const char *url;              /* of the repository; everything is copied */
  const char *authorization;    /* value of that header, or NULL */
  const char *ca_pem;           /* certificates trusted besides the system's, or NULL */
  const char *spool_directory;  /* where packs are kept while they arrive */
  long connect_milliseconds;    /* name lookup, TCP and TLS together */
  long stall_seconds;           /* less than a byte a second for so long ends a transfer */
  /* Asked before a redirect is followed: 1 to follow. */
  int (*may_follow)(void *context, const char *from, const char *to);
  void *context;
} sluice_git_http_settings;

/* NULL where memory is out. */
sluice_git_http *sluice_git_http_new(const sluice_git_http_settings *settings);
void sluice_git_http_free(sluice_git_http *http);

/* Starts an operation: clears the failure, and bounds everything until the next call of this.
   The flag must live as long; maximum_bytes is for each single answer. */
void sluice_git_http_begin(
  sluice_git_http *http, const sluice_flag *flag, int64_t total_milliseconds, int64_t maximum_bytes);

/* What went wrong since begin; kind NONE where nothing did. */
const sluice_failure *sluice_git_http_failure(const sluice_git_http *http);

/* Bytes of headers and bodies, both ways, since begin. */
int64_t sluice_git_http_bytes(const sluice_git_http *http);

/* GET info/refs of the service with `Git-Protocol: version=2`. 0, or -1 with a failure. */
int sluice_git_http_advertise(sluice_git_http *http, const char *service);
/* POST to the service with `Git-Protocol: version=2`. 0, or -1 with a failure. */
int sluice_git_http_post(sluice_git_http *http, const char *service, const char *body, size_t length);
/* Reads on in the answer to the last of the two. Number of bytes, 0 at the end, -1 on a failure. */
long sluice_git_http_read(sluice_git_http *http, char *buffer, size_t capacity);
/* Forgets where redirects led. */
void sluice_git_http_forget_redirect(sluice_git_http *http);

/* A git_transport_cb with the session as parameter: git_transport **out, git_remote *owner. */
int sluice_git_http_transport(void *out, void *owner, void *http);

#endif
