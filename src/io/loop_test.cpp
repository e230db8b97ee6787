#include "io/loop.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "promised_time.h"

namespace io {
namespace {

using base::Code;
using base::Result;
using Clock = std::chrono::steady_clock;

constexpr Millis k_long{60000};

Task<int> answer() { co_return 42; }
Task<> nothing() { co_return; }

Task<> cancel_later(CancelSource& source) {
  const auto slept = co_await sleep(Millis(5));
  EXPECT_TRUE(slept);
  source.cancel();
}

/// Runs `task` cancelled after a moment and says how long that took.
template <class T>
Task<Millis> time_to_cancel(Task<T> task, std::optional<T>& result) {
  CancelSource source;
  std::vector<Task<>> both;
  both.push_back(detail::leave(cancellable(source, std::move(task)), result));
  both.push_back(cancel_later(source));
  const auto began = Clock::now();
  co_await all(std::move(both));
  co_return std::chrono::duration_cast<Millis>(Clock::now() - began);
}

template <class T>
std::optional<T> cancelled_soon(Task<T> task) {
  Loop loop;
  std::optional<T> result;
  const Millis took = loop.run(time_to_cancel(std::move(task), result));
  EXPECT_LT(took, k_promised);
  return result;
}

TEST(Loop, ReturnsWhatMainReturns) {
  Loop loop;
  EXPECT_EQ(loop.run(answer()), 42);
  loop.run(nothing());
  EXPECT_EQ(loop.run(answer()), 42);
}

Task<std::unique_ptr<int>> move_only() { co_return std::make_unique<int>(7); }

TEST(Loop, TakesResultsThatOnlyMove) {
  Loop loop;
  EXPECT_EQ(*loop.run(move_only()), 7);
}

Task<std::thread::id> posted_from_elsewhere(Loop& loop) {
  std::thread::id seen;
  CancelSource wake;
  std::thread other([&] {
    loop.post([&] {
      seen = std::this_thread::get_id();
      wake.cancel();
    });
  });
  const auto slept = co_await cancellable(wake, sleep(k_long));
  EXPECT_FALSE(slept);
  other.join();
  co_return seen;
}

TEST(Loop, RunsWhatAnotherThreadPosts) {
  Loop loop;
  EXPECT_EQ(loop.run(posted_from_elsewhere(loop)), std::this_thread::get_id());
}

Task<> throws() {
  throw std::runtime_error("on purpose");
  co_return;
}

TEST(LoopDeath, ExceptionThatLeavesMainEndsTheProgramWithItsText) {
  EXPECT_DEATH(
      {
        Loop loop;
        loop.run(throws());
      },
      "on purpose");
}

TEST(Cancel, ReachesASleep) {
  const auto result = cancelled_soon(sleep(k_long));
  ASSERT_TRUE(result && !*result);
  EXPECT_EQ(result->error().code, Code::cancelled);
}

Task<Result<>> sleep_deep(int depth) {
  if (depth == 0) {
    CO_TRY_DO(co_await sleep(k_long));
  } else {
    CO_TRY_DO(co_await sleep_deep(depth - 1));
  }
  co_return Result<>();
}

TEST(Cancel, ReachesASleepBelowManyFrames) {
  const auto result = cancelled_soon(sleep_deep(100));
  ASSERT_TRUE(result && !*result);
}

Task<std::vector<Result<>>> three_sleeps() {
  std::vector<Task<Result<>>> tasks;
  for (int i = 0; i < 3; ++i) tasks.push_back(sleep_deep(i));
  co_return co_await all(std::move(tasks));
}

TEST(Cancel, ReachesAllOfAll) {
  const auto results = cancelled_soon(three_sleeps());
  ASSERT_TRUE(results);
  for (const auto& each : *results) EXPECT_EQ(each.error().code, Code::cancelled);
}

TEST(Cancel, ReachesBelowWithin) {
  const auto result = cancelled_soon(within(k_long, "sleeping", sleep(k_long)));
  ASSERT_TRUE(result && !*result);
  EXPECT_EQ(result->error().code, Code::cancelled);
}

Task<int> count_waits() {
  int waits = 0;
  while (true) {
    const auto slept = co_await sleep(waits == 0 ? k_long : Millis(0));
    if (!slept && ++waits == 3) co_return waits;
    if (slept) co_return -1;
  }
}

TEST(Cancel, IsStillThereAtTheNextWait) { EXPECT_EQ(cancelled_soon(count_waits()), 3); }

Task<Result<>> cancelled_before() {
  CancelSource source;
  source.cancel();
  co_return co_await cancellable(source, sleep(k_long));
}

TEST(Cancel, BeforeTheTaskBeginsIsSeenByTheTask) {
  Loop loop;
  const auto result = loop.run(cancelled_before());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::cancelled);
}

Task<bool> cancels_itself(CancelSource& source) {
  source.cancel();
  const bool seen = co_await is_cancelled();
  const auto slept = co_await sleep(k_long);
  co_return seen && !slept;
}

Task<bool> run_cancels_itself() {
  CancelSource source;
  const bool inside = co_await cancellable(source, cancels_itself(source));
  const bool outside = co_await is_cancelled();
  co_return inside && !outside;
}

TEST(Cancel, FromInsideStaysInside) {
  Loop loop;
  EXPECT_TRUE(loop.run(run_cancels_itself()));
}

Task<bool> clean_up() {
  const auto slept = co_await sleep(Millis(20));
  co_return slept.has_value();
}

Task<bool> cleans_up_when_cancelled() {
  (void)co_await sleep(k_long);
  const bool cleaned = co_await shielded(clean_up());
  co_return cleaned && co_await is_cancelled();
}

TEST(Cancel, DoesNotReachWhatIsShielded) { EXPECT_EQ(cancelled_soon(cleans_up_when_cancelled()), true); }

Task<int> number_after(int number, Millis time) {
  const auto slept = co_await sleep(time);
  co_return slept ? number : -1;
}

Task<std::vector<int>> numbers() {
  std::vector<Task<int>> tasks;
  for (int i = 0; i < 5; ++i) tasks.push_back(number_after(i, Millis(10 - 2 * i)));
  co_return co_await all(std::move(tasks));
}

TEST(All, GivesResultsInTheOrderOfTheTasks) {
  Loop loop;
  EXPECT_EQ(loop.run(numbers()), (std::vector<int>{0, 1, 2, 3, 4}));
}

Task<std::size_t> none() {
  std::vector<Task<int>> tasks;
  const auto results = co_await all(std::move(tasks));
  co_return results.size();
}

TEST(All, OfNothingIsNothing) {
  Loop loop;
  EXPECT_EQ(loop.run(none()), 0U);
}

Task<std::string> catches_from_all() {
  std::vector<Task<>> tasks;
  tasks.push_back(throws());
  tasks.push_back(nothing());
  try {
    co_await all(std::move(tasks));
  } catch (const std::exception& e) {
    co_return e.what();
  }
  co_return "";
}

TEST(All, PassesAnExceptionOnWhenAllHaveEnded) {
  Loop loop;
  EXPECT_EQ(loop.run(catches_from_all()), "on purpose");
}

TEST(Within, EndsATaskThatTakesTooLong) {
  Loop loop;
  const auto began = Clock::now();
  const auto result = loop.run(within(Millis(10), "the nap", sleep(k_long)));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::timeout);
  EXPECT_EQ(result.error().what, "the nap: not done within 0.0 s");
  EXPECT_LT(Clock::now() - began, k_promised);
}

TEST(Within, GivesTheResultOfATaskInTime) {
  Loop loop;
  EXPECT_TRUE(loop.run(within(k_long, "the nap", sleep(Millis(1)))));
}

TEST(Offload, WorksOnAnotherThread) {
  Loop loop;
  const std::function<std::thread::id(std::stop_token)> work = [](const std::stop_token&) {
    return std::this_thread::get_id();
  };
  EXPECT_NE(loop.run(offload(work)), std::this_thread::get_id());
}

TEST(Offload, TellsTheWorkThatItWasCancelled) {
  const std::function<bool(std::stop_token)> work = [](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
    return true;
  };
  EXPECT_EQ(cancelled_soon(offload(work)), true);
}

Task<std::string> catches_from_pool() {
  const std::function<int(std::stop_token)> work = [](const std::stop_token&) -> int {
    throw std::runtime_error("in the pool");
  };
  try {
    co_await offload(work);
  } catch (const std::exception& e) {
    co_return e.what();
  }
  co_return "";
}

TEST(Offload, BringsAnExceptionBack) {
  Loop loop;
  EXPECT_EQ(loop.run(catches_from_pool()), "in the pool");
}

Task<> add_after(Millis time, int& sum, int number) {
  const auto slept = co_await sleep(time);
  sum += slept ? number : 100 * number;
}

Task<> scope_of_two(Loop& loop, int& sum, bool cancel) {
  Scope scope(loop);
  scope.spawn(add_after(Millis(1), sum, 1));
  scope.spawn(add_after(cancel ? k_long : Millis(2), sum, 2));
  if (cancel) {
    (void)co_await sleep(Millis(10));
    scope.cancel();
  }
  co_await scope.wait();
}

TEST(Scope, WaitsForItsTasks) {
  Loop loop;
  int sum = 0;
  loop.run(scope_of_two(loop, sum, false));
  EXPECT_EQ(sum, 3);
}

TEST(Scope, CancelsItsTasks) {
  Loop loop;
  int sum = 0;
  loop.run(scope_of_two(loop, sum, true));
  EXPECT_EQ(sum, 201);
}

TEST(Loop, CanBeDestroyedWithTasksInIt) {
  int sum = 0;
  std::optional<Scope> scope;
  {
    Loop loop;
    Scope left(loop);
    left.spawn(add_after(k_long, sum, 1));
    loop.run(nothing());
    (void)loop.run(within(Millis(1), "nothing", sleep(k_long)));
  }
  EXPECT_EQ(sum, 0);
}

TEST(Loop, RunsAHundredThousandTasks) {
  Loop loop;
  std::vector<Task<int>> tasks;
  for (int i = 0; i < 100000; ++i) tasks.push_back(answer());
  EXPECT_EQ(loop.run(all(std::move(tasks))).size(), 100000U);
}

}  // namespace
}  // namespace io
