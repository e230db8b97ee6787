#include "quote.h"

#include <ctype.h>
#include <string.h>

typedef struct {
  char *to;
  size_t size;
  size_t length;
} Output;

static void put(Output *output, char c) {
  if (output->length + 1 < output->size) output->to[output->length] = c;
  ++output->length;
}

static void finish(Output *output) {
  if (output->size == 0) return;
  size_t end = output->length < output->size ? output->length : output->size - 1;
  output->to[end] = '\0';
}

static int keeps_meaning(char c) {
  return c == '"' || c == '\\' || c == '$';
}

int quote_is_plain(const char *argument) {
  if (*argument == '\0') return 0;
  for (; *argument; ++argument)
    if (!isalnum((unsigned char)*argument) && !strchr("_-./=:,+@", *argument)) return 0;
  return 1;
}

static void put_argument(Output *output, const char *argument) {
  int plain = quote_is_plain(argument);
  if (!plain) put(output, '"');
  for (; *argument; ++argument) {
    if (keeps_meaning(*argument)) put(output, '\\');
    put(output, *argument);
  }
  if (!plain) put(output, '"');
}

size_t quote_argument(char *to, size_t size, const char *argument) {
  Output output = {to, size, 0};
  put_argument(&output, argument);
  finish(&output);
  return output.length;
}

size_t quote_command(char *to, size_t size, const char *const *arguments, int count) {
  Output output = {to, size, 0};
  for (int i = 0; i < count; ++i) {
    if (i > 0) put(&output, ' ');
    put_argument(&output, arguments[i]);
  }
  finish(&output);
  return output.length;
}
