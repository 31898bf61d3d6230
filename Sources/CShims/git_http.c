#define _GNU_SOURCE
#include "git_http_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { redirect_limit = 5, refusal_limit = 64 * 1024 };

/* One request and what its callbacks must reach. */
typedef struct {
  sluice_git_http *http;
  sluice_spool *body;
  sluice_spool *answer;
  size_t refusal; /* bytes that came with a status other than 2xx */
  char error[CURL_ERROR_SIZE];
} exchange;

static char *copy(const char *text) {
  return text == NULL ? NULL : strdup(text);
}

static void forget(char *secret) {
  if (secret != NULL) explicit_bzero(secret, strlen(secret));
  free(secret);
}

sluice_git_http *sluice_git_http_new(const sluice_git_http_settings *settings) {
  sluice_git_http *http = calloc(1, sizeof *http);
  if (http == NULL) return NULL;
  http->easy = curl_easy_init();
  http->url = copy(settings->url);
  http->base = copy(settings->url);
  http->authorization = copy(settings->authorization);
  http->ca_pem = copy(settings->ca_pem);
  http->spool_directory = copy(settings->spool_directory);
  http->connect_milliseconds = settings->connect_milliseconds;
  http->stall_seconds = settings->stall_seconds;
  http->may_follow = settings->may_follow;
  http->context = settings->context;
  sluice_spool_open(&http->answer, http->spool_directory);
  if (http->easy == NULL || http->url == NULL || http->base == NULL || http->spool_directory == NULL) {
    sluice_git_http_free(http);
    return NULL;
  }
  return http;
}

void sluice_git_http_free(sluice_git_http *http) {
  if (http == NULL) return;
  if (http->easy != NULL) curl_easy_cleanup(http->easy);
  sluice_spool_close(&http->answer);
  forget(http->authorization);
  free(http->url);
  free(http->base);
  free(http->ca_pem);
  free(http->spool_directory);
  free(http);
}

void sluice_git_http_begin(
  sluice_git_http *http, const sluice_flag *flag, int64_t total_milliseconds, int64_t maximum_bytes) {
  memset(&http->failure, 0, sizeof http->failure);
  http->flag = flag;
  http->maximum_bytes = maximum_bytes;
  http->deadline = sluice_monotonic_milliseconds() + total_milliseconds;
  http->bytes = 0;
}

const sluice_failure *sluice_git_http_failure(const sluice_git_http *http) {
  return &http->failure;
}

int64_t sluice_git_http_bytes(const sluice_git_http *http) {
  return http->bytes;
}

void sluice_git_http_forget_redirect(sluice_git_http *http) {
  char *base = strdup(http->url);
  if (base == NULL) return;
  free(http->base);
  http->base = base;
}

static int fail(sluice_git_http *http, int kind, const char *text) {
  http->failure.kind = kind;
  snprintf(http->failure.text, sizeof http->failure.text, "%s", text == NULL ? "" : text);
  return -1;
}

static int fail_deadline(sluice_git_http *http, int deadline) {
  http->failure.deadline = deadline;
  return fail(http, SLUICE_FAILURE_TIMEOUT, "deadline");
}

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
  exchange *self = context;
  sluice_git_http *http = self->http;
  size_t length = size * count;
  long status = 0;
  curl_easy_getinfo(self->http->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status < 200 || status > 299) {
    /* What comes with a refusal is not kept; a short one is read to its end, so that the connection stays. */
    self->refusal += length;
    return self->refusal > refusal_limit ? 0 : length;
  }
  if (self->answer->length + (int64_t)length > http->maximum_bytes) {
    fail(http, SLUICE_FAILURE_SIZE, "answer too large");
    return 0;
  }
  int error = sluice_spool_write(self->answer, bytes, length);
  if (error != 0) {
    http->failure.system_error = error;
    fail(http, SLUICE_FAILURE_FILE, strerror(error));
    return 0;
  }
  return length;
}

static size_t send_body(char *buffer, size_t size, size_t count, void *context) {
  exchange *self = context;
  size_t length = 0;
  return sluice_spool_read(self->body, buffer, size * count, &length) == 0 ? length : CURL_READFUNC_ABORT;
}

static int rewind_body(void *context, curl_off_t offset, int origin) {
  exchange *self = context;
  if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  self->body->offset = offset;
  return CURL_SEEKFUNC_OK;
}

static int look_at_flag(
  void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up) {
  (void)down_total, (void)down, (void)up_total, (void)up;
  return sluice_flag_is_set(((exchange *)context)->http->flag);
}

/* A proxy of the environment never stands before this machine's own servers. */
static int is_loopback(const char *url) {
  CURLU *parts = curl_url();
  char *host = NULL;
  int found = 0;
  if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK
      && curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
    found = strcasecmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 || strcmp(host, "[::1]") == 0;
  }
  curl_free(host);
  curl_url_cleanup(parts);
  return found;
}

static struct curl_slist *append(struct curl_slist *list, const char *name, const char *value) {
  char *line = NULL;
  if (asprintf(&line, "%s: %s", name, value) < 0) return list;
  struct curl_slist *longer = curl_slist_append(list, line);
  forget(line);
  return longer == NULL ? list : longer;
}

static struct curl_slist *headers_for(sluice_git_http *http, const char *service, int version, int has_body) {
  struct curl_slist *headers = curl_slist_append(NULL, "Accept:");
  if (http->authorization != NULL) headers = append(headers, "Authorization", http->authorization);
  if (version == 2) headers = append(headers, "Git-Protocol", "version=2");
  if (has_body) {
    char type[96];
    snprintf(type, sizeof type, "application/x-%s-request", service);
    headers = append(headers, "Content-Type", type);
    headers = curl_slist_append(headers, "Expect:");
  }
  return headers;
}

static void free_headers(struct curl_slist *headers) {
  for (struct curl_slist *line = headers; line != NULL; line = line->next) {
    explicit_bzero(line->data, strlen(line->data));
  }
  curl_slist_free_all(headers);
}

static void configure(exchange *self, const char *url, struct curl_slist *headers, int64_t remaining) {
  sluice_git_http *http = self->http;
  CURL *easy = http->easy;
  curl_easy_reset(easy); /* keeps the connection */
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  /* Without it the end of a transfer waits for the thread that asks a silent name server. */
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "git/2.0 (sluice)");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, http->connect_milliseconds);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, http->stall_seconds);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)remaining);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, self);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, look_at_flag);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->error);
  if (is_loopback(url)) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  if (http->ca_pem != NULL) {
    struct curl_blob blob = {http->ca_pem, strlen(http->ca_pem), CURL_BLOB_NOCOPY};
    curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
  }
  if (self->body == NULL) return;
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)self->body->length);
  if (self->body->file < 0) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, self->body->memory == NULL ? "" : self->body->memory);
    return;
  }
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, send_body);
  curl_easy_setopt(easy, CURLOPT_READDATA, self);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, rewind_body);
  curl_easy_setopt(easy, CURLOPT_SEEKDATA, self);
}

/* Which of the three deadlines libcurl means by its one code. Its clock and ours round differently. */
enum { rounding_milliseconds = 20 };

static int deadline_that_passed(sluice_git_http *http) {
  curl_off_t ready = 0;
  if (sluice_monotonic_milliseconds() + rounding_milliseconds >= http->deadline) return SLUICE_DEADLINE_TOTAL;
  curl_easy_getinfo(http->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
  return ready == 0 ? SLUICE_DEADLINE_CONNECT : SLUICE_DEADLINE_STALL;
}

static void count_bytes(sluice_git_http *http) {
  long request = 0, header = 0;
  curl_off_t down = 0;
  curl_easy_getinfo(http->easy, CURLINFO_REQUEST_SIZE, &request);
  curl_easy_getinfo(http->easy, CURLINFO_HEADER_SIZE, &header);
  curl_easy_getinfo(http->easy, CURLINFO_SIZE_DOWNLOAD_T, &down);
  http->bytes += request + header + down;
}

static int take_result(exchange *self, CURLcode code) {
  sluice_git_http *http = self->http;
  if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && self->refusal > refusal_limit)) return 0;
  if (http->failure.kind != SLUICE_FAILURE_NONE) return -1; /* a callback said more */
  if (code == CURLE_ABORTED_BY_CALLBACK) return fail(http, SLUICE_FAILURE_CANCELLED, "cancelled");
  if (code == CURLE_OPERATION_TIMEDOUT) return fail_deadline(http, deadline_that_passed(http));
  long system_error = 0;
  curl_easy_getinfo(http->easy, CURLINFO_OS_ERRNO, &system_error);
  http->failure.curl_code = (int)code;
  http->failure.system_error = (int)system_error;
  return fail(http, SLUICE_FAILURE_TRANSFER, self->error[0] ? self->error : curl_easy_strerror(code));
}

/* One request to one address: 0 where the server answered, whatever it said. */
static int perform(
  sluice_git_http *http, const char *url, const char *service, int version, sluice_spool *body,
  sluice_spool *answer) {
  exchange self = {.http = http, .body = body, .answer = answer};
  int64_t remaining = http->deadline - sluice_monotonic_milliseconds();
  if (sluice_flag_is_set(http->flag)) return fail(http, SLUICE_FAILURE_CANCELLED, "cancelled");
  if (remaining <= 0) return fail_deadline(http, SLUICE_DEADLINE_TOTAL);
  struct curl_slist *headers = headers_for(http, service, version, body != NULL);
  configure(&self, url, headers, remaining);
  CURLcode code = curl_easy_perform(http->easy);
  int result = take_result(&self, code);
  count_bytes(http);
  /* The handle must not keep pointers to what ends with this call. */
  curl_easy_setopt(http->easy, CURLOPT_HTTPHEADER, NULL);
  curl_easy_setopt(http->easy, CURLOPT_ERRORBUFFER, NULL);
  curl_easy_setopt(http->easy, CURLOPT_WRITEDATA, NULL);
  curl_easy_setopt(http->easy, CURLOPT_XFERINFODATA, NULL);
  curl_easy_setopt(http->easy, CURLOPT_READDATA, NULL);
  curl_easy_setopt(http->easy, CURLOPT_SEEKDATA, NULL);
  free_headers(headers);
  return result;
}

static int check_answer(sluice_git_http *http, const char *expected_type) {
  char *type = NULL;
  curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &http->failure.status);
  if (http->failure.status < 200 || http->failure.status > 299) {
    return fail(http, SLUICE_FAILURE_STATUS, "status");
  }
  curl_easy_getinfo(http->easy, CURLINFO_CONTENT_TYPE, &type);
  if (type == NULL || strncmp(type, expected_type, strlen(expected_type)) != 0) {
    return fail(http, SLUICE_FAILURE_CONTENT, type);
  }
  http->failure.status = 0;
  return 0;
}

static int refuse_redirect(sluice_git_http *http, const char *from, const char *to) {
  snprintf(http->failure.from, sizeof http->failure.from, "%s", from);
  snprintf(http->failure.to, sizeof http->failure.to, "%s", to == NULL ? "" : to);
  return fail(http, SLUICE_FAILURE_REDIRECT, "redirect");
}

/* The target of the redirect that the last answer was, in memory of its own, or NULL where it was none. */
static char *redirect_target(sluice_git_http *http) {
  char *target = NULL;
  curl_easy_getinfo(http->easy, CURLINFO_REDIRECT_URL, &target);
  return copy(target);
}

/* The repository's address from that of its info/refs, or NULL where the redirect led elsewhere. */
static char *base_of(const char *url, const char *suffix) {
  size_t length = strlen(url), ending = strlen(suffix);
  if (length <= ending || strcmp(url + length - ending, suffix) != 0) return NULL;
  return strndup(url, length - ending);
}

static int follow(
  sluice_git_http *http, char **url, const char *suffix, const char *service, int version,
  sluice_spool *answer) {
  for (int hop = 0;; hop++) {
    if (perform(http, *url, service, version, NULL, answer) != 0) return -1;
    char *target = redirect_target(http);
    if (target == NULL) return 0;
    char *base = base_of(target, suffix);
    int allowed = hop < redirect_limit && base != NULL && http->may_follow(http->context, *url, target);
    if (!allowed) {
      refuse_redirect(http, *url, target);
      free(base);
      free(target);
      return -1;
    }
    free(http->base);
    http->base = base;
    free(*url);
    *url = target;
    sluice_spool_close(answer);
  }
}

int sluice_http_get(sluice_git_http *http, const char *service, int version, sluice_spool *answer) {
  char suffix[96], type[96];
  snprintf(suffix, sizeof suffix, "/info/refs?service=%s", service);
  snprintf(type, sizeof type, "application/x-%s-advertisement", service);
  char *url = NULL;
  if (asprintf(&url, "%s%s", http->base, suffix) < 0) return fail(http, SLUICE_FAILURE_TRANSFER, "memory");
  int result = follow(http, &url, suffix, service, version, answer);
  free(url);
  return result != 0 ? result : check_answer(http, type);
}

int sluice_http_send(
  sluice_git_http *http, const char *service, int version, sluice_spool *body, sluice_spool *answer) {
  char type[96];
  snprintf(type, sizeof type, "application/x-%s-result", service);
  char *url = NULL;
  if (asprintf(&url, "%s/%s", http->base, service) < 0) return fail(http, SLUICE_FAILURE_TRANSFER, "memory");
  int result = perform(http, url, service, version, body, answer);
  if (result == 0) {
    /* git, too, follows redirects of the first request only. */
    char *target = redirect_target(http);
    result = target == NULL ? check_answer(http, type) : refuse_redirect(http, url, target);
    free(target);
  }
  free(url);
  return result;
}

int sluice_git_http_advertise(sluice_git_http *http, const char *service) {
  sluice_spool_close(&http->answer);
  return sluice_http_get(http, service, 2, &http->answer);
}

int sluice_git_http_post(sluice_git_http *http, const char *service, const char *body, size_t length) {
  sluice_spool request;
  sluice_spool_close(&http->answer);
  sluice_spool_open(&request, http->spool_directory);
  int error = sluice_spool_write(&request, body, length);
  if (error != 0) {
    http->failure.system_error = error;
    return fail(http, SLUICE_FAILURE_FILE, strerror(error));
  }
  int result = sluice_http_send(http, service, 2, &request, &http->answer);
  sluice_spool_close(&request);
  return result;
}

long sluice_git_http_read(sluice_git_http *http, char *buffer, size_t capacity) {
  size_t count = 0;
  int error = sluice_spool_read(&http->answer, buffer, capacity, &count);
  if (error == 0) return (long)count;
  http->failure.system_error = error;
  return fail(http, SLUICE_FAILURE_FILE, strerror(error));
}
