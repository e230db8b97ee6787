// Where a conversation stands is read from its items alone, from the last message of the user on:
//
//   nothing yet                      say what it is, call shell with the check
//   the result of that               search; call the edit tool
//   the result of the edit           call shell with the check again
//   the result of that               report
//
// What the search found is kept in memory too, for the words of the report: a conversation that was
// resumed in between ends with fewer of them.

#include "repair/builtin.h"

#include <algorithm>
#include <boost/json.hpp>

#include "json/json.h"
#include "patch_text.h"
#include "report.h"
#include "text/cut.h"
#include "workspace/workspace.h"

namespace repair {
namespace {

using llm::AssistantMessage;
using llm::ToolCall;
using llm::ToolResult;

/// The user's last message and what was called since.
struct Standing {
  struct Done {
    ToolCall call;
    const ToolResult* result = nullptr;
  };
  std::string task;
  std::vector<Done> done;
  std::size_t calls_in_all = 0;
};

Standing standing_of(const std::vector<llm::Item>& items) {
  Standing standing;
  for (const auto& item : items) {
    if (const auto* message = std::get_if<llm::UserMessage>(&item)) {
      standing.task = message->text;
      standing.done.clear();
    } else if (const auto* call = std::get_if<ToolCall>(&item)) {
      ++standing.calls_in_all;
      standing.done.push_back({*call, nullptr});
    } else if (const auto* result = std::get_if<ToolResult>(&item)) {
      for (auto& done : standing.done)
        if (done.call.id == result->call_id) done.result = result;
    }
  }
  return standing;
}

bool is_edit(const ToolCall& call) {
  return call.name == "apply_patch" || call.name == "edit" || call.name == "write";
}

const llm::ToolSpec* tool(const llm::Request& request, std::string_view name) {
  for (const auto& spec : request.tools)
    if (spec.name == name) return &spec;
  return nullptr;
}

std::string object_text(json::Object object) {
  return json::dump(json::Value(std::move(object)));
}

class Builtin final : public llm::Model {
 public:
  explicit Builtin(Deps deps) : deps_(std::move(deps)), info_(builtin_info()) {}

  [[nodiscard]] const llm::ModelInfo& info() const override { return info_; }

  io::Task<base::Result<llm::Response>> respond(llm::Request request,
                                                llm::EventSink sink) override {
    Answer answer{std::move(sink)};
    answer.standing = standing_of(request.items);
    const auto& done = answer.standing.done;
    if (done.empty()) {
      begin(request, answer);
    } else if (is_edit(done.back().call) || done.back().call.name == "read") {
      after_edit(request, answer);
    } else if (std::any_of(done.begin(), done.end(),
                           [](const auto& one) { return is_edit(one.call); })) {
      end(answer);
    } else {
      CO_TRY_DO(co_await look(request, answer));
    }
    co_return finish(std::move(answer));
  }

 private:
  struct Answer {
    llm::EventSink sink;
    Standing standing;
    std::string thought, text;
    std::vector<ToolCall> calls;
    std::size_t lines = 0;
    bool declined = false;   ///< it ends without having done what was asked

    void decline(const std::string& words) {
      declined = true;
      say(words);
    }
    void say(const std::string& words) {
      text += (text.empty() ? "" : "\n\n") + words;
      sink(llm::TextDelta{words});
    }
    void think(const std::string& line) {
      if (lines++ >= k_progress_lines_max) return;
      thought += line + "\n";
      sink(llm::ReasoningDelta{line + "\n"});
    }
    void call(const std::string& name, std::string arguments, bool freeform = false) {
      ToolCall made;
      made.id = "builtin_" + std::to_string(standing.calls_in_all + calls.size() + 1);
      made.name = name;
      made.arguments = std::move(arguments);
      made.freeform = freeform;
      sink(llm::ToolCallStarted{made.id, made.name});
      calls.push_back(std::move(made));
    }
  };

  llm::Response finish(Answer answer) const {
    llm::Response response;
    response.model = info_.id;
    response.stop = !answer.calls.empty() ? llm::Stop::tool_calls
                    : answer.declined     ? llm::Stop::refusal
                                          : llm::Stop::end;
    if (!answer.thought.empty())
      response.items.emplace_back(llm::Reasoning{std::move(answer.thought), "", "builtin/builtin"});
    if (!answer.text.empty()) response.items.emplace_back(AssistantMessage{std::move(answer.text)});
    for (auto& call : answer.calls) response.items.emplace_back(std::move(call));
    return response;
  }

  std::optional<verify::Check> check() const {
    if (!deps_.check.empty()) return verify::Check{"configured", deps_.check, "given by the user"};
    return verify::discover(deps_.root, deps_.env);
  }

  static void call_shell(Answer& answer, const std::string& command) {
    json::Object arguments;
    arguments["command"] = command;
    answer.call("shell", object_text(std::move(arguments)));
  }

  void begin(const llm::Request& request, Answer& answer) {
    found_.reset();
    if (!is_about_failing_tests(answer.standing.task)) return answer.decline(refusal());
    const auto found = check();
    if (!found) return answer.decline(no_check());
    answer.say(greeting(found->command, found->why));
    if (tool(request, "shell") != nullptr) return call_shell(answer, found->command);
    answer.decline("But there is no tool `shell` here, and without running tests I can do nothing.");
  }

  io::Task<base::Result<>> look(const llm::Request& request, Answer& answer) {
    const auto& first = answer.standing.done.back();
    const auto found = check();
    if (!found) {
      answer.decline(no_check());
      co_return base::Result<>{};
    }
    if (first.result == nullptr) {  // interrupted before the tool ran
      call_shell(answer, found->command);
      co_return base::Result<>{};
    }
    workspace::Workspace* space = &deps_.workspace;
    Fork fork = [space](std::string into) {
      return space->fork(workspace::Workspace::Tree::now, std::move(into), false);
    };
    Answer* told = &answer;
    Progress progress = [told](const std::string& line) { told->think(line); };
    auto outcome = co_await repair(deps_.launcher, deps_.root, *found, deps_.env, std::move(fork),
                                   deps_.options, std::move(progress));
    if (!outcome) {
      if (outcome.error().code == base::Code::cancelled) co_return base::fail(outcome.error());
      answer.decline("I could not work on a copy of the project, and changed nothing: " +
                 outcome.error().what + ".");
      co_return base::Result<>{};
    }
    found_ = std::move(*outcome);
    if (found_->stopped == Stopped::cancelled && found_->proposal) {
      answer.decline(cut_short(*found_));
      co_return base::Result<>{};
    }
    if (!found_->proposal) {
      // Where nothing fails there is nothing to decline.
      found_->failing.empty() ? answer.say(gave_up(*found_)) : answer.decline(gave_up(*found_));
      co_return base::Result<>{};
    }
    answer.say(proposal_text(*found_));
    call_edit(request, answer);
    co_return base::Result<>{};
  }

  void call_edit(const llm::Request& request, Answer& answer) {
    const auto& files = found_->proposal->files;
    if (const auto* patch = tool(request, "apply_patch")) {
      if (!patch->grammar.empty()) return answer.call("apply_patch", patch_text(files), true);
      json::Object arguments;
      arguments["input"] = patch_text(files);
      return answer.call("apply_patch", object_text(std::move(arguments)));
    }
    if (tool(request, "edit") == nullptr) {
      answer.say(
          "But I am offered no tool to edit with, so I changed nothing. This is the "
          "edit:\n\n```diff\n" +
          found_->proposal->diff + "```");
      return;
    }
    // The edit tool wants a file to be read before it is changed.
    if (tool(request, "read") == nullptr) return call_edits(answer);
    for (const auto& file : files) {
      json::Object arguments;
      arguments["path"] = file.path;
      answer.call("read", object_text(std::move(arguments)));
    }
  }

  void call_edits(Answer& answer) const {
    for (const auto& file : found_->proposal->files)
      for (const auto& replacement : replacements(file)) {
        json::Object arguments;
        arguments["path"] = file.path;
        arguments["old"] = replacement.old_text;
        arguments["new"] = replacement.new_text;
        answer.call("edit", object_text(std::move(arguments)));
      }
  }

  void after_edit(const llm::Request&, Answer& answer) {
    const auto& done = answer.standing.done;
    const bool only_read = done.back().call.name == "read";
    if (only_read) {
      if (found_ && found_->proposal) return call_edits(answer);
      answer.say(
          "I was interrupted and have forgotten what I found. I changed nothing; ask me again.");
      return;
    }
    for (const auto& one : done)
      if (is_edit(one.call) && (one.result == nullptr || one.result->is_error)) {
        const std::string why = one.result == nullptr
                                    ? "it was not run"
                                    : std::string(text::clip(one.result->output, 500));
        answer.decline("The edit could not be made: " + why);
        if (found_ && found_->proposal)
          answer.say("This is what I wanted to change:\n\n```diff\n" + found_->proposal->diff +
                     "```");
        return;
      }
    const auto found = check();
    if (!found)
      return answer.say("The edit is made. I can no longer find the check to run it again.");
    answer.say("The edit is made. I run the check again.");
    call_shell(answer, found->command);
  }

  void end(Answer& answer) {
    const auto* result = answer.standing.done.back().result;
    if (!found_ || !found_->proposal) {
      answer.say(
          "I made the edit above and ran the check again; its result is above. I was interrupted "
          "in between and have forgotten "
          "how I found it: please read the change.");
      return;
    }
    // What the tool says is for people; an error is certain, and so are tests that fail.
    std::optional<bool> passed;
    if (result != nullptr) {
      const auto check_run = check();
      bool any_bad = result->is_error;
      bool any = result->is_error;
      for (const auto& test :
           verify::read_tests(check_run.value_or(verify::Check{}), result->output)) {
        any = true;
        const bool bad =
            test.outcome == verify::Outcome::failed || test.outcome == verify::Outcome::error;
        const bool known = std::find(found_->unstable.begin(), found_->unstable.end(), test.name) !=
                           found_->unstable.end();
        any_bad = any_bad || (bad && !known);
      }
      if (any) passed = !any_bad;
    }
    answer.say(final_report(*found_, passed));
  }

  Deps deps_;
  llm::ModelInfo info_;
  std::optional<Outcome> found_;
};

}  // namespace

llm::ModelInfo builtin_info() {
  llm::ModelInfo info;
  info.provider = "builtin";
  info.id = "builtin";
  info.wire = "builtin";
  info.edit_tool = "apply_patch";
  info.price_in = info.price_cached = info.price_cache_write = info.price_out = 0;
  return info;
}

std::unique_ptr<llm::Model> make_builtin(Deps deps) {
  return std::make_unique<Builtin>(std::move(deps));
}

}  // namespace repair
