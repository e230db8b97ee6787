#pragma once

enum { CAN_READ = 4, CAN_WRITE = 2, CAN_RUN = 1 };

// "rwx", "r--", ... into bits; -1 if it is no such text.
int permissions_parse(const char *text);
// Into a text of 3 characters and a NUL.
void permissions_format(int bits, char *text);
int permissions_allow(int bits, int wanted);
