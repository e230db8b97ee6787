// A program spoken to over its pipes, one message a line. Three tasks: one reads its messages, one what it says on stderr, one
// writes. Writing is a queue of its own, so that a cancelled request never leaves half a line behind.
//
// What a hostile program can do here is waste its own time: a line without an end, a flood of notifications or of pings and a
// pipe that it does not read end the connection.

#include <boost/json.hpp>

#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "base/try.h"
#include "io/event.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "transport.h"

namespace mcp {

namespace {

using base::Code;

constexpr std::size_t k_unsent_max = std::size_t{32} << 20;
constexpr std::size_t k_strange_lines_max = 1000;   // on stdout and no messages: banners
constexpr std::size_t k_last_words = 600;           // bytes of the log in an error
constexpr io::Millis k_grace{500};

class StdioTransport final : public Transport {
 public:
  StdioTransport(io::Loop& loop, std::unique_ptr<io::Process> process, std::string what)
      : process_(std::move(process)), what_(std::move(what)), unsent_(io::executor_of(loop)), answered_(io::executor_of(loop)),
        scope_(loop) {
    scope_.spawn(read_messages());
    scope_.spawn(read_log());
    scope_.spawn(write_lines());
  }

  void on_message(OnMessage on_message) override { on_message_ = std::move(on_message); }
  void set_version(std::string) override {}

  io::Task<base::Result<json::Value>> request(Request request) override {
    const auto id = id_of(request.message);
    if (!broken_.empty()) co_return failure();
    waiting_[id] = std::nullopt;
    unasked_ = 0;
    send(request.message);
    bool cancelled = co_await io::is_cancelled();
    while (!waiting_[id] && broken_.empty() && !cancelled) {
      co_await answered_.wait();
      cancelled = co_await io::is_cancelled();
    }
    auto answer = std::move(waiting_[id]);
    waiting_.erase(id);
    if (answer) co_return *std::move(answer);
    if (!broken_.empty()) co_return failure();
    tell(cancelled_notice(id));
    co_return base::fail(io::cancelled_error());
  }

  void tell(json::Value message) override { send(message); }

  io::Task<> close() override {
    if (!closed_) co_await io::shielded(close_now());
  }
  [[nodiscard]] bool is_open() const override { return broken_.empty() && !closed_; }
  [[nodiscard]] std::string log() const override { return text::to_valid_utf8(text::clip_front(log_, k_log_max)); }

 private:
  void send(const json::Value& message) {
    if (!broken_.empty() || closed_) return;
    std::string line = json::dump(message) + "\n";
    unsent_bytes_ += line.size();
    if (unsent_bytes_ > k_unsent_max) return give_up("it does not read what it is sent");
    lines_.push_back(std::move(line));
    unsent_.notify();
  }

  void give_up(std::string why) {
    if (!broken_.empty()) return;
    broken_ = std::move(why);
    process_->signal_group(SIGKILL);
    answered_.notify();
    unsent_.notify();
  }

  [[nodiscard]] tl::unexpected<base::Error> failure() const {
    std::string last = log();
    last.erase(last.find_last_not_of(" \r\n") + 1);
    last = std::string(text::clip_front(last, k_last_words));
    if (!last.empty()) last = "; its last words: " + last;
    return base::fail(is_protocol_ ? Code::protocol : Code::unavailable, what_ + ": " + broken_ + last);
  }

  void note(std::string_view bytes) {
    log_ += bytes;
    if (log_.size() > 2 * k_log_max) log_.erase(0, log_.size() - k_log_max);
  }

  io::Task<> write_lines() {
    while (broken_.empty() && !closed_) {
      if (lines_.empty()) {
        co_await unsent_.wait();
        const bool cancelled = co_await io::is_cancelled();
        if (cancelled) co_return;
        continue;
      }
      std::string line = std::move(lines_.front());
      lines_.pop_front();
      unsent_bytes_ -= line.size();
      const auto written = co_await process_->write_in(std::move(line));
      if (!written) co_return;   // the reader says how it ended
    }
  }

  io::Task<> read_log() {
    for (;;) {
      const auto bytes = co_await process_->read_err();
      if (!bytes || bytes->empty()) co_return;
      note(*bytes);
    }
  }

  io::Task<> read_messages() {
    std::string line;
    while (broken_.empty()) {
      const auto bytes = co_await process_->read_out();
      if (!bytes) co_return;   // cancelled: it is being closed
      if (bytes->empty()) break;
      std::string_view rest = *bytes;
      for (auto end = rest.find('\n'); end != std::string_view::npos && broken_.empty(); end = rest.find('\n')) {
        line += rest.substr(0, end);
        rest.remove_prefix(end + 1);
        take(std::exchange(line, {}));
      }
      line += rest;
      if (line.size() > k_message_max) {
        is_protocol_ = true;
        give_up("it sent a message of more than " + std::to_string(k_message_max >> 20) + " MiB");
      }
    }
    if (!broken_.empty()) co_return;
    const auto ended = co_await io::within(k_grace, "the end of a server", process_->wait());
    std::string how = "it closed its output";
    if (ended) how = "it ended with exit code " + std::to_string(ended->code);
    if (ended && ended->signal != 0) how = "it was ended by signal " + std::to_string(ended->signal);
    give_up(std::move(how));
  }

  void take(std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) return;
    const auto message = json::parse(text::is_valid_utf8(line) ? line : text::to_valid_utf8(line));
    if (!message || !message->is_object()) {
      note(text::clip(line, k_last_words));
      note("\n");
      is_protocol_ = ++strange_lines_ > k_strange_lines_max;
      if (is_protocol_) give_up("it writes what are no messages to its standard output");
      return;
    }
    const bool is_answer = json::find(*message, "method") == nullptr;
    const auto found = is_answer ? waiting_.find(id_of(*message)) : waiting_.end();
    if (found != waiting_.end() && !found->second) {
      found->second = *message;
      unasked_ = 0;
      return answered_.notify();
    }
    is_protocol_ = ++unasked_ > k_unasked_max;
    if (is_protocol_) return give_up("it sent more than " + std::to_string(k_unasked_max) + " messages that nobody asked for");
    if (!is_answer && on_message_) on_message_(*message);   // an answer to what was given up is dropped
  }

  io::Task<> close_now() {
    closed_ = true;
    process_->close_in();
    (void)co_await io::within(k_grace, "the end of a server", process_->wait());
    co_await process_->end_group(k_grace);
    if (broken_.empty()) broken_ = "the connection was closed";
    answered_.notify();
    unsent_.notify();
    scope_.cancel();
    co_await scope_.wait();
  }

  std::unique_ptr<io::Process> process_;
  std::string what_, broken_, log_;
  bool is_protocol_ = false, closed_ = false;
  OnMessage on_message_;
  std::map<std::int64_t, std::optional<json::Value>> waiting_;
  std::deque<std::string> lines_;
  std::size_t unsent_bytes_ = 0, strange_lines_ = 0, unasked_ = 0;
  io::Event unsent_, answered_;
  io::Scope scope_;   // last: its tasks use all of the above
};

}  // namespace

json::Value cancelled_notice(std::int64_t id) {
  return json::Object{{"jsonrpc", "2.0"},
                      {"method", "notifications/cancelled"},
                      {"params", json::Object{{"requestId", id}, {"reason", "cancelled"}}}};
}

std::int64_t id_of(const json::Value& message) {
  const auto* id = json::find(message, "id");
  boost::system::error_code wrong;
  const auto number = id == nullptr ? -1 : id->to_number<std::int64_t>(wrong);
  return wrong ? -1 : number;
}

io::Task<base::Result<std::unique_ptr<Transport>>> start_program(io::Launcher launcher, Program program) {
  io::ProcessSpec spec;
  const std::string what = program.argv.empty() ? "" : program.argv.front();
  spec.argv = std::move(program.argv);
  spec.cwd = std::move(program.cwd);
  spec.env = std::move(program.env);
  spec.open_stdin = true;
  spec.merge_stderr = false;
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  co_return std::make_unique<StdioTransport>(launcher.loop(), std::move(process), what);
}

}  // namespace mcp
