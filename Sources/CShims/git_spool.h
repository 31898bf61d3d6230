#ifndef SLUICE_GIT_SPOOL_H
#define SLUICE_GIT_SPOOL_H

#include <stddef.h>
#include <stdint.h>

/* Bytes on their way: up to 64 KiB in memory, more in a file without a name on the mirror's own disk. */
typedef struct {
  const char *directory;
  char *memory;
  size_t memory_length;
  size_t memory_capacity;
  int file;
  int64_t length;
  int64_t offset;
} sluice_spool;

void sluice_spool_open(sluice_spool *spool, const char *directory);
void sluice_spool_close(sluice_spool *spool);

/* 0 or an errno. */
int sluice_spool_write(sluice_spool *spool, const char *bytes, size_t length);

/* Reads on from the last read; *count is 0 at the end. 0 or an errno. */
int sluice_spool_read(sluice_spool *spool, char *buffer, size_t capacity, size_t *count);

#endif
