#pragma once
// The controller of the interactive terminal: keys in, calls of the Host out, events folded into what is shown. One thread, that
// of the loop; nothing wakes it while nothing happens (a timer ticks only while something runs).
//   interactive.cpp  its life: start, signals, timers, end          draw.cpp      what the live area is made of
//   input.cpp        keys                                           work.cpp      prompt, steer, queue, stop, held effects
//   sessions.cpp     opening, switching, choosing, rewinding        held.cpp      deciding about what is held
//   slash.cpp        /commands                                      user_shell.cpp  !commands

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "completion.h"
#include "editor.h"
#include "facts.h"
#include "history.h"
#include "io/event.h"
#include "io/process.h"
#include "picker.h"
#include "screen.h"
#include "terminal.h"
#include "transcript.h"
#include "tui/tui.h"

namespace tui {

class Interactive {
 public:
  Interactive(io::Loop& loop, plumb::Host& host, Options options, std::unique_ptr<Terminal> terminal);
  ~Interactive();
  Interactive(const Interactive&) = delete;
  io::Task<base::Result<int>> run();

 private:
  struct Open {
    std::string id;
    plumb::SessionInfo info;
    Facts facts;
    plumb::Subscription watching;
    bool caught_up = false;
    bool cancelling = false;
    std::uint64_t question_shown = 0;   ///< HeldStep::seq of the question that stands on the screen; 0 = none does
  };
  /// A command of the user's own at work, or one whose output goes to the model with the next message.
  struct UserShell {
    std::string command;
    std::string line;                ///< that is not whole yet
    std::string kept;                ///< for the model
    bool tell = true;
    std::int64_t begun_ms = 0, stopped_ms = 0;
    std::unique_ptr<io::Process> process;
    io::CancelSource stop;
  };
  /// What goes with a message besides its text.
  struct Enclosed {
    std::vector<std::string> context;      ///< commands of the user's own, with their outputs
    std::vector<plumb::Image> images;
  };
  /// One path of a held step, and what shall become of it.
  struct PathChoice {
    std::string path, detail;
    plumb::Answer answer = plumb::Answer::keep;
  };

  // ---- life
  void signalled(int signal);
  void take_notices();
  void quit(int code);
  void suspend();
  void resized();
  void tick();
  void draw_soon();
  void draw();
  [[nodiscard]] std::weak_ptr<char> alive() const { return alive_; }

  // ---- what is shown
  void say(Lines lines);
  void say(std::string text, Tone tone = Tone::dim);
  void complain(const std::string& what);
  void hint(std::string text);
  Lines held_lines(std::size_t columns, std::size_t rows_max) const;
  Lines queue_lines(std::size_t columns) const;
  [[nodiscard]] Line work_line() const;
  [[nodiscard]] Line status_line(std::size_t columns) const;

  // ---- keys
  void bytes(std::string_view bytes);
  void key(const Key& key);
  bool picker_key(const Key& key);
  bool completion_key(const Key& key);
  bool held_key(const Key& key);
  bool command_key(const Key& key);
  void escape();
  void interrupt();
  void enter(bool later);
  void up();
  void down();
  void edited();
  void paste(const std::string& text);
  [[nodiscard]] std::optional<plumb::Image> image_at(const std::string& path) const;
  bool add_image(const std::string& path);
  [[nodiscard]] std::vector<plumb::Image> named_images(const std::string& text) const;
  [[nodiscard]] const std::vector<PickerRow>& commands();
  void load_files();

  // ---- work
  void submit(const std::string& text, bool later);
  void prompt(const std::string& text, std::vector<plumb::Image> named);
  void not_begun(const plumb::Ended& ended, const std::string& text, const Enclosed& with, std::uint64_t seq);
  void steer(const std::string& text);
  void stop_run();
  void change(plumb::Verb verb, std::string step);
  void event(const plumb::Event& event);
  void state(const plumb::SessionInfo& info);
  [[nodiscard]] bool is_running() const;
  Enclosed take_enclosed() { return std::exchange(enclosed_, {}); }
  void put_back(const Enclosed& enclosed);

  // ---- sessions
  bool ensure_session();
  void open(const std::string& id);
  void close_session();
  void choose_session();
  void search_sessions(const std::string& query, bool everywhere);
  void choose_rewind();
  void rewind_to(const PromptAt& to, bool tree, bool conversation);
  void rewind_conversation(const std::string& id, const PromptAt& to);
  void choose_model();
  void set_model(const std::string& model, const std::string& effort);

  // ---- what is held
  [[nodiscard]] const HeldStep* question() const;
  void question_drawn();
  void answer(plumb::Answer answer);
  void choose_held();
  void choose_paths(const std::string& step);
  void decide(const std::string& step, const std::vector<PathChoice>& choices);
  [[nodiscard]] std::function<void(const base::Result<>&)> or_complain();

  // ---- commands
  bool slash(const std::string& text);
  void show_diff(const std::string& step);
  void show_status();
  void show_usage();
  void run_shell(std::string command, bool tell);
  io::Task<> shell_task(std::shared_ptr<UserShell> shell);
  static io::Task<base::Result<std::string>> next_output(UserShell& shell);
  static io::Task<base::Result<io::ExitStatus>> end_of(UserShell& shell);
  void shell_output(UserShell& shell, std::string_view bytes);
  void stop_shell();

  io::Loop& loop_;
  plumb::Host& host_;
  Options options_;
  std::unique_ptr<Terminal> terminal_;
  Screen screen_;
  KeyDecoder decoder_;
  Editor editor_;
  History history_;
  std::unique_ptr<Transcript> transcript_;
  std::unique_ptr<Open> open_;
  Completion completion_;
  FuzzyNames files_;
  bool files_loading_ = false;
  std::int64_t files_ms_ = 0;
  std::vector<PickerRow> commands_;
  std::unique_ptr<Picker> picker_;
  std::function<void(const Key&, std::size_t)> on_picked_;   ///< the key that ended it, and the row
  std::string picked_words_;                                 ///< what was typed in it
  std::vector<std::string> picker_keys_;                     ///< that are told as Enter is: "tab", "c" with ctrl
  std::shared_ptr<UserShell> shell_;
  Enclosed enclosed_;                     ///< with the next message
  std::string hint_;                      ///< until the next key
  io::Scope scope_;
  io::Event ended_;
  io::Event drained_;
  std::optional<int> exit_;
  bool draw_due_ = false;
  std::int64_t drawn_ms_ = 0, escape_ms_ = 0, interrupt_ms_ = 0, key_ms_ = 0, held_ms_ = 0, begun_ms_ = 0;
  boost::asio::steady_timer draw_timer_, tick_timer_, key_timer_;
  bool ticking_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace tui
