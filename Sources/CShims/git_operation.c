#include "git_operation.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct sluice_flag {
  atomic_int value;
};

sluice_flag *sluice_flag_new(void) {
  return calloc(1, sizeof(sluice_flag));
}

void sluice_flag_free(sluice_flag *flag) {
  free(flag);
}

void sluice_flag_set(sluice_flag *flag) {
  atomic_store(&flag->value, 1);
}

int sluice_flag_is_set(const sluice_flag *flag) {
  return flag != NULL && atomic_load(&flag->value);
}

int64_t sluice_monotonic_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
