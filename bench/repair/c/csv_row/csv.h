#pragma once

#include <stddef.h>

enum { CSV_MAX_FIELDS = 32 };

/// A row whose fields were cut out of a line. `text` owns their bytes.
typedef struct {
  char *text;
  char *fields[CSV_MAX_FIELDS];
  int count;
} CsvRow;

typedef enum { CSV_OK, CSV_OPEN_QUOTE, CSV_AFTER_QUOTE, CSV_TOO_MANY, CSV_NO_MEMORY } CsvResult;

/// Cuts a line at its commas. A field in quotes may hold commas, and "" for a quote. A line end is left away.
/// A line has one field more than commas that cut, so the empty line has one, which is empty.
CsvResult csv_parse(CsvRow *row, const char *line);
void csv_free(CsvRow *row);
/// The index of the field, or -1.
int csv_find(const CsvRow *row, const char *name);
/// Writes a row as a line, quoted where it is needed; the length of the whole, as snprintf does.
size_t csv_format(char *to, size_t size, const char *const *fields, int count);
const char *csv_error(CsvResult result);
