#pragma once
// What front ends say to a session while it works: messages, answers, undo. It is kept until nothing is half done, then
// carried out, and the model is told. For the loop's thread; internal to engine.

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "engine/session.h"
#include "io/event.h"
#include "journal/journal.h"
#include "mask.h"
#include "workspace/workspace.h"

namespace engine {

class Steering {
 public:
  /// All must outlive it. `workspace` may be null (`plumb ask`). `undelivered`: messages of an earlier run that it never
  /// came to (read_history).
  Steering(io::Loop& loop, journal::Journal& journal, const Mask& mask, workspace::Workspace* workspace, bool ask_held,
           std::vector<std::string> undelivered);

  base::Result<> steer(std::string text);
  base::Result<> answer(std::string step, Answer answer, std::vector<std::string> paths);
  void change(Verb verb, std::string step, std::vector<std::string> paths,
              std::function<void(base::Result<Undone>)> done);
  void set_ask_held(bool ask);
  /// What is asked of held effects before a person is, once for each step: nothing = the person decides.
  using AskFirst = std::function<io::Task<base::Result<std::optional<Answer>>>(workspace::Step step)>;
  void ask_first(AskFirst ask) { ask_first_ = std::move(ask); }
  /// The held effects of `step` are those of who is asked first: only a person may decide about them.
  void ask_people_only(std::string step) { asked_first_.insert(std::move(step)); }
  [[nodiscard]] bool waits() const { return waits_; }

  /// Asks the person about a call that is not made yet; answer() names it by `call`: apply = it may be made. Nothing = nobody can be
  /// asked. Fails with cancelled, and as the journal.
  io::Task<base::Result<std::optional<bool>>> ask_about_call(std::string call, std::string what, std::string why);

  /// A run begins: what is held from before is not asked about.
  void begin();
  /// It is over: what came too late fails with unsupported.
  void end();
  /// Something was asked for that deliver() has not done yet.
  [[nodiscard]] bool any() const { return !changes_.empty() || !messages_.empty(); }
  /// At a moment at which nothing is half done: carries out what was asked for; waits for answers about held effects if
  /// it shall. What the model is to be told, recorded already. Fails with cancelled, and as the journal.
  io::Task<base::Result<std::vector<llm::UserMessage>>> deliver();

 private:
  struct Change {
    Verb verb;
    std::string step;
    std::vector<std::string> paths;
    std::function<void(base::Result<Undone>)> done;
    std::string_view who = "The user";
  };
  base::Result<std::string> carry_out(Change change);
  base::Result<std::string> carry_out_all();
  const workspace::Step* unanswered() const;
  base::Result<> ask(const workspace::Step& step);
  base::Result<> note_answer(const std::string& step, Answer answer, const std::vector<std::string>& paths, std::string_view by);
  io::Task<base::Result<>> ask_others();
  void ask_again(const std::string& step);
  base::Result<llm::UserMessage> told(const std::string& text, std::string_view by);

  journal::Journal& journal_;
  const Mask& mask_;
  workspace::Workspace* workspace_;
  bool ask_held_;
  bool runs_ = false, waits_ = false;
  std::vector<std::string> messages_;
  std::vector<Change> changes_;
  std::set<std::string> answered_;   ///< steps whose held effects are not asked about (again)
  std::set<std::string> asked_;
  AskFirst ask_first_;
  std::set<std::string> asked_first_;   ///< steps that it was asked about, and those that it is not to be asked about
  std::string call_;                    ///< that is asked about, "" = none
  std::optional<Answer> call_answer_;
  io::Event woken_;
};

}  // namespace engine
