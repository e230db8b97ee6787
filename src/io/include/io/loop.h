#pragma once
// contract: one thread runs all sessions; blocking and CPU work goes to a small pool.

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "io/task.h"

namespace io {

using Millis = std::chrono::milliseconds;

/// The event loop. Functions are for the loop's thread unless said otherwise. The first Loop of the
/// process makes it ignore SIGPIPE: a pipe or socket whose reader has gone is an error, not an end.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;

  /// Runs until `main` has ended and returns its result. Exceptions that leave `main` are bugs and
  /// end the program with a message.
  template <class T>
  T run(Task<T> main);

  /// Runs `f` from the loop's thread soon. Safe from any thread.
  void post(std::function<void()> f);

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  void drive(Task<> main);
  std::unique_ptr<Impl> impl_;
};

/// A way to cancel a task from outside, at any time, as often as one likes. `cancel()` is for the
/// loop's thread; from a signal handler or another thread use Loop::post.
class CancelSource {
 public:
  CancelSource();
  ~CancelSource();
  CancelSource(CancelSource&&) noexcept;
  void cancel();
  [[nodiscard]] bool cancelled() const;

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Awaits `task`; `source.cancel()` cancels it (and a cancellation of the awaiting task does too).
template <class T>
Task<T> cancellable(CancelSource& source, Task<T> task);

/// Waits. Returns Error{cancelled} when cancelled.
Task<base::Result<>> sleep(Millis time);

/// True once the task that asks was cancelled: for loops that compute between waits.
Task<bool> is_cancelled();

/// Runs all tasks at once and waits for all; the results in the order of the tasks. A cancellation
/// of the awaiting task cancels all of them, and is awaited.
template <class T>
Task<std::vector<T>> all(std::vector<Task<T>> tasks);
Task<> all(std::vector<Task<>> tasks);

/// Awaits `task` out of the reach of any cancellation: for cleaning up. Whoever calls this owes its
/// user a bound of time on the task.
template <class T>
Task<T> shielded(Task<T> task);

/// Awaits `task`, at most for `limit`: then it is cancelled, awaited, and the result is
/// Error{timeout} with `what` in its text.
template <class T>
Task<base::Result<T>> within(Millis limit, std::string what, Task<base::Result<T>> task);

/// Runs blocking or heavy work on the pool (as many threads as cores, at least 2) and comes back to
/// the loop with its result. `stop` is requested when the awaiting task is cancelled (also if it was
/// before); the work should then return early, and is awaited in any case, so references to the
/// caller's frame stay valid. An exception of the work leaves the awaiting task.
template <class T>
Task<T> offload(std::function<T(std::stop_token stop)> work);

/// Owner of background tasks. The destructor must not run before wait() has returned; cancel()
/// cancels those that run now. wait() returns when none runs; a cancellation of the awaiting task
/// cancels them, and is awaited. Exceptions that leave a task are bugs and end the program with a
/// message.
class Scope {
 public:
  explicit Scope(Loop& loop);
  ~Scope();
  Scope(const Scope&) = delete;
  void spawn(Task<> task);
  void cancel();
  Task<> wait();

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace io

#include "io/detail/loop.ipp"
