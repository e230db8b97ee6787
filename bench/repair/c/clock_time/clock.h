#pragma once

#define MINUTES_OF_DAY 1440

/// A time of the day in minutes from midnight, 0 to 1439.
typedef int Clock;

/// "7:05" or "07:05"; -1 for anything else.
Clock clock_parse(const char *text);
/// "07:05" into at least 6 bytes.
void clock_print(Clock time, char *text);
/// That many minutes later, or earlier if they are negative; `days` gets how many midnights lie between.
Clock clock_add(Clock time, int minutes, int *days);
/// From one time to the next other one; 0 if they are the same.
int clock_until(Clock from, Clock to);
/// Is the time in a shift from `begin` (inclusive) to `end`? A shift may go over midnight.
int clock_within(Clock time, Clock begin, Clock end);
