#include "url.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *scheme;
  int port;
} ports[] = {{"http", 80}, {"https", 443}, {"ftp", 21}, {"ws", 80}, {"wss", 443}};

int url_default_port(const char *scheme) {
  for (size_t i = 0; i < sizeof ports / sizeof *ports; ++i)
    if (strcmp(ports[i].scheme, scheme) == 0) return ports[i].port;
  return 0;
}

static int copy(char *to, const char *from, const char *end) {
  size_t length = (size_t)(end - from);
  if (length >= URL_PART) return 0;
  memcpy(to, from, length);
  to[length] = '\0';
  return 1;
}

static void lower(char *text) {
  for (; *text; ++text) *text = (char)tolower((unsigned char)*text);
}

static int parse_port(int *port, const char *from, const char *end) {
  long value = 0;
  if (from == end) return 1;
  for (; from < end; ++from) {
    if (!isdigit((unsigned char)*from)) return 0;
    value = value * 10 + (*from - '0');
    if (value > 65535) return 0;
  }
  *port = (int)value;
  return value > 0;
}

static int parse_authority(Url *url, const char *from, const char *end) {
  for (const char *c = end; c > from; --c)
    if (c[-1] == '@') {
      if (!copy(url->user, from, c - 1)) return 0;
      from = c;
      break;
    }
  const char *host_end;
  if (from < end && *from == '[') {
    host_end = memchr(from, ']', (size_t)(end - from));
    if (!host_end || !copy(url->host, from + 1, host_end)) return 0;
    ++host_end;
  } else {
    host_end = memchr(from, ':', (size_t)(end - from));
    if (!host_end) host_end = end;
    if (!copy(url->host, from, host_end)) return 0;
  }
  lower(url->host);
  if (url->host[0] == '\0') return 0;
  if (host_end == end) return 1;
  return *host_end == ':' && parse_port(&url->port, host_end + 1, end);
}

int url_parse(Url *url, const char *text) {
  memset(url, 0, sizeof *url);
  const char *colon = strstr(text, "://");
  if (!colon || colon == text || !copy(url->scheme, text, colon)) return 0;
  for (const char *c = url->scheme; *c; ++c)
    if (!isalnum((unsigned char)*c) && !strchr("+-.", *c)) return 0;
  lower(url->scheme);
  url->port = url_default_port(url->scheme);
  const char *authority = colon + 3;
  const char *path = authority + strcspn(authority, "/");
  if (!parse_authority(url, authority, path)) return 0;
  const char *query = path + strcspn(path, "?#");
  if (!copy(url->path, path, query)) return 0;
  if (url->path[0] == '\0') strcpy(url->path, "/");
  const char *fragment = query + strcspn(query, "#");
  if (*query == '?' && !copy(url->query, query + 1, fragment)) return 0;
  return *fragment == '\0' || copy(url->fragment, fragment + 1, fragment + strlen(fragment));
}

size_t url_format(char *to, size_t size, const Url *url) {
  char port[16] = "";
  int bracket = strchr(url->host, ':') != NULL;
  if (url->port != url_default_port(url->scheme)) snprintf(port, sizeof port, ":%d", url->port);
  int length = snprintf(to, size, "%s://%s%s%s%s%s%s%s%s%s%s%s", url->scheme, url->user, url->user[0] ? "@" : "",
                        bracket ? "[" : "", url->host, bracket ? "]" : "", port, url->path,
                        url->query[0] ? "?" : "", url->query, url->fragment[0] ? "#" : "", url->fragment);
  return length < 0 ? 0 : (size_t)length;
}

int url_same_origin(const Url *left, const Url *right) {
  return left->port == right->port && strcmp(left->scheme, right->scheme) == 0 &&
         strcmp(left->host, right->host) == 0;
}
