#ifndef SLUICE_JQ_PATCH_H
#define SLUICE_JQ_PATCH_H

#include <stddef.h>

// What became of scripts.
enum sluice_jq_outcome {
  // `text` is the document.
  SLUICE_JQ_DONE,
  // The script cannot be compiled: `text` is what libjq says of it.
  SLUICE_JQ_WRONG,
  // The script fails: `text` is its message, which may hold parts of the document and of the environment.
  SLUICE_JQ_FAILED,
  // libjq cannot read the document: `text` is what it says, with the document in it.
  SLUICE_JQ_UNREADABLE,
  // The script gives something else than an object: `text` names the type.
  SLUICE_JQ_NO_OBJECT,
};

struct sluice_jq_result {
  enum sluice_jq_outcome outcome;
  // Which script it is about.
  size_t script;
  // To be freed.
  char *text;
  size_t length;
};

// Runs scripts one after the other over a document, each over what the one before gave: of several results the last one
// counts, and none leaves the document as it is. A zero byte follows the document: libjq quotes it in its messages.
// Modules are looked for nowhere. `env` is the environment of the process.
struct sluice_jq_result sluice_jq_patch(
  const char *document, size_t length, const char *const *scripts, size_t count);

#endif
