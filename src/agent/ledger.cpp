#include "agent/ledger.h"

#include <boost/json.hpp>

#include <algorithm>

#include "json/json.h"
#include "text/cut.h"
#include "text/lines.h"

namespace agent {

namespace {

// What one thing may take in the ledger. The task itself is kept whole as long as a person would type it.
constexpr std::size_t k_task_max = 16000;
constexpr std::size_t k_user_max = 4000;
constexpr std::size_t k_note_max = 600;
constexpr std::size_t k_command_max = 300;
constexpr std::size_t k_outcome_max = 200;
constexpr std::size_t k_ranges_max = 80;

std::string clipped(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  return std::string(text::clip(text, limit)) + " [...]";
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string out;
  for (const char c : text) out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  return clipped(out, limit);
}

/// How a command ended: what the shell's tool says last in brackets, and the last line before it.
std::string outcome_of(const llm::ToolResult& result) {
  std::string_view status, last;
  for (const auto line : text::split_lines(result.output)) {
    const auto bare = text::without_ending(line);
    if (bare.empty()) continue;
    if (bare.front() == '[' && bare.back() == ']') {
      status = status.empty() ? bare : status;
    } else {
      last = bare;
      status = {};
    }
  }
  std::string out = one_line(status, k_outcome_max);
  if (!last.empty()) out += (out.empty() ? "" : " ") + one_line(last, k_outcome_max);
  return out.empty() ? "no output" : out;
}

/// The files that a patch names, with whether it adds them.
std::vector<std::pair<std::string, bool>> files_of_patch(std::string_view patch) {
  std::vector<std::pair<std::string, bool>> out;
  for (const auto line : text::split_lines(patch)) {
    const auto bare = text::without_ending(line);
    for (const std::string_view head : {"*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "})
      if (bare.starts_with(head)) out.emplace_back(bare.substr(head.size()), head == "*** Add File: ");
  }
  return out;
}

std::string plan_text(const json::Value& arguments) {
  std::string out;
  if (const auto* items = json::array_or_null(json::find(arguments, "items")))
    for (const auto& item : *items)
      out += "- [" + std::string(json::string_or(json::find(item, "status"))) + "] " +
             one_line(json::string_or(json::find(item, "text")), k_note_max) + "\n";
  return out;
}

/// Lines of a part of the ledger under a head, the newest kept if not all fit.
class Part {
 public:
  Part(std::string head, std::vector<std::string> lines) : head_(std::move(head)), lines_(std::move(lines)) {}
  /// Appends what fits into `left` bytes and takes it off.
  void append(std::string& out, std::size_t& left) const {
    if (lines_.empty()) return;
    std::size_t first = lines_.size(), size = head_.size() + 60;
    while (first > 0 && size + lines_[first - 1].size() + 1 <= left) size += lines_[--first].size() + 1;
    if (first == lines_.size()) return;
    std::string part = head_ + "\n";
    if (first > 0) part += "(" + std::to_string(first) + " older ones are left out)\n";
    for (std::size_t i = first; i < lines_.size(); ++i) part += lines_[i] + "\n";
    left -= std::min(left, part.size());
    out += part;
  }

 private:
  std::string head_;
  std::vector<std::string> lines_;
};

}  // namespace

Ledger::File& Ledger::file(const std::string& path, const std::string& call) {
  File& file = files_[path];
  file.call = call;
  return file;
}

void Ledger::add_command(const llm::ToolCall& call, const llm::ToolResult& result, std::string text) {
  auto& list = call.name == "shell" || call.name == "check" ? commands_ : others_;
  std::string outcome = result.is_error ? one_line("error: " + result.output, k_outcome_max) : outcome_of(result);
  // The same again with the same end is one line; its place is that of the last time.
  const auto same = std::find_if(list.begin(), list.end(),
                                 [&](const Command& one) { return one.text == text && one.outcome == outcome; });
  int times = 1;
  if (same != list.end()) {
    times = same->times + 1;
    list.erase(same);
  }
  list.push_back({std::move(text), std::move(outcome), call.id, times});
}

void Ledger::add_call(const llm::ToolCall& call, const llm::ToolResult& result) {
  ++calls_;
  const auto parsed = call.freeform ? base::Result<json::Value>(json::Object{{"input", call.arguments}}) : json::parse(call.arguments);
  const json::Value arguments = parsed ? *parsed : json::Value(json::Object{});
  const auto text_of = [&](std::string_view member) { return std::string(json::string_or(json::find(arguments, member))); };
  const std::string path = text_of("path");
  if (call.name == "read" && !path.empty() && !result.is_error) {
    File& seen = file(path, call.id);
    ++seen.reads;
    const auto from = json::int_or(json::find(arguments, "offset")), count = json::int_or(json::find(arguments, "limit"));
    const std::string range = from > 0 || count > 0 ? std::to_string(std::max<std::int64_t>(from, 1)) + "-" +
                                                          (count > 0 ? std::to_string(std::max<std::int64_t>(from, 1) + count - 1) : "")
                                                    : std::string();
    if (seen.ranges.size() < k_ranges_max && !range.empty()) seen.ranges += (seen.ranges.empty() ? "" : ", ") + range;
  } else if ((call.name == "edit" || call.name == "write") && !path.empty() && !result.is_error) {
    ++file(path, call.id).changes;
  } else if (call.name == "apply_patch" && !result.is_error) {
    const std::string input = text_of("input").empty() ? text_of("patch") : text_of("input");
    for (const auto& [name, is_new] : files_of_patch(input)) {
      File& changed = file(name, call.id);
      ++changed.changes;
      changed.was_created = changed.was_created || is_new;
    }
  } else if (call.name == "plan") {
    if (auto text = plan_text(arguments); !text.empty()) plan_ = std::move(text);
  } else if (call.name == "shell" && !text_of("command").empty()) {
    add_command(call, result, one_line(text_of("command"), k_command_max));
  } else {
    add_command(call, result, call.name + " " + one_line(call.arguments, k_command_max));
  }
}

void Ledger::add(const std::vector<llm::Item>& items) {
  std::map<std::string, const llm::ToolCall*> calls;
  for (const auto& item : items) {
    if (const auto* user = std::get_if<llm::UserMessage>(&item)) {
      std::string text = clipped(user->text, users_.empty() ? k_task_max : k_user_max);
      if (!user->images.empty()) text += " [" + std::to_string(user->images.size()) + " pictures]";
      users_.push_back(std::move(text));
    } else if (const auto* said = std::get_if<llm::AssistantMessage>(&item)) {
      if (!said->text.empty()) notes_.push_back(one_line(said->text, k_note_max));
    } else if (const auto* call = std::get_if<llm::ToolCall>(&item)) {
      calls[call->id] = call;
    } else if (const auto* result = std::get_if<llm::ToolResult>(&item)) {
      if (const auto found = calls.find(result->call_id); found != calls.end()) add_call(*found->second, *result);
    }
  }
}

std::string Ledger::text(std::size_t limit) const {
  std::size_t left = std::max<std::size_t>(limit, 4000);
  std::string out =
      "[The conversation grew too long for your window. In place of its older part stands plumb's record of it, made from "
      "what happened. What is listed as done is done: do not do it again. Outputs can be had again with the tool `recall`.]\n";
  left -= out.size();
  std::vector<std::string> said, changed, read, ran, others;
  for (std::size_t i = 0; i < users_.size(); ++i) said.push_back((i == 0 ? "Task: " : "Then: ") + users_[i]);
  for (const auto& [path, file] : files_) {
    if (file.changes > 0)
      changed.push_back("- " + path + (file.was_created ? " (new)" : "") + ", " + std::to_string(file.changes) +
                        (file.changes == 1 ? " change" : " changes") + ", last by call " + file.call);
    else
      read.push_back("- " + path + (file.ranges.empty() ? "" : " lines " + file.ranges) + ", call " + file.call);
  }
  const auto lines_of = [](const std::vector<Command>& list) {
    std::vector<std::string> lines;
    for (const auto& one : list)
      lines.push_back("- " + one.text + (one.times > 1 ? " (" + std::to_string(one.times) + " times)" : "") + " => " +
                      one.outcome + ", call " + one.call);
    return lines;
  };
  std::vector<std::string> notes;
  for (const auto& note : notes_) notes.push_back("- " + note);
  // A first share for each, so that a long list of one kind does not push out all others.
  std::size_t share = left / 2;
  const std::size_t before = share;
  Part("What the user said:", std::move(said)).append(out, share);
  if (!plan_.empty() && plan_.size() < share) {
    out += "The plan:\n" + plan_;
    share -= plan_.size();
  }
  Part("Files that you changed:", std::move(changed)).append(out, share);
  left -= before - share;
  std::size_t third = left / 3;
  const std::size_t of_read = third;
  Part("Files that you read:", std::move(read)).append(out, third);
  left -= of_read - third;
  std::size_t half = left / 2;
  const std::size_t of_notes = half;
  Part("What you said about it, in order:", std::move(notes)).append(out, half);
  left -= of_notes - half;
  std::size_t most = left * 2 / 3;
  const std::size_t of_commands = most;
  Part("Commands, in order:", lines_of(commands_)).append(out, most);
  left -= of_commands - most;
  Part("Other calls, in order:", lines_of(others_)).append(out, left);
  return out;
}

}  // namespace agent
