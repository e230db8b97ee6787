#pragma once
// What a run wrote into the session logs below a state folder, read without the journal's own code:
// the format on disk is a promise of its own.

#include <map>
#include <string>
#include <vector>

#include "json/json.h"

namespace e2e {

struct LoggedEvent {
  std::string type;
  std::string payload;   ///< JSON text
  std::string session;   ///< its folder
};

/// Reads what was appended since the last call.
class LogReader {
 public:
  explicit LogReader(std::string state_dir) : state_dir_(std::move(state_dir)) {}
  /// Whole lines that came since the last call; a torn last line waits for its end.
  std::vector<LoggedEvent> read();

 private:
  std::string state_dir_;
  std::map<std::string, std::size_t> seen_;
};

/// A condition as scenarios write it: `tool.call name="edit" arguments~calc.py`. The part after ~
/// goes to the end. Returns what is wrong with the condition itself in `error`.
bool matches(const LoggedEvent& event, const std::string& condition, std::string& error);

/// One line for people: type and what does not change from run to run.
std::string summary(const LoggedEvent& event);

}  // namespace e2e
