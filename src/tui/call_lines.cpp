#include "call_lines.h"

#include <boost/json.hpp>

#include <algorithm>

#include "clean.h"
#include "text/cut.h"
#include "words.h"

namespace tui {

const json::Array& list(const json::Value& value, const char* key) {
  static const json::Array k_none;
  const auto* const found = json::array_or_null(json::find(value, key));
  return found != nullptr ? *found : k_none;
}

Lines output_tail(std::string_view output, std::size_t lines_max) {
  auto shown = text::clip_front(output, std::size_t{16} << 10);
  if (shown.size() < output.size())
    if (const auto end = shown.find('\n'); end != std::string_view::npos) shown.remove_prefix(end + 1);
  auto lines = lines_of(clean_output(shown));
  while (!lines.empty() && lines.back().find_first_not_of(' ') == std::string::npos) lines.pop_back();
  const std::size_t first = lines.size() > lines_max ? lines.size() - lines_max : 0;
  Lines out;
  const auto before = static_cast<std::size_t>(std::count(output.begin(), output.end(), '\n'));
  if (first > 0 && lines_max >= k_output_lines)
    out.push_back(Line("  … " + counted(before > lines_max ? before - lines_max : first, "line before", "lines before"), Tone::dim));
  for (std::size_t i = first; i < lines.size(); ++i) {
    Line line("  " + lines[i], Tone::dim);
    line.hang = 2;
    out.push_back(std::move(line));
  }
  return out;
}

std::string end_note(const std::string& output) {
  auto end = output.find_last_not_of("\n ");
  while (end != std::string::npos && output[end] == ']') {
    const auto begin = output.rfind('\n', end);
    const auto line = std::string_view(output).substr(begin + 1, end - begin);
    for (const std::string_view word : {"[exit ", "[ended ", "[killed ", "[timed "})
      if (line.starts_with(word)) return std::string(line.substr(1, line.size() - 2));
    if (begin == std::string::npos || begin == 0) break;
    end = output.find_last_not_of("\n ", begin - 1);
  }
  return {};
}

std::string without_notes(std::string output) {
  const auto at = output.rfind("[held until the user decides");
  if (at != std::string::npos && (at == 0 || output[at - 1] == '\n') && output.find_last_not_of("\n ") != std::string::npos &&
      output[output.find_last_not_of("\n ")] == ']')
    output.resize(at);
  return output;
}

bool shows_output(std::string_view name) { return name == "shell" || name.starts_with("shell_") || name == "service"; }

Lines named_effects(const json::Value& p) {
  Lines out;
  std::size_t shown = 0;
  const auto& all = list(p, "effects");
  for (const auto& one : all) {
    const auto state = member(one, "state");
    if (shown == k_effects_shown && state.empty()) continue;
    if (state.empty()) ++shown;
    Line line("  ");
    if (!state.empty()) line.add(clean_line(state) + ": ", Tone::warn);
    line.add(clean_line(member(one, "change")) + " ", Tone::dim).add(clean_line(member(one, "path")));
    if (const auto entries = json::int_or(json::find(one, "entries"), 1); entries > 1) line.add("/  (" + grouped(entries) + " entries)", Tone::dim);
    if (const auto why = member(one, "why"); !why.empty()) line.add("  (" + clean_line(why) + ")", Tone::dim);
    line.hang = 4;
    out.push_back(std::move(line));
  }
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(p, "count"))));
  if (count > out.size()) out.push_back(Line("  and " + std::to_string(count - out.size()) + " more", Tone::dim));
  for (const auto& one : list(p, "git")) out.push_back(Line("  git " + clean_line(json::string_or(&one)), Tone::dim));
  return out;
}

}  // namespace tui
