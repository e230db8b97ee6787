#pragma once
// The templates of io/loop.h: each turns its Task<T> into a Task<> that leaves the result in a
// place of the caller's frame, and hands that to loop.cpp, so that users of io/loop.h pay for
// asio's awaitable alone.

#include <optional>
#include <utility>

#include "io/loop.h"

namespace io {

namespace detail {

/// Runs the tasks side by side until all have ended; passes a cancellation on; rethrows the first
/// exception.
Task<> join(std::vector<Task<>> tasks);
Task<> join_under(CancelSource& source, Task<> task);
Task<> join_shielded(Task<> task);
/// True if the limit passed before the task ended.
Task<bool> join_within(Millis limit, Task<> task);
Task<> join_pool(std::function<void(std::stop_token)> work);
base::Error timed_out(Millis limit, const std::string& what);

template <class T>
Task<> leave(Task<T> task, std::optional<T>& place) {
  place.emplace(co_await std::move(task));
}

}  // namespace detail

template <class T>
T Loop::run(Task<T> main) {
  if constexpr (std::is_void_v<T>) {
    drive(std::move(main));
  } else {
    std::optional<T> result;
    drive(detail::leave(std::move(main), result));
    return std::move(*result);
  }
}

template <class T>
Task<T> cancellable(CancelSource& source, Task<T> task) {
  if constexpr (std::is_void_v<T>) {
    co_await detail::join_under(source, std::move(task));
  } else {
    std::optional<T> result;
    co_await detail::join_under(source, detail::leave(std::move(task), result));
    co_return std::move(*result);
  }
}

template <class T>
Task<T> shielded(Task<T> task) {
  if constexpr (std::is_void_v<T>) {
    co_await detail::join_shielded(std::move(task));
  } else {
    std::optional<T> result;
    co_await detail::join_shielded(detail::leave(std::move(task), result));
    co_return std::move(*result);
  }
}

template <class T>
Task<std::vector<T>> all(std::vector<Task<T>> tasks) {
  std::vector<std::optional<T>> places(tasks.size());
  std::vector<Task<>> jobs;
  jobs.reserve(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i)
    jobs.push_back(detail::leave(std::move(tasks[i]), places[i]));
  co_await detail::join(std::move(jobs));
  std::vector<T> results;
  results.reserve(places.size());
  for (auto& place : places) results.push_back(std::move(*place));
  co_return results;
}

template <class T>
Task<base::Result<T>> within(Millis limit, std::string what, Task<base::Result<T>> task) {
  std::optional<base::Result<T>> result;
  const bool late = co_await detail::join_within(limit, detail::leave(std::move(task), result));
  if (late) co_return base::fail(detail::timed_out(limit, what));
  co_return std::move(*result);
}

template <class T>
Task<T> offload(std::function<T(std::stop_token stop)> work) {
  if constexpr (std::is_void_v<T>) {
    co_await detail::join_pool(std::move(work));
  } else {
    std::optional<T> result;
    const std::function<void(std::stop_token)> job = [&result, &work](std::stop_token stop) {
      result.emplace(work(std::move(stop)));
    };
    co_await detail::join_pool(job);
    co_return std::move(*result);
  }
}

}  // namespace io
