#include "logline.h"

#include <regex>

static Level level_of(const std::string& name) {
  if (name == "DEBUG") return Level::debug;
  if (name == "WARN") return Level::warn;
  if (name == "ERROR") return Level::error;
  return Level::info;
}

std::optional<LogLine> parse_line(const std::string& line) {
  static const std::regex form(R"((\d{4}-\d\d-\d\d) (DEBUG|INFO|WARN|ERROR) (?:\[(\w+)\] )?(.*))");
  std::smatch found;
  if (!std::regex_search(line, found, form)) return std::nullopt;
  LogLine parsed;
  parsed.date = found[1];
  parsed.level = level_of(found[2]);
  parsed.module = found[3];
  parsed.text = found[4];
  return parsed;
}

std::vector<std::string> at_least(const std::vector<std::string>& lines, Level level) {
  std::vector<std::string> texts;
  for (const auto& line : lines) {
    const auto parsed = parse_line(line);
    if (parsed && parsed->level >= level) texts.push_back(parsed->text);
  }
  return texts;
}
