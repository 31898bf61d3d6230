#include "include/jq_patch.h"
#include <jq.h>
#include <stdlib.h>
#include <string.h>

/* Both swallow what they are given, as libjq's own functions do. */
static struct sluice_jq_result result(enum sluice_jq_outcome outcome, size_t script, jv text) {
  struct sluice_jq_result result = {outcome, script, NULL, (size_t)jv_string_length_bytes(jv_copy(text))};
  result.text = malloc(result.length + 1);
  if (result.text == NULL) abort();
  memcpy(result.text, jv_string_value(text), result.length);
  result.text[result.length] = 0;
  jv_free(text);
  return result;
}

static jv string_of(jv value) {
  return jv_get_kind(value) == JV_KIND_STRING ? value : jv_dump_string(value, 0);
}

static void collect(void *context, jv message) {
  jv *messages = context;
  *messages = jv_string_concat(jv_string_concat(*messages, string_of(message)), jv_string("\n"));
}

struct sluice_jq_result sluice_jq_patch(const char *document, size_t length, const char *const *scripts, size_t count) {
  jv value = jv_parse_sized(document, (int)length);
  if (!jv_is_valid(value)) return result(SLUICE_JQ_UNREADABLE, 0, string_of(jv_invalid_get_msg(value)));
  for (size_t script = 0; script < count; script++) {
    jq_state *state = jq_init();
    if (state == NULL) abort();
    jv messages = jv_string("");
    jq_set_error_cb(state, collect, &messages);
    /* libjq 1.6 leaves these two as the memory was. */
    jq_set_input_cb(state, NULL, NULL);
    jq_set_debug_cb(state, NULL, NULL);
    jq_set_attr(state, jv_string("JQ_LIBRARY_PATH"), jv_array());
    jq_set_attr(state, jv_string("JQ_ORIGIN"), jv_string("/nowhere"));
    jq_set_attr(state, jv_string("PROGRAM_ORIGIN"), jv_string("/nowhere"));
    if (!jq_compile(state, scripts[script])) {
      jq_teardown(&state);
      jv_free(value);
      return result(SLUICE_JQ_WRONG, script, messages);
    }
    jq_start(state, jv_copy(value), 0);
    jv next;
    while (jv_is_valid(next = jq_next(state))) {
      if (jv_get_kind(next) != JV_KIND_OBJECT) {
        jv kind = jv_string(jv_kind_name(jv_get_kind(next)));
        jv_free(next);
        jv_free(value);
        jv_free(messages);
        jq_teardown(&state);
        return result(SLUICE_JQ_NO_OBJECT, script, kind);
      }
      jv_free(value);
      value = next;
    }
    jv problem = jv_invalid();
    if (jq_halted(state)) {
      /* `halt` ends a script and is no failure; `halt_error` is one. */
      problem = jq_get_error_message(state);
      jv_free(next);
    } else if (jv_invalid_has_msg(jv_copy(next))) {
      problem = jv_invalid_get_msg(next);
    } else {
      jv_free(next);
    }
    jq_teardown(&state);
    jv_free(messages);
    if (jv_is_valid(problem)) {
      jv_free(value);
      return result(SLUICE_JQ_FAILED, script, string_of(problem));
    }
    jv_free(problem);
  }
  return result(SLUICE_JQ_DONE, 0, jv_dump_string(value, 0));
}
