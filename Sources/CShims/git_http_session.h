#ifndef SLUICE_GIT_HTTP_SESSION_H
#define SLUICE_GIT_HTTP_SESSION_H

#include <curl/curl.h>

#include "git_http.h"
#include "git_spool.h"

struct sluice_git_http {
  CURL *easy;
  char *url;
  char *base; /* where redirects led, or the url */
  char *authorization;
  char *ca_pem;
  char *spool_directory;
  long connect_milliseconds;
  long stall_seconds;
  int64_t maximum_bytes;
  int (*may_follow)(void *context, const char *from, const char *to);
  void *context;

  const sluice_flag *flag;
  int64_t deadline;
  int64_t bytes;
  sluice_failure failure;
  sluice_spool answer;
};

/* GET info/refs of a service into a spool, following redirects of that first request; 0 or -1. */
int sluice_http_get(sluice_git_http *http, const char *service, int version, sluice_spool *answer);

/* POST a spool to a service; 0 or -1. */
int sluice_http_send(
  sluice_git_http *http, const char *service, int version, sluice_spool *body, sluice_spool *answer);

#endif
