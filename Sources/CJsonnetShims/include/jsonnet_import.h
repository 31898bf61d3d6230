#ifndef SLUICE_JSONNET_IMPORT_H
#define SLUICE_JSONNET_IMPORT_H

#include <stddef.h>

struct JsonnetVm;

// Answers an import: 1 with the bytes and the file's name, 0 with a message in place of the bytes. Both are allocated
// with jsonnet_realloc; libjsonnet frees them.
typedef int sluice_jsonnet_importer(void *context, const char *base, const char *path, char **name, char **bytes,
                                    size_t *length);

// Sets the importer of a machine. The callback of libjsonnet 0.18 (Debian 12) is another than that of 0.19 and newer
// (Debian 13). The importer has to outlive the machine.
void sluice_jsonnet_set_importer(struct JsonnetVm *machine, sluice_jsonnet_importer *importer, void *context);

#endif
