#pragma once

#define SETTINGS_MAX 16
#define SETTING_SIZE 64

/* Settings as "NAME=VALUE", as an environment has them. */
typedef struct {
  char items[SETTINGS_MAX][SETTING_SIZE];
  int count;
} Settings;

void settings_init(Settings *settings);
/* 0 if there is no room. */
int settings_set(Settings *settings, const char *name, const char *value);
/* NULL if it is not set. */
const char *settings_get(const Settings *settings, const char *name);
/* 0 if it was not set. */
int settings_unset(Settings *settings, const char *name);
