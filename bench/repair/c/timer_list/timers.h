#pragma once

#include <stdint.h>

enum { TIMERS_MAX = 16 };

typedef void (*TimerCall)(void *context, int id);

typedef struct {
  int id;              // 0: the place is free
  uint64_t due;        // milliseconds
  uint64_t period;     // 0: once
  TimerCall call;
  void *context;
} Timer;

typedef struct {
  Timer timers[TIMERS_MAX];
  int next_id;
  uint64_t now;
} Timers;

void timers_init(Timers *timers, uint64_t now);
/// Calls once, after `delay`. The id of the timer, or 0 if there is no place.
int timers_after(Timers *timers, uint64_t delay, TimerCall call, void *context);
/// Calls every `period` (at least 1) milliseconds; the times do not drift if timers_run comes late, and
/// a time that was missed is made up for.
int timers_every(Timers *timers, uint64_t period, TimerCall call, void *context);
/// A call may cancel its own timer. 0 if there is no such timer.
int timers_cancel(Timers *timers, int id);
/// Puts the clock to `now` and makes the calls that are due, in the order of their times. How many they were.
/// The clock does not go backward.
int timers_run(Timers *timers, uint64_t now);
/// Milliseconds until the next call, or -1.
int64_t timers_wait(const Timers *timers);
