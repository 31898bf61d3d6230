#ifndef SLUICE_CURL_OPTIONS_H
#define SLUICE_CURL_OPTIONS_H

// curl_easy_setopt and its siblings are variadic, which Swift cannot call. Here is one function per type of
// argument. A handle is curl's CURL *; results are CURLcode.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int sluice_curl_set_long(void *easy, int option, long value);
int sluice_curl_set_offset(void *easy, int option, int64_t value);
// curl copies the text.
int sluice_curl_set_text(void *easy, int option, const char *value);
// curl keeps the pointer.
int sluice_curl_set_pointer(void *easy, int option, void *value);
// curl copies the bytes.
int sluice_curl_set_bytes(void *easy, int option, const void *bytes, size_t count);

// The functions that receive and give bytes, for CURLOPT_WRITEFUNCTION, _HEADERFUNCTION and _READFUNCTION.
typedef size_t (*sluice_curl_transfer)(char *bytes, size_t size, size_t count, void *context);
int sluice_curl_set_transfer(void *easy, int option, sluice_curl_transfer function);

// For CURLOPT_SEEKFUNCTION.
typedef int (*sluice_curl_seek)(void *context, int64_t offset, int origin);
int sluice_curl_set_seek(void *easy, sluice_curl_seek function);

// Whether a connection to an address may be opened. `checked` is called before each connect with the 4 or 16 bytes
// of the address (none for a family that is neither); a connection that curl keeps is checked again by `reused`
// with its address as text before a request goes over it.
typedef bool (*sluice_curl_address_check)(void *context, const uint8_t *address, size_t count);
typedef bool (*sluice_curl_peer_check)(void *context, const char *address);
struct sluice_curl_gate {
  sluice_curl_address_check checked;
  sluice_curl_peer_check reused;
  void *context;
};
// curl keeps the pointer to the gate.
int sluice_curl_set_gate(void *easy, struct sluice_curl_gate *gate);

int sluice_curl_get_long(void *easy, int what, long *value);
int sluice_curl_get_offset(void *easy, int what, int64_t *value);

#endif
