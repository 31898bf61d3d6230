#define _GNU_SOURCE
#include "git_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { memory_limit = 64 * 1024 };

void sluice_spool_open(sluice_spool *spool, const char *directory) {
  memset(spool, 0, sizeof *spool);
  spool->directory = directory;
  spool->file = -1;
}

void sluice_spool_close(sluice_spool *spool) {
  free(spool->memory);
  if (spool->file >= 0) close(spool->file);
  sluice_spool_open(spool, spool->directory);
}

static int open_nameless_file(const char *directory) {
  int file = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
  /* Not every file system has O_TMPFILE. */
  char *name = NULL;
  if (asprintf(&name, "%s/spool-XXXXXX", directory) < 0) return -1;
  file = mkostemp(name, O_CLOEXEC);
  if (file >= 0) unlink(name);
  free(name);
  return file;
}

static int write_to_file(sluice_spool *spool, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = pwrite(spool->file, bytes, length, spool->length);
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    spool->length += written;
    bytes += written;
    length -= (size_t)written;
  }
  return 0;
}

static int move_to_file(sluice_spool *spool) {
  spool->file = open_nameless_file(spool->directory);
  if (spool->file < 0) return errno;
  char *memory = spool->memory;
  size_t length = spool->memory_length;
  spool->memory = NULL;
  spool->memory_length = 0;
  spool->memory_capacity = 0;
  spool->length = 0;
  int error = write_to_file(spool, memory, length);
  free(memory);
  return error;
}

int sluice_spool_write(sluice_spool *spool, const char *bytes, size_t length) {
  if (spool->file < 0 && spool->memory_length + length > memory_limit) {
    int error = move_to_file(spool);
    if (error != 0) return error;
  }
  if (spool->file >= 0) return write_to_file(spool, bytes, length);
  if (spool->memory_length + length > spool->memory_capacity) {
    size_t capacity = spool->memory_capacity == 0 ? 4096 : spool->memory_capacity;
    while (capacity < spool->memory_length + length) capacity *= 2;
    char *memory = realloc(spool->memory, capacity);
    if (memory == NULL) return ENOMEM;
    spool->memory = memory;
    spool->memory_capacity = capacity;
  }
  memcpy(spool->memory + spool->memory_length, bytes, length);
  spool->memory_length += length;
  spool->length += (int64_t)length;
  return 0;
}

int sluice_spool_read(sluice_spool *spool, char *buffer, size_t capacity, size_t *count) {
  *count = 0;
  int64_t rest = spool->length - spool->offset;
  size_t wanted = (int64_t)capacity < rest ? capacity : (size_t)rest;
  if (wanted == 0) return 0;
  if (spool->file < 0) {
    memcpy(buffer, spool->memory + spool->offset, wanted);
    *count = wanted;
  } else {
    ssize_t got;
    do {
      got = pread(spool->file, buffer, wanted, spool->offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return errno;
    *count = (size_t)got;
  }
  spool->offset += (int64_t)*count;
  return 0;
}
