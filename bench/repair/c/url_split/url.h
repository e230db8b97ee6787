#pragma once

#include <stddef.h>

enum { URL_PART = 64 };

/// The parts of scheme://user@host:port/path?query#fragment; all but scheme and host may be missing.
typedef struct {
  char scheme[URL_PART];
  char user[URL_PART];
  char host[URL_PART];     // in lower case, without the brackets of an IPv6 address
  int port;                // that of the scheme if none is given, 0 if it is unknown
  char path[URL_PART];     // "/" if it is missing
  char query[URL_PART];
  char fragment[URL_PART];
} Url;

/// 0 if the text is no such address or a part is too long.
int url_parse(Url *url, const char *text);
int url_default_port(const char *scheme);
/// Writes the address, the port only if it is not that of the scheme; the length, as snprintf does.
size_t url_format(char *to, size_t size, const Url *url);
/// Do both have the same scheme, host and port?
int url_same_origin(const Url *left, const Url *right);
