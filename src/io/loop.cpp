// How cancellation travels.
//
// Asio cancels one operation of one spawned coroutine, by a signal whose slot that coroutine was
// spawned with. Everything here that runs a task "beside" its caller therefore spawns it with a
// signal of its own (Child), waits for its end on an Event, and when the wait is broken off by a
// cancellation of the caller, passes it on and goes on waiting. So a task never outlives the frame
// that awaits it, and the whole tree below a cancelled task has ended when it returns.
//
// A signal is lost on a coroutine that is not waiting at that moment. But its cancellation state
// keeps it, and every waiting function of io looks there first (is_cancelled), so a task that was
// cancelled between two waits does not wait again.
#include "io/loop.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <list>
#include <mutex>
#include <thread>

#include "io/event.h"

namespace io {

namespace asio = boost::asio;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);

[[noreturn]] void die(const std::exception_ptr& error) {
  const char* what = "an exception of unknown type";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    what = e.what();
    std::fprintf(stderr, "plumb: internal error: a task ended with an exception: %s\n", what);
  } catch (...) {
    std::fprintf(stderr, "plumb: internal error: a task ended with %s\n", what);
  }
  std::abort();
}

void ignore_sigpipe() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction now {};
    if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
      std::signal(SIGPIPE, SIG_IGN);
  });
}

/// Tasks that run beside their owner. Shared with the tasks, so that the signals are still there
/// when a loop is destroyed with tasks in it.
class Group : public std::enable_shared_from_this<Group> {
 public:
  explicit Group(const asio::any_io_executor& executor) : executor_(executor), ended_(executor) {}

  void spawn(Task<> task) {
    const auto child = children_.emplace(children_.end());
    auto on_end = [self = shared_from_this(), child](const std::exception_ptr& error) {
      self->end(child, error);
    };
    asio::co_spawn(executor_, root(*child, std::move(task)),
                   asio::bind_cancellation_slot(child->signal.slot(), std::move(on_end)));
  }

  void cancel() {
    for (auto& child : children_) {
      child.cancelled = true;
      if (child.started) child.signal.emit(asio::cancellation_type::terminal);
    }
  }

  [[nodiscard]] bool empty() const { return children_.empty(); }

  /// Waits for all; a cancellation of the caller cancels them.
  Task<> wait() {
    while (!empty()) {
      // GCC 12 makes a trap of `if (co_await f()) g();` here: conditions get a name.
      const bool cancelled = co_await is_cancelled();
      if (cancelled) cancel();
      co_await ended_.wait();
    }
    if (error_) std::rethrow_exception(error_);
  }

  /// The same, but the caller's cancellation does not reach them.
  Task<> wait_shielded() {
    while (!empty()) co_await ended_.wait();
    if (error_) std::rethrow_exception(error_);
  }

  bool die_on_error = false;

 private:
  struct Child {
    asio::cancellation_signal signal;
    bool started = false, cancelled = false;
  };

  /// The first frame of each spawned chain. Until it has run, asio would throw on a cancelled
  /// coroutine; so a cancellation that comes before waits for it.
  static Task<> root(Child& child, Task<> task) {
    co_await asio::this_coro::throw_if_cancelled(false);
    child.started = true;
    if (child.cancelled) child.signal.emit(asio::cancellation_type::terminal);
    co_await std::move(task);
  }

  void end(std::list<Child>::iterator child, const std::exception_ptr& error) {
    if (error && die_on_error) die(error);
    if (error && !error_) error_ = error;
    children_.erase(child);
    if (empty()) ended_.notify();
  }

  asio::any_io_executor executor_;
  Event ended_;
  std::list<Child> children_;
  std::exception_ptr error_;
};

Task<std::shared_ptr<Group>> make_group() {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  co_return std::make_shared<Group>(executor);
}

}  // namespace

// ---- Event ----

Event::Event(const asio::any_io_executor& executor)
    : never_(executor, asio::steady_timer::time_point::max()) {}

Task<> Event::wait() { co_await never_.async_wait(k_as_tuple); }

void Event::notify() { never_.cancel(); }

base::Error cancelled_error() { return {base::Code::cancelled, "cancelled"}; }

// ---- Loop ----

struct Loop::Impl {
  asio::io_context context{1};
  std::unique_ptr<asio::thread_pool> pool;          // made at the first use
  std::vector<std::stop_source*> jobs;              // of the pool, for the destructor

  asio::thread_pool& threads() {
    if (!pool) pool = std::make_unique<asio::thread_pool>(std::max(2U, std::thread::hardware_concurrency()));
    return *pool;
  }
};

namespace {

/// Leads from an executor back to its Loop.
struct LoopService : asio::execution_context::service {
  using key_type = LoopService;
  static inline asio::execution_context::id id;
  explicit LoopService(asio::execution_context& context) : service(context) {}
  void shutdown() override {}
  Loop::Impl* impl = nullptr;
};

Loop::Impl& impl_of(const asio::any_io_executor& executor) {
  auto& context = asio::query(executor, asio::execution::context);
  return *asio::use_service<LoopService>(context).impl;
}

}  // namespace

asio::any_io_executor executor_of(Loop& loop) { return loop.impl().context.get_executor(); }

Loop::Loop() : impl_(std::make_unique<Impl>()) {
  ignore_sigpipe();
  asio::use_service<LoopService>(impl_->context).impl = impl_.get();
}

Loop::~Loop() {
  for (auto* job : impl_->jobs) job->request_stop();
  if (impl_->pool) impl_->pool->join();
}

void Loop::drive(Task<> main) {
  auto& context = impl_->context;
  const auto stay = asio::make_work_guard(context);
  const auto group = std::make_shared<Group>(context.get_executor());
  group->die_on_error = true;
  group->spawn(std::move(main));
  context.restart();
  try {
    while (!group->empty()) context.run_one();
  } catch (...) {
    die(std::current_exception());
  }
}

void Loop::post(std::function<void()> f) { asio::post(impl_->context, std::move(f)); }

// ---- waiting ----

Task<bool> is_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

Task<base::Result<>> sleep(Millis time) {
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return base::fail(cancelled_error());
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, time);
  const auto [error] = co_await timer.async_wait(k_as_tuple);
  if (error) co_return base::fail(cancelled_error());
  co_return base::Result<>();
}

// ---- CancelSource ----

struct CancelSource::Impl {
  bool cancelled = false;
  std::vector<std::weak_ptr<Group>> groups;   // weak: a source may outlive the loop
};

CancelSource::CancelSource() : impl_(std::make_unique<Impl>()) {}
CancelSource::~CancelSource() = default;
CancelSource::CancelSource(CancelSource&&) noexcept = default;
bool CancelSource::cancelled() const { return impl_->cancelled; }
void CancelSource::cancel() {
  impl_->cancelled = true;
  for (const auto& each : impl_->groups)
    if (const auto group = each.lock()) group->cancel();
}

// ---- tasks beside the caller ----

namespace detail {

Task<> join(std::vector<Task<>> tasks) {
  const auto group = co_await make_group();
  for (auto& task : tasks) group->spawn(std::move(task));
  co_await group->wait();
}

Task<> join_under(CancelSource& source, Task<> task) {
  const auto group = co_await make_group();
  auto& groups = source.impl().groups;
  groups.push_back(group);
  group->spawn(std::move(task));
  if (source.cancelled()) group->cancel();
  std::exception_ptr error;
  try {
    co_await group->wait();
  } catch (...) {
    error = std::current_exception();
  }
  std::erase_if(groups, [&](const auto& each) { return each.lock() == group; });
  if (error) std::rethrow_exception(error);
}

Task<> join_shielded(Task<> task) {
  // Its own group does not look at the caller's cancellation; the wait, once broken off by it,
  // is made again.
  const auto group = co_await make_group();
  group->spawn(std::move(task));
  co_await group->wait_shielded();
}

Task<bool> join_within(Millis limit, Task<> task) {
  const auto group = co_await make_group();
  group->spawn(std::move(task));
  const auto late = std::make_shared<bool>(false);
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  asio::steady_timer deadline(executor, limit);
  auto on_deadline = [group, late](const boost::system::error_code& error) {
    if (error || group->empty()) return;
    *late = true;
    group->cancel();
  };
  deadline.async_wait(on_deadline);
  co_await group->wait();
  co_return *late;
}

base::Error timed_out(Millis limit, const std::string& what) {
  return {base::Code::timeout, fmt::format("{}: not done within {:.1f} s", what,
                                           static_cast<double>(limit.count()) / 1000)};
}

namespace {

struct Job {
  explicit Job(const asio::any_io_executor& executor) : ended(executor) {}
  std::stop_source stop;
  std::exception_ptr error;   // written by the pool before it posts, read after
  bool done = false;
  Event ended;
};

void work_on(const std::shared_ptr<Job>& job, const std::function<void(std::stop_token)>& work) {
  try {
    work(job->stop.get_token());
  } catch (...) {
    job->error = std::current_exception();
  }
}

}  // namespace

Task<> join_pool(std::function<void(std::stop_token)> work) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  auto& loop = impl_of(executor);
  const auto job = std::make_shared<Job>(executor);
  auto in_pool = [job, &work, &loop] {
    work_on(job, work);
    asio::post(loop.context, [job] {
      job->done = true;
      job->ended.notify();
    });
  };
  loop.jobs.push_back(&job->stop);
  asio::post(loop.threads(), std::move(in_pool));
  while (!job->done) {
    const bool cancelled = co_await is_cancelled();
    if (cancelled) job->stop.request_stop();
    co_await job->ended.wait();
  }
  std::erase(loop.jobs, &job->stop);
  if (job->error) std::rethrow_exception(job->error);
}

}  // namespace detail

Task<> all(std::vector<Task<>> tasks) { co_await detail::join(std::move(tasks)); }

// ---- Scope ----

struct Scope::Impl : Group {
  using Group::Group;
};

Scope::Scope(Loop& loop) : impl_(std::make_shared<Impl>(executor_of(loop))) { impl_->die_on_error = true; }
// Tasks are left in it only when the whole loop goes down: then they must at least not wait again.
Scope::~Scope() { impl_->cancel(); }
void Scope::spawn(Task<> task) { impl_->spawn(std::move(task)); }
void Scope::cancel() { impl_->cancel(); }
Task<> Scope::wait() {
  const auto keep = impl_;
  co_await keep->wait();
}

}  // namespace io
