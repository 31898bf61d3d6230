#ifndef SLUICE_MHD_SERVER_H
#define SLUICE_MHD_SERVER_H

#include <stddef.h>

struct MHD_Daemon;
struct MHD_Connection;
struct MHD_Response;

/// What the daemon calls, on its own threads. The structure must live until the daemon is stopped.
typedef struct sluice_mhd_callbacks {
  void *context;
  /// A request line was read; the result is the `request` of the other two.
  void *(*begin)(void *context, const char *target);
  /// Called once with nothing, once for each piece of the body, and once at its end. 0 cuts the connection.
  int (*access)(void *context, struct MHD_Connection *connection, const char *method, const char *piece,
                size_t *piece_size, void *request);
  /// The request is over, whichever way.
  void (*complete)(void *context, int socket, void *request);
  /// A connection was opened, or is about to be closed.
  void (*connected)(void *context, int socket, int is_open);
} sluice_mhd_callbacks;

typedef struct sluice_mhd_options {
  /// A listening socket; the daemon owns it from here on when it starts.
  int listen_socket;
  unsigned int threads;
  unsigned int connection_limit;
  unsigned int idle_seconds;
  size_t memory_per_connection;
  /// 0 for as many as the other limit allows.
  unsigned int connections_per_address;
} sluice_mhd_options;

/// NULL where the daemon does not start.
struct MHD_Daemon *sluice_mhd_start(const sluice_mhd_callbacks *callbacks, const sluice_mhd_options *options);

void sluice_mhd_each_header(struct MHD_Connection *connection, void *context,
                            void (*visit)(void *context, const char *name, const char *value));

/// A response that has a copy of the bytes. NULL where memory is out.
struct MHD_Response *sluice_mhd_response(const void *bytes, size_t count);

/// 0 where the response cannot be sent. The caller still has to destroy it.
int sluice_mhd_queue(struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response);

#endif
