// Where a conversation stands is read from its items alone, from the last message of the user on:
//
//   nothing yet                      search; call the edit tool
//   the result of the edit           report
//
// What the search found is kept in memory too, for the words of the report: a conversation that was
// resumed in between ends with fewer of them.

#include "repair/builtin.h"

#include <algorithm>
#include <boost/json.hpp>

#include "json/json.h"
#include "patch_text.h"
#include "repair/task.h"
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
    if (answer.standing.done.empty()) {
      CO_TRY_DO(co_await look(request, answer));
    } else {
      after_edit(answer);
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

  base::Result<std::vector<verify::Check>> checks() const {
    if (!deps_.checks.empty()) return deps_.checks;
    return verify::discover_all(deps_.root, deps_.env);
  }

  io::Task<base::Result<>> look(const llm::Request& request, Answer& answer) {
    found_.reset();
    const auto kind = kind_of_task(answer.standing.task);
    if (kind == TaskKind::other) {
      answer.decline(refusal());
      co_return base::Result<>{};
    }
    auto all = checks();
    if (!all || all->empty()) {
      answer.decline(all ? no_check() : "I changed nothing: " + all.error().what + ".");
      co_return base::Result<>{};
    }
    auto outcome = co_await search(*std::move(all), answer);
    if (!outcome) {
      if (outcome.error().code == base::Code::cancelled) co_return base::fail(outcome.error());
      answer.decline("I could not work on a copy of the project, and changed nothing: " +
                     outcome.error().what + ".");
      co_return base::Result<>{};
    }
    found_ = std::move(*outcome);
    if (found_->stopped == Stopped::cancelled && found_->proposal) {
      answer.decline(cut_short(*found_));
    } else if (found_->proposal) {
      answer.say(proposal_text(*found_));
      call_edit(request, answer);
    } else if (found_->before.passed() && kind == TaskKind::tests) {
      answer.say(gave_up(*found_));  // nothing to do, nothing to decline
    } else {
      answer.decline(gave_up(*found_));
    }
    co_return base::Result<>{};
  }

  /// Of several checks, the first that fails.
  io::Task<base::Result<Outcome>> search(std::vector<verify::Check> checks, Answer& answer) {
    workspace::Workspace* space = &deps_.workspace;
    Answer* told = &answer;
    std::optional<Outcome> last;
    for (auto& check : checks) {
      Fork fork = [space](std::string into) {
        return space->fork(workspace::Workspace::Tree::now, std::move(into), false);
      };
      Progress progress = [told](const std::string& line) { told->think(line); };
      CO_TRY(last, co_await repair(deps_.launcher, deps_.root, std::move(check), deps_.env, std::move(fork),
                                   deps_.options, std::move(progress)));
      if (!last->before.passed()) break;
    }
    co_return *std::move(last);
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

  void after_edit(Answer& answer) const {
    const auto& done = answer.standing.done;
    const bool is_known = found_ && found_->proposal;
    if (done.back().call.name == "read") {
      if (is_known) return call_edits(answer);
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
        if (is_known)
          answer.say("This is what I wanted to change:\n\n```diff\n" + found_->proposal->diff +
                     "```");
        return;
      }
    if (!is_known) {
      answer.say(
          "I made the edit above. I was interrupted in between and have forgotten how I found it: "
          "please read the change.");
      return;
    }
    answer.say(final_report(*found_));
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
