#include "include/jsonnet_import.h"
#include <libjsonnet.h>
#include <stdlib.h>
#include <string.h>

/* One machine a process is all there is, so the pair need not travel through the callback's context. */
static sluice_jsonnet_importer *current_importer;

/* Up to 0.18 a text ends with a zero, and success is told by a number of its own. */
typedef char *old_callback(void *context, const char *base, const char *path, char **name, int *success);
/* From 0.19 on bytes come with their length, and 0 is success. */
typedef int new_callback(void *context, const char *base, const char *path, char **name, char **bytes, size_t *length);

static char *import_old(void *context, const char *base, const char *path, char **name, int *success) {
  char *bytes = NULL;
  size_t length = 0;
  *success = current_importer(context, base, path, name, &bytes, &length);
  return bytes;
}

static int import_new(void *context, const char *base, const char *path, char **name, char **bytes, size_t *length) {
  return !current_importer(context, base, path, name, bytes, length);
}

void sluice_jsonnet_set_importer(struct JsonnetVm *machine, sluice_jsonnet_importer *importer, void *context) {
  current_importer = importer;
  old_callback *old = import_old;
  new_callback *new = import_new;
  jsonnet_import_callback(
      machine,
      __builtin_choose_expr(__builtin_types_compatible_p(JsonnetImportCallback, old_callback), old, new),
      context);
}
