#pragma once

enum { OPT_VERBOSE = 1, OPT_FORCE = 2, OPT_RECURSIVE = 4, OPT_HELP = 8 };

typedef struct {
  unsigned flags;
  int level;           /* of -l NUMBER, else 1 */
  const char *output;  /* of -o NAME, else NULL */
  int first;           /* the index of the first word that is no option */
} Options;

/* "-vf -l 3 -o out file": 0 if an option is not known or lacks its value. */
int options_parse(Options *options, int count, const char *const *words);
int options_has(const Options *options, unsigned flag);
