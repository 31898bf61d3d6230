#include "mhd_server.h"

#include <microhttpd.h>

static void *begin(void *cls, const char *target, struct MHD_Connection *connection) {
  const sluice_mhd_callbacks *callbacks = cls;
  (void)connection;
  return callbacks->begin(callbacks->context, target);
}

static enum MHD_Result access_request(void *cls, struct MHD_Connection *connection, const char *url,
                                      const char *method, const char *version, const char *piece,
                                      size_t *piece_size, void **request) {
  const sluice_mhd_callbacks *callbacks = cls;
  (void)url;
  (void)version;
  return callbacks->access(callbacks->context, connection, method, piece, piece_size, *request) ? MHD_YES
                                                                                                : MHD_NO;
}

static int socket_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

static void connected(void *cls, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code) {
  const sluice_mhd_callbacks *callbacks = cls;
  (void)socket_context;
  callbacks->connected(callbacks->context, socket_of(connection), code == MHD_CONNECTION_NOTIFY_STARTED);
}

static void complete(void *cls, struct MHD_Connection *connection, void **request,
                     enum MHD_RequestTerminationCode code) {
  const sluice_mhd_callbacks *callbacks = cls;
  (void)code;
  if (*request != NULL) callbacks->complete(callbacks->context, socket_of(connection), *request);
  *request = NULL;
}

// The target is decoded by the server itself, which must see what was sent.
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *text) {
  size_t length = 0;
  (void)cls;
  (void)connection;
  while (text[length] != '\0') length++;
  return length;
}

struct MHD_Daemon *sluice_mhd_start(const sluice_mhd_callbacks *callbacks, const sluice_mhd_options *options) {
  void *cls = (void *)callbacks;
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  struct MHD_OptionItem extra[3];
  int count = 0;
  if (options->threads > 1) {
    extra[count++] = (struct MHD_OptionItem){MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)options->threads, NULL};
  }
  if (options->connections_per_address > 0) {
    extra[count++] =
        (struct MHD_OptionItem){MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)options->connections_per_address, NULL};
  }
  extra[count] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
  return MHD_start_daemon(flags, 0, NULL, NULL, access_request, cls,
                          MHD_OPTION_LISTEN_SOCKET, (MHD_socket)options->listen_socket,
                          MHD_OPTION_URI_LOG_CALLBACK, begin, cls,
                          MHD_OPTION_NOTIFY_COMPLETED, complete, cls,
                          MHD_OPTION_NOTIFY_CONNECTION, connected, cls,
                          MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
                          MHD_OPTION_CONNECTION_LIMIT, options->connection_limit,
                          MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->memory_per_connection,
                          MHD_OPTION_ARRAY, extra, MHD_OPTION_END);
}

struct visitor {
  void *context;
  void (*visit)(void *context, const char *name, const char *value);
};

static enum MHD_Result visit_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value) {
  const struct visitor *visitor = cls;
  (void)kind;
  visitor->visit(visitor->context, name, value == NULL ? "" : value);
  return MHD_YES;
}

void sluice_mhd_each_header(struct MHD_Connection *connection, void *context,
                            void (*visit)(void *context, const char *name, const char *value)) {
  struct visitor visitor = {context, visit};
  MHD_get_connection_values(connection, MHD_HEADER_KIND, visit_header, &visitor);
}

struct MHD_Response *sluice_mhd_response(const void *bytes, size_t count) {
  return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

int sluice_mhd_queue(struct MHD_Connection *connection, unsigned int status, struct MHD_Response *response) {
  return MHD_queue_response(connection, status, response) == MHD_YES;
}
