#include "options.h"

#include <stdlib.h>
#include <string.h>

static unsigned flag_of(char letter) {
  switch (letter) {
    case 'v':
      return OPT_VERBOSE;
    case 'f':
      return OPT_FORCE;
    case 'r':
    case 'R':
      return OPT_RECURSIVE;
    case 'h':
      return OPT_HELP;
    default:
      return 0;
  }
}

int options_parse(Options *options, int count, const char *const *words) {
  options->flags = 0;
  options->level = 1;
  options->output = NULL;
  int i = 0;
  for (; i < count && words[i][0] == '-' && words[i][1] != '\0'; ++i) {
    if (strcmp(words[i], "--") == 0) {
      ++i;
      break;
    }
    if (strcmp(words[i], "-l") == 0 || strcmp(words[i], "-o") == 0) {
      if (i + 1 == count) return 0;
      if (words[i][1] == 'l')
        options->level = atoi(words[i + 1]);
      else
        options->output = words[i + 1];
      ++i;
      continue;
    }
    for (const char *letter = words[i] + 1; *letter != '\0'; ++letter) {
      unsigned flag = flag_of(*letter);
      if (flag == 0) return 0;
      options->flags = flag;
    }
  }
  options->first = i;
  return 1;
}

int options_has(const Options *options, unsigned flag) {
  return (options->flags & flag) == flag;
}
