#pragma once
// Telling the user that a run needs them or has ended, when they look elsewhere.

#include <functional>
#include <string>
#include <string_view>

#include "engine/settings.h"
#include "io/loop.h"

namespace engine {

/// `[notify]` of config.toml.
struct NotifySettings {
  bool terminal = true;        ///< bell and OSC 9, where stderr is a terminal
  bool desktop = false;        ///< notify-send, where there are a display and the program
  std::string command;         ///< for sh; gets the notification as JSON on its standard input
  std::int64_t after_s = 10;   ///< the end of a run that took less is not told
};
/// Fails with invalid (path, line and what is wrong).
base::Result<NotifySettings> read_notify(const std::string& config_text, const std::string& config_path);

struct Notification {
  enum class Kind { needs_you, ended };
  Kind kind = Kind::ended;
  std::string session, title, cwd;
  std::string status;          ///< of ended: the verdict, else how it ended
  std::string text;            ///< one sentence
  std::int64_t took_ms = 0;
};

/// Who has the terminal, if it is not to be written to beside them. False, or no function: it is written to stderr.
struct NotifySink {
  std::function<bool(std::string_view sequence)> ring;   ///< bell and OSC 9
  std::function<bool(const std::string& text)> say;      ///< one line: what went wrong
};

/// Tells it in all the ways that are wanted. The command has 10 s, and an environment without keys; what goes wrong with it
/// is said, since nobody else waits for it.
io::Task<> notify(io::Loop& loop, Settings settings, NotifySettings how, Notification what, NotifySink sink);

}  // namespace engine
