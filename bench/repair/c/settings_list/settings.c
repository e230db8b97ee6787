#include "settings.h"

#include <stdio.h>
#include <string.h>

void settings_init(Settings *settings) {
  settings->count = 0;
}

static int find(const Settings *settings, const char *name) {
  size_t length = strlen(name);
  for (int i = 0; i < settings->count; ++i) {
    const char *item = settings->items[i];
    if (strncmp(item, name, length) == 0) return i;
  }
  return -1;
}

int settings_set(Settings *settings, const char *name, const char *value) {
  if (strlen(name) + strlen(value) + 2 > SETTING_SIZE) return 0;
  int i = find(settings, name);
  if (i < 0) {
    if (settings->count == SETTINGS_MAX) return 0;
    i = settings->count++;
  }
  snprintf(settings->items[i], SETTING_SIZE, "%s=%s", name, value);
  return 1;
}

const char *settings_get(const Settings *settings, const char *name) {
  int i = find(settings, name);
  if (i < 0) return NULL;
  return settings->items[i] + strlen(name) + 1;
}

int settings_unset(Settings *settings, const char *name) {
  int i = find(settings, name);
  if (i < 0) return 0;
  --settings->count;
  if (i != settings->count) strcpy(settings->items[i], settings->items[settings->count]);
  return 1;
}
