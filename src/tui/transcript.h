#pragma once
// A session as it is read: events and what is streamed, folded into lines that are printed once, in order, and a tail that still
// changes. Everything foreign in it is made safe here. One thread.

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "json/json.h"
#include "markdown.h"
#include "plumb/host.h"
#include "style.h"

namespace tui {

enum class When { replay, now };

class Transcript {
 public:
  /// The diff of a step, which comes later (or nothing does).
  using FetchDiff = std::function<void(const std::string& step, std::function<void(std::string diff)> then)>;
  Transcript(FetchDiff fetch_diff, std::function<void()> on_ready);

  void event(const plumb::Event& event, const json::Value& payload, When when);
  void live(const plumb::Live& live);
  /// Lines of plumb's own, in their turn.
  void say(Lines lines);
  /// The same without blank lines around.
  void add(Lines lines) { block(std::move(lines)); }

  /// What is whole, each line once.
  Lines take();
  /// What is streamed and at work now: at most `rows_max` lines, wrapped for `columns`.
  [[nodiscard]] Lines tail(std::size_t columns, std::size_t rows_max) const;
  /// The model or a tool is at work: the word for the status line.
  [[nodiscard]] std::string doing() const;
  /// Nothing runs: what was under way is over, or never came to its end.
  void rest();

 private:
  struct Block {
    Lines lines;
    bool ready = true;
  };
  struct Call {
    std::string id, name, about;
    std::string output;                               ///< its end, as printed
    std::vector<std::shared_ptr<Block>> effects;
    bool hidden = false;
  };
  void settle();
  void block(Lines lines);
  void gap();
  void user_message(const json::Value& p);
  void answer(const json::Value& p);
  void stream(std::string_view bytes);
  void tool_call(const json::Value& p);
  void tool_result(const json::Value& p);
  void effects(const json::Value& p, When when);
  void reversal(const std::string& type, const json::Value& p);
  void check_finished(const json::Value& p);
  void other(const std::string& type, const json::Value& p, When when);
  Call* call(const std::string& id);

  FetchDiff fetch_diff_;
  std::function<void()> on_ready_;
  std::deque<std::shared_ptr<Block>> blocks_;
  bool gap_due_ = false, any_ = false;
  Markdown answer_;
  std::string streamed_;        ///< of the answer under way
  bool answer_begun_ = false;   ///< a line of it is printed
  std::size_t thought_ = 0;     ///< bytes of reasoning so far
  std::string thought_line_;
  std::list<Call> calls_;
  std::string check_;
  std::string last_result_;     ///< id of the call whose result was told last: its effects follow
  bool builtin_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace tui
