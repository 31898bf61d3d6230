#define _GNU_SOURCE
#include "include/curl_options.h"
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

int sluice_curl_set_long(void *easy, int option, long value) {
  return curl_easy_setopt(easy, (CURLoption)option, value);
}

int sluice_curl_set_offset(void *easy, int option, int64_t value) {
  return curl_easy_setopt(easy, (CURLoption)option, (curl_off_t)value);
}

int sluice_curl_set_text(void *easy, int option, const char *value) {
  return curl_easy_setopt(easy, (CURLoption)option, value);
}

int sluice_curl_set_pointer(void *easy, int option, void *value) {
  return curl_easy_setopt(easy, (CURLoption)option, value);
}

int sluice_curl_set_bytes(void *easy, int option, const void *bytes, size_t count) {
  struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
  return curl_easy_setopt(easy, (CURLoption)option, &blob);
}

int sluice_curl_set_transfer(void *easy, int option, sluice_curl_transfer function) {
  return curl_easy_setopt(easy, (CURLoption)option, function);
}

int sluice_curl_set_seek(void *easy, sluice_curl_seek function) {
  return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, (curl_seek_callback)function);
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  struct sluice_curl_gate *gate = context;
  const uint8_t *bytes = NULL;
  size_t count = 0;
  (void)purpose;
  if (address->family == AF_INET) {
    bytes = (const uint8_t *)&((struct sockaddr_in *)&address->addr)->sin_addr;
    count = 4;
  } else if (address->family == AF_INET6) {
    bytes = (const uint8_t *)&((struct sockaddr_in6 *)&address->addr)->sin6_addr;
    count = 16;
  }
  if (!gate->checked(gate->context, bytes, count)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int before_request(void *context, char *peer, char *own, int peer_port, int own_port) {
  struct sluice_curl_gate *gate = context;
  (void)own, (void)peer_port, (void)own_port;
  return gate->reused(gate->context, peer) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

int sluice_curl_set_gate(void *easy, struct sluice_curl_gate *gate) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, gate);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_PREREQDATA, gate);
  return code;
}

int sluice_curl_get_long(void *easy, int what, long *value) {
  return curl_easy_getinfo(easy, (CURLINFO)what, value);
}

int sluice_curl_get_offset(void *easy, int what, int64_t *value) {
  curl_off_t number = 0;
  CURLcode code = curl_easy_getinfo(easy, (CURLINFO)what, &number);
  *value = number;
  return code;
}
