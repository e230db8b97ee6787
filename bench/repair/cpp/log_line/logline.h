#pragma once
#include <optional>
#include <string>
#include <vector>

enum class Level { debug, info, warn, error };

struct LogLine {
  std::string date;
  Level level = Level::info;
  std::string module;   // empty if none is told
  std::string text;
};

/// "2024-01-02 WARN [net] text"; nothing if the line is not of this form.
std::optional<LogLine> parse_line(const std::string& line);
/// The texts of the lines that are at least of this level.
std::vector<std::string> at_least(const std::vector<std::string>& lines, Level level);
