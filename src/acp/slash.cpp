#include "slash.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

#include "markdown.h"

namespace acp {

namespace {

struct Command {
  std::string_view name, what, hint;
};
constexpr std::array k_commands = {
    Command{"undo", "Take back all that this session changed, or one step", "[step]"},
    Command{"redo", "Do undone changes again, all or of one step", "[step]"},
    Command{"rewind", "Take back a step and all after it", "step"},
    Command{"steps", "The steps of this session and what they changed", ""},
    Command{"diff", "What this session changed, or one step", "[step]"},
    Command{"apply", "Put held effects into the tree, all or of one step", "[step]"},
    Command{"drop", "Throw held effects away, all or of one step", "[step]"},
    Command{"held", "What becomes of effects that are held: ask, or keep", "ask|keep"},
    Command{"model", "Show or choose the model of the next prompt", "[name]"},
    Command{"effort", "Show or choose the reasoning effort: low, medium, high", "[level]"},
    Command{"rename", "Give this session a title", "title"},
    Command{"usage", "Tokens and cost of this session", ""},
    Command{"help", "These commands", ""},
};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::optional<Slash> read_slash(std::string_view text) {
  text = trimmed(text);
  if (!text.starts_with('/')) return std::nullopt;
  const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
  const auto name = text.substr(1, end - 1);
  for (const auto& command : k_commands)
    if (command.name == name) return Slash{std::string(name), std::string(trimmed(text.substr(end)))};
  return std::nullopt;
}

json::Array commands_to_json(const std::vector<plumb::Command>& others) {
  json::Array out;
  for (const auto& command : k_commands) {
    json::Object one = {{"name", command.name}, {"description", command.what}};
    if (!command.hint.empty()) one["input"] = json::Object{{"hint", command.hint}};
    out.push_back(std::move(one));
  }
  for (const auto& other : others) {
    const auto is_ours = std::any_of(k_commands.begin(), k_commands.end(), [&](const Command& one) { return one.name == other.name; });
    if (!is_ours) out.push_back(json::Object{{"name", other.name}, {"description", other.description}, {"input", json::Object{{"hint", "[arguments]"}}}});
  }
  return out;
}

std::string commands_as_text() {
  std::string out;
  for (const auto& command : k_commands)
    out += "- " + code("/" + std::string(command.name) + (command.hint.empty() ? "" : " ") + std::string(command.hint)) + " " + plain(command.what) + "\n";
  return out;
}

}  // namespace acp
