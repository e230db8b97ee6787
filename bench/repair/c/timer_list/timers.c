#include "timers.h"

#include <stddef.h>
#include <string.h>

void timers_init(Timers *timers, uint64_t now) {
  memset(timers, 0, sizeof *timers);
  timers->next_id = 1;
  timers->now = now;
}

static Timer *find(Timers *timers, int id) {
  for (int i = 0; i < TIMERS_MAX; ++i)
    if (timers->timers[i].id == id) return &timers->timers[i];
  return NULL;
}

static int add(Timers *timers, uint64_t delay, uint64_t period, TimerCall call, void *context) {
  Timer *timer = find(timers, 0);
  if (!timer) return 0;
  timer->id = timers->next_id++;
  timer->due = timers->now + delay;
  timer->period = period;
  timer->call = call;
  timer->context = context;
  return timer->id;
}

int timers_after(Timers *timers, uint64_t delay, TimerCall call, void *context) {
  return add(timers, delay, 0, call, context);
}

int timers_every(Timers *timers, uint64_t period, TimerCall call, void *context) {
  if (period == 0) return 0;
  return add(timers, period, period, call, context);
}

int timers_cancel(Timers *timers, int id) {
  Timer *timer = id > 0 ? find(timers, id) : NULL;
  if (!timer) return 0;
  timer->id = 0;
  return 1;
}

/// The timer that comes first, of equal times the older one.
static const Timer *first(const Timers *timers) {
  const Timer *best = NULL;
  for (int i = 0; i < TIMERS_MAX; ++i) {
    const Timer *timer = &timers->timers[i];
    if (timer->id == 0) continue;
    if (!best || timer->due < best->due || (timer->due == best->due && timer->id < best->id)) best = timer;
  }
  return best;
}

int timers_run(Timers *timers, uint64_t now) {
  int calls = 0;
  if (now > timers->now) timers->now = now;
  for (;;) {
    const Timer *next = first(timers);
    if (!next || next->due > timers->now) return calls;
    Timer *timer = find(timers, next->id);
    Timer copy = *timer;
    if (timer->period > 0) timer->due = timers->now + timer->period;
    else timer->id = 0;
    copy.call(copy.context, copy.id);
    ++calls;
  }
}

int64_t timers_wait(const Timers *timers) {
  const Timer *next = first(timers);
  if (!next) return -1;
  return next->due > timers->now ? (int64_t)(next->due - timers->now) : 0;
}
