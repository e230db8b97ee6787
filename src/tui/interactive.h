#pragma once
// The controller of the interactive terminal: keys in, calls of the Host out, events folded into what is shown. One thread, that
// of the loop; nothing wakes it while nothing happens (a timer ticks only while something runs).
//   interactive.cpp  its life: start, signals, timers, end          draw.cpp      what the live area is made of
//   input.cpp        keys                                           work.cpp      prompt, steer, queue, stop, held effects
//   sessions.cpp     opening, switching, choosing, rewinding        slash.cpp     /commands          user_shell.cpp  !commands

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
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
  };
  /// A command of the user's own at work, or one whose output goes to the model with the next message.
  struct UserShell {
    std::string command;
    std::string line;                ///< that is not whole yet
    std::string kept;                ///< for the model
    bool tell = true;
    std::int64_t begun_ms = 0;
    std::unique_ptr<io::Process> process;
  };

  // ---- life
  void signalled(int signal);
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
  bool add_image(const std::string& path);
  void add_named_images(const std::string& text);
  [[nodiscard]] const std::vector<PickerRow>& commands();
  void load_files();

  // ---- work
  void submit(const std::string& text, bool later);
  void prompt(const std::string& text);
  void steer(const std::string& text);
  void stop_run();
  void answer(plumb::Answer answer);
  void change(plumb::Verb verb, std::string step);
  void event(const plumb::Event& event);
  void state(const plumb::SessionInfo& info);
  [[nodiscard]] bool is_running() const;
  [[nodiscard]] std::string with_context(const std::string& text);

  // ---- sessions
  bool ensure_session();
  void open(const std::string& id);
  void close_session();
  void choose_session();
  void search_sessions(const std::string& query, bool everywhere);
  void choose_rewind();
  void rewind_to(const PromptAt& to, bool tree, bool conversation);
  void rewind_conversation(const PromptAt& to);
  void choose_model();
  void set_model(const std::string& model, const std::string& effort);

  // ---- commands
  bool slash(const std::string& text);
  void choose_held();
  void show_diff(const std::string& step);
  void show_status();
  void show_usage();
  void run_shell(std::string command, bool tell);
  io::Task<> shell_task(std::shared_ptr<UserShell> shell);
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
  std::vector<std::string> picker_keys_;                     ///< that end it as Enter does: "tab", "c" with ctrl
  std::shared_ptr<UserShell> shell_;
  std::vector<std::string> context_;      ///< outputs for the model, with the next message
  std::vector<plumb::Image> images_;      ///< with the next message
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
