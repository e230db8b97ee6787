#include "csv.h"

#include <stdlib.h>
#include <string.h>

static size_t line_length(const char *line) {
  size_t length = strlen(line);
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) --length;
  return length;
}

static CsvResult fail(CsvRow *row, CsvResult result) {
  csv_free(row);
  return result;
}

CsvResult csv_parse(CsvRow *row, const char *line) {
  size_t length = line_length(line);
  row->count = 0;
  row->text = malloc(length + 1);
  if (!row->text) return CSV_NO_MEMORY;
  const char *from = line, *end = line + length;
  char *to = row->text;
  for (;;) {
    if (row->count == CSV_MAX_FIELDS) return fail(row, CSV_TOO_MANY);
    row->fields[row->count++] = to;
    if (from < end && *from == '"') {
      ++from;
      for (;;) {
        if (from == end) return fail(row, CSV_OPEN_QUOTE);
        if (*from == '"') {
          if (from + 1 == end || from[1] != '"') break;
        }
        *to++ = *from++;
      }
      ++from;
      if (from < end && *from != ',') return fail(row, CSV_AFTER_QUOTE);
    } else {
      while (from < end && *from != ',') *to++ = *from++;
    }
    *to++ = '\0';
    if (from == end) break;
    ++from;
  }
  return CSV_OK;
}

void csv_free(CsvRow *row) {
  free(row->text);
  row->text = NULL;
  row->count = 0;
}

int csv_find(const CsvRow *row, const char *name) {
  for (int i = 0; i < row->count; ++i)
    if (strcmp(row->fields[i], name) == 0) return i;
  return -1;
}

typedef struct {
  char *to;
  size_t size, length;
} Out;

static void put(Out *out, char c) {
  if (out->length + 1 < out->size) out->to[out->length] = c;
  ++out->length;
}

static int needs_quotes(const char *field) {
  if (*field == ' ') return 1;
  return strpbrk(field, ",\"\r\n") != NULL;
}

size_t csv_format(char *to, size_t size, const char *const *fields, int count) {
  Out out = {to, size, 0};
  for (int i = 0; i < count; ++i) {
    if (i > 0) put(&out, ',');
    int quoted = needs_quotes(fields[i]);
    if (quoted) put(&out, '"');
    for (const char *c = fields[i]; *c; ++c) {
      if (*c == '"') put(&out, '"');
      put(&out, *c);
    }
    if (quoted) put(&out, '"');
  }
  if (size > 0) to[out.length < size ? out.length : size - 1] = '\0';
  return out.length;
}

const char *csv_error(CsvResult result) {
  switch (result) {
    case CSV_OK: return "ok";
    case CSV_OPEN_QUOTE: return "a quote is not closed";
    case CSV_AFTER_QUOTE: return "text after a quote";
    case CSV_TOO_MANY: return "too many fields";
    case CSV_NO_MEMORY: return "no memory";
  }
  return "unknown";
}
