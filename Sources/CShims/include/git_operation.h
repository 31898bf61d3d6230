#ifndef SLUICE_GIT_OPERATION_H
#define SLUICE_GIT_OPERATION_H

#include <stdint.h>

/* A flag that any thread may set and the transports look at while they wait. */
typedef struct sluice_flag sluice_flag;

sluice_flag *sluice_flag_new(void);
void sluice_flag_free(sluice_flag *flag);
void sluice_flag_set(sluice_flag *flag);
int sluice_flag_is_set(const sluice_flag *flag);

/* Milliseconds of the monotonic clock. */
int64_t sluice_monotonic_milliseconds(void);

/* Why a transport gave up. */
enum {
  SLUICE_FAILURE_NONE = 0,
  SLUICE_FAILURE_TRANSFER = 1,  /* libcurl's own: curl_code, system_error */
  SLUICE_FAILURE_STATUS = 2,    /* the server answered: status */
  SLUICE_FAILURE_REDIRECT = 3,  /* from, to: refused by may_follow, or no usable target */
  SLUICE_FAILURE_SIZE = 4,      /* more bytes than maximum_bytes */
  SLUICE_FAILURE_FILE = 5,      /* the spool could not be written: system_error */
  SLUICE_FAILURE_CANCELLED = 6, /* the flag was set */
  SLUICE_FAILURE_CONTENT = 7,   /* not a smart git server: text is the content type */
  SLUICE_FAILURE_PROCESS = 8,   /* the child ended: status is its exit code, text its standard error */
  SLUICE_FAILURE_TIMEOUT = 9,   /* deadline says which */
  SLUICE_FAILURE_PROGRAM = 10   /* the program could not be started: system_error */
};

enum {
  SLUICE_DEADLINE_CONNECT = 1,
  SLUICE_DEADLINE_STALL = 2,
  SLUICE_DEADLINE_TOTAL = 3
};

typedef struct {
  int kind;
  int curl_code;
  int system_error;
  int deadline;
  long status;
  char from[512];
  char to[512];
  char text[2048];
} sluice_failure;

#endif
