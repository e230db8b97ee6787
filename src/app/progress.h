#pragma once
// A run as people see it: lines on stderr while it works, the report on stdout.

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session.h"

namespace app {

/// On one line of at most `width` bytes, cut between characters.
std::string one_line(std::string text, std::size_t width);
/// Foreign text made safe for a terminal: control characters (but newline and tab) are shown as
/// U+FFFD, so that no output can move the cursor or fake a line of plumb's.
/// On one line: a line break is shown as \n, so that a name cannot fake a line of the report either.
std::string safe(std::string_view text);
/// The same for texts of several lines.
std::string safe_text(std::string_view text);

/// "340 ms", "12.3 s".
std::string duration(std::int64_t ms);

enum class Colour { no, yes };
/// Colour if `file` is a terminal, TERM is not "dumb" and NO_COLOR is not set.
Colour colour_for(std::FILE* file, const base::Env& env);

/// "tried 1,240 of 4,213 edits, 410 a second, 8 s left at most".
std::string search_text(const engine::Live::Search& search);

class Progress {
 public:
  /// `prefix` stands before each line: "[2] " of several sessions at once. On a terminal without one, how far
  /// a search is is one line that changes; elsewhere it is told every 10 seconds.
  Progress(std::FILE* out, Colour colour, std::string prefix = {});
  ~Progress();
  Progress(const Progress&) = delete;
  void event(const engine::SessionEvent& event);
  /// What builtin says about its search; other models' thoughts are theirs (and in the record).
  void live(const engine::Live& live);

 private:
  void line(const char* mark, const char* tone, const std::string& text);
  void add_thought(std::string_view bytes);
  void search(const engine::Live::Search& search);
  void wipe();
  std::FILE* out_;
  Colour colour_;
  std::string prefix_;
  bool builtin_ = false;
  bool in_place_ = false;       ///< whether a line can be written over
  bool is_on_line_ = false;     ///< such a line is there
  std::int64_t told_ms_ = 0;    ///< when the search was told
  std::string repair_;          ///< id of a call of the tool repair
  std::string thought_;         ///< the line that is not complete yet
};

/// The paths one a line, each behind `word`; what git keeps in .git is one line a repository.
std::string path_lines(std::string_view word, const std::vector<std::string>& paths);

/// The report of a run: the model's words, then what the harness can prove.
std::string report_text(const engine::Report& report, Colour colour);

}  // namespace app
