#include "plain.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/json.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <optional>

#include "base/file.h"
#include "base/try.h"
#include "clean.h"
#include "diff_view.h"
#include "facts.h"
#include "io/event.h"
#include "io/signals.h"
#include "slash.h"
#include "transcript.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_line_max = std::size_t{1} << 20;
constexpr std::size_t k_diff_shown = 2000;

constexpr std::string_view k_help =
    "A line is your message; while the model works it is said to it at once. Ctrl-C stops the run, Ctrl-D leaves.\n"
    "/queue TEXT  after this run        /stop        end the run\n"
    "/undo, /redo [STEP]                /diff [STEP]\n"
    "/model NAME, /effort LEVEL         /status, /plan\n"
    "/sessions, /resume ID, /new        /rename NAME, /fork\n"
    "/quit\n"
    "When effects are held: a applies them, x refuses them, k keeps them for later, d shows the diff.\n"
    "/apply, /drop [PATH]               of all that is held, or of one path\n";

class Plain {
 public:
  Plain(io::Loop& loop, plumb::Host& host, Options options, base::Fd fd)
      : loop_(loop), host_(host), options_(std::move(options)), in_(io::executor_of(loop), fd.release()), ended_(io::executor_of(loop)) {
    reset();
  }

  io::Task<base::Result<int>> run() {
    io::Signals signals(loop_, {SIGINT, SIGTERM, SIGHUP}, [this](int signal) {
      if (signal != SIGINT) return quit(128 + signal);
      if (!is_running()) return quit(0);
      host_.cancel(id_, [](const base::Result<>&) {});
      print("stopping");
    });
    print("plumb " + options_.version + ", lines only. /help tells what can be typed.");
    if (options_.pick) list_sessions();
    if (!options_.session.empty()) open(options_.session);
    wait_for_bytes();
    while (!exit_) co_await ended_.wait();
    boost::system::error_code ignored;   // nothing waits, then there is nothing to cancel
    in_.cancel(ignored);
    watching_ = {};
    if (!facts_.prompts.empty()) print("go on with it: plumb --plain --resume " + id_);
    co_return *exit_;
  }

 private:
  void quit(int code) {
    if (!exit_) exit_ = code;
    ended_.notify();
  }
  [[nodiscard]] bool is_running() const { return info_.state == plumb::State::running || info_.state == plumb::State::needs_you; }

  static void print(const std::string& text) {
    std::fputs((clean(text) + "\n").c_str(), stdout);
    std::fflush(stdout);
  }
  void flush() {
    if (!caught_up_) return;
    for (const auto& line : transcript_->take()) std::fputs((paint(line, Colours::bare) + "\n").c_str(), stdout);
    std::fflush(stdout);
  }

  void reset() {
    watching_ = {};
    id_.clear();
    info_ = {};
    facts_ = {};
    asked_ = 0;
    caught_up_ = true;
    transcript_ = std::make_unique<Transcript>(
        [this](const std::string& step, std::function<void(std::string)> then) {
          host_.diff(id_, step, [then = std::move(then), alive = std::weak_ptr<char>(alive_)](const base::Result<std::string>& diff) {
            if (!alive.expired()) then(diff ? *diff : std::string());   // the names are shown in any case
          });
        },
        [this] { flush(); });
  }

  void open(const std::string& id) {
    reset();
    id_ = id;
    caught_up_ = false;
    plumb::Observer observer;
    observer.on_event = [this](const plumb::Event& event) {
      const auto payload = json::parse(event.payload);
      if (!payload) return;   // a line of a damaged log: what can be read is shown
      facts_.event(event, *payload);
      if (event.type == "user.message" && caught_up_ && json::string_or(json::find(*payload, "by")).empty()) return;   // it was typed here
      if (event.type == "tool.call" && caught_up_) print("running " + member(*payload, "name") + " " + clean_line(about_call(*payload)));
      transcript_->event(event, *payload, caught_up_ ? When::now : When::replay);
      flush();
      ask();
    };
    observer.on_live = [this](const plumb::Live& live) {
      transcript_->live(live);
      flush();
    };
    observer.on_state = [this](const plumb::SessionInfo& row) {
      const bool was_running = is_running();
      info_ = row;
      caught_up_ = true;
      flush();
      if (was_running && !is_running()) print("ready.");
      ask();
    };
    watching_ = host_.observe(id, 1, std::move(observer));
  }

  /// What the run waits for, now; null = for nothing.
  [[nodiscard]] const HeldStep* question() const {
    return caught_up_ && info_.state == plumb::State::needs_you && facts_.asked ? &*facts_.asked : nullptr;
  }

  /// Once each.
  void ask() {
    if (question() == nullptr || question()->seq == asked_) return;
    const auto& held = *question();
    asked_ = held.seq;
    print("held: " + clean_line(first_line(held.what)));
    for (const auto& one : held.effects) print("  " + clean_line(one.change + " " + one.path + (one.why.empty() ? "" : ", " + one.why)));
    print("a applies, x refuses, k keeps it for later, d shows the diff:");
  }

  void wait_for_bytes() {
    in_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
      if (alive.expired() || error) return;
      std::array<char, 65536> bytes;   // NOLINT: read() fills it
      const auto n = ::read(in_.native_handle(), bytes.data(), bytes.size());
      if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return quit(0);
      if (n > 0) typed({bytes.data(), static_cast<std::size_t>(n)});
      if (!exit_) wait_for_bytes();
    });
  }

  void typed(std::string_view bytes) {
    line_ += bytes;
    for (auto end = line_.find('\n'); end != std::string::npos && !exit_; end = line_.find('\n')) {
      const auto text = clean(std::string_view(line_).substr(0, end));
      line_.erase(0, end + 1);
      line(text);
    }
    if (line_.size() > k_line_max) line_.clear();
  }

  void line(const std::string& text) {
    if (text.find_first_not_of(' ') == std::string::npos) return;
    if (question() != nullptr && question()->seq == asked_ && text.size() == 1 && held(text[0])) return;
    if (text.front() == '/' && slash(text)) return;
    if (text.front() == '!' && text.size() > 1) return print("! your shell is not in --plain (with a blank in front it is a message)");
    if (is_running()) {
      host_.steer(id_, text, told("said to the model"));
      return;
    }
    prompt(text);
  }

  bool held(char letter) {
    const auto step = question()->step;
    if (letter == 'd') {
      show_diff(step);
      return true;
    }
    if (letter != 'a' && letter != 'x' && letter != 'k') return false;
    host_.answer(id_, step, letter == 'a' ? plumb::Answer::apply : letter == 'x' ? plumb::Answer::drop : plumb::Answer::keep, {}, told(""));
    return true;
  }

  plumb::Done told(std::string good) {
    return [good = std::move(good), alive = std::weak_ptr<char>(alive_)](const base::Result<>& done) {
      if (alive.expired()) return;
      if (!done) print("! " + done.error().what);
      else if (!good.empty()) print(good);
    };
  }

  void prompt(const std::string& text) {
    if (id_.empty()) {
      plumb::NewSession wanted;
      wanted.cwd = options_.cwd;
      wanted.model = options_.model;
      wanted.effort = options_.effort;
      const auto made = host_.create(std::move(wanted));
      if (!made) return print("! " + made.error().what);
      open(*made);
      caught_up_ = true;
    }
    const auto seq = facts_.last_seq;
    const auto begun = host_.prompt(id_, {text, {}}, [this, seq, alive = std::weak_ptr<char>(alive_)](const plumb::Ended& ended) {
      if (!alive.expired() && ended.end == "failed" && facts_.last_seq == seq) print("! " + ended.error);
    });
    if (!begun) print("! " + begun.error().what);
    else print(is_running() ? "after this run" : "working");
  }

  void show_diff(const std::string& step) {
    host_.diff(id_, step, [alive = std::weak_ptr<char>(alive_)](const base::Result<std::string>& diff) {
      if (alive.expired()) return;
      if (!diff) return print("! " + diff.error().what);
      for (const auto& one : diff_lines(*diff, k_diff_shown)) print(one.text());
      if (diff->empty()) print("nothing was changed so far");
    });
  }

  /// The question that is open, or all that is held.
  void decide(plumb::Answer answer, const std::string& path) {
    std::vector<std::string> paths;
    if (!path.empty()) paths.push_back(path);
    if (question() != nullptr) return host_.answer(id_, question()->step, answer, std::move(paths), told(""));
    change(answer == plumb::Answer::apply ? plumb::Verb::apply : plumb::Verb::drop, "", std::move(paths));
  }

  void change(plumb::Verb verb, const std::string& step, std::vector<std::string> paths = {}) {
    host_.change(id_, verb, step, std::move(paths), [alive = std::weak_ptr<char>(alive_)](const base::Result<plumb::Changed>& changed) {
      if (alive.expired()) return;
      if (!changed) print("! " + changed.error().what);
      else if (changed->restored.empty() && changed->conflicts.empty()) print("there was nothing to do");
    });
  }

  void list_sessions() {
    auto found = host_.list(options_.cwd, "", 20);
    if (!found) return print("! " + found.error().what);
    std::erase_if(*found, [](const plumb::SessionInfo& one) { return !one.resumable; });
    for (const auto& one : *found) print(one.id + "  " + (one.status.empty() ? "" : one.status + "  ") + clean_line(first_line(one.title)));
    print(found->empty() ? "there are no sessions of this folder" : "/resume ID goes on with one");
  }

  void choose(const std::string& model, const std::string& effort) {
    if (model.empty() && effort.empty()) return status();
    if (const auto fits = fits_choice(options_, model, effort); !fits) return print("! " + fits.error().what);
    if (!id_.empty())
      if (const auto done = host_.set_model(id_, model, effort); !done) return print("! " + done.error().what);
    if (!model.empty()) options_.model = model;
    if (!effort.empty()) options_.effort = effort;
    print("from the next message on");
  }

  void resume(const std::string& name) {
    const auto info = host_.info(name, options_.cwd);
    if (!info) return print("! " + info.error().what);
    open(info->id);
  }

  void status() {
    print("session " + (id_.empty() ? std::string("begins with your first message") : id_ + ", " + std::string(plumb::name(info_.state))));
    print("model " + (facts_.model.empty() ? options_.model.empty() ? options_.configured_model : options_.model : facts_.model));
    if (facts_.tokens_in > 0) print(grouped(facts_.tokens_in) + " tokens in, " + grouped(facts_.tokens_out) + " out" + (facts_.cost_usd > 0 ? ", " + dollars(facts_.cost_usd) : ""));
    if (!facts_.status.empty()) print(facts_.status + "  " + facts_.reason);
  }

  /// A word that nobody knows is a slip; a path is what it is.
  bool refuse(const std::string& name) {
    const auto all = options_.commands ? options_.commands() : std::vector<UserCommand>();
    const bool known = std::any_of(all.begin(), all.end(), [&](const UserCommand& one) { return one.name == name; });
    if (known || !is_slip(name)) return false;
    print("! there is no command /" + name + " here: /help lists them (with a blank in front it is a message)");
    return true;
  }

  bool slash(const std::string& text) {
    const auto end = std::min(text.find(' '), text.size());
    const auto name = text.substr(1, end - 1);
    const auto rest = end < text.size() ? text.substr(text.find_first_not_of(' ', end) == std::string::npos ? text.size() : text.find_first_not_of(' ', end)) : std::string();
    const bool needs = name == "apply" || name == "drop" || name == "undo" || name == "redo" || name == "diff" || name == "rename" || name == "fork" || name == "stop" || name == "queue";
    if (needs && id_.empty()) print("the session begins with your first message");
    else if (name == "help") print(std::string(k_help));
    else if (name == "quit" || name == "exit") quit(0);
    else if (name == "queue") prompt(rest);
    else if (name == "stop") host_.cancel(id_, told("stopping"));
    else if (name == "undo") change(plumb::Verb::undo, rest);
    else if (name == "redo") change(plumb::Verb::redo, rest);
    else if (name == "apply") decide(plumb::Answer::apply, rest);
    else if (name == "drop") decide(plumb::Answer::drop, rest);
    else if (name == "diff") show_diff(rest);
    else if (name == "status") status();
    else if (name == "plan") for (const auto& one : facts_.plan) print(one.status + ": " + one.text);
    else if (name == "model") choose(rest, "");
    else if (name == "effort") choose("", rest);
    else if (name == "sessions") list_sessions();
    else if (name == "rename") host_.rename(id_, rest, told("renamed"));
    else if (name != "resume" && name != "new" && name != "fork") return refuse(name);
    else if (is_running()) print("! the session is at work: /stop ends it");
    else if (name == "resume") rest.empty() ? list_sessions() : resume(rest);
    else if (name == "new") reset();
    else if (const auto made = host_.fork(id_, 0); made) resume(*made);
    else print("! " + made.error().what);
    return true;
  }

  io::Loop& loop_;
  plumb::Host& host_;
  Options options_;
  boost::asio::posix::stream_descriptor in_;
  io::Event ended_;
  std::optional<int> exit_;
  std::string line_;
  std::string id_;
  plumb::SessionInfo info_;
  Facts facts_;
  bool caught_up_ = true;
  std::uint64_t asked_ = 0;   ///< HeldStep::seq of the question that was printed
  std::unique_ptr<Transcript> transcript_;
  plumb::Subscription watching_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace

io::Task<base::Result<int>> run_plain(io::Loop& loop, plumb::Host& host, Options options) {
  std::array<char, 256> name{};
  if (::isatty(STDIN_FILENO) != 1 || ::ttyname_r(STDIN_FILENO, name.data(), name.size()) != 0)
    co_return base::fail(base::Code::unsupported, "standard input is no terminal");
  base::Fd fd(::open(name.data(), O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) co_return base::fail_errno("cannot open the terminal");
  Plain plain(loop, host, std::move(options), std::move(fd));
  co_return co_await plain.run();
}

}  // namespace tui
