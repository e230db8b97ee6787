#pragma once

// A whole number: sign, then decimal or 0x hexadecimal digits. 0 if it is none, else 1 and *value.
int number_parse(const char *text, long *value);
