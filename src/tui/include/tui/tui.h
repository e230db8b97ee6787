#pragma once
// The interactive terminal: one person at a terminal and the sessions of a Host. Inline: what is finished stays in the terminal's
// own scrollback, a small area at the bottom is alive. A front end: it knows sessions through plumb::Host alone, and what else
// it needs is handed in.

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/error.h"
#include "io/loop.h"
#include "plumb/host.h"

namespace tui {

struct UserCommand {
  std::string name, description;
};

/// What others have to tell whoever sits at the terminal. The functions are set while the terminal is run()'s, and empty before
/// and after (in lines only they stay empty).
struct Notices {
  std::function<void(std::string_view sequence)> ring;   ///< bell and OSC 9: nothing that moves the cursor
  std::function<void(const std::string& text)> say;      ///< one line
};

struct Options {
  std::string cwd;               ///< absolute, an existing folder
  std::string session;           ///< go on with this one; "" = a new one
  bool pick = false;             ///< begin with the choice of a session
  bool plain = false;            ///< lines only, nothing is drawn over: for screen readers and dumb terminals
  std::string model, effort;     ///< "" = as configured
  std::string configured_model;  ///< shown until a session tells its own; "" = chosen when it starts
  std::string version;
  std::string history_file;      ///< what was typed in this project; "" = not kept
  base::Env env;                 ///< TERM, NO_COLOR, SHELL
  base::Env command_env;         ///< what commands of the user's own see: no keys
  /// The project's files, relative. Blocks; called on the pool.
  std::function<base::Result<std::vector<std::string>>(std::stop_token)> files;
  std::shared_ptr<Notices> notices;   ///< may be null
  /// Skills and commands that the user or the project keeps.
  std::function<std::vector<UserCommand>()> commands;
  /// Whether a session could use a model of this name; blocks for 0.3 s at most.
  std::function<base::Result<>(const std::string& model)> check_model;
};

/// Until the user quits. The exit code: 0, 1 (the terminal was lost), or 128 and the signal's number. Fails with unsupported
/// (no terminal), not_found (no such session), io. The host must be on this loop; runs that are at work when it returns are the
/// host's to end.
io::Task<base::Result<int>> run(io::Loop& loop, plumb::Host& host, Options options);

}  // namespace tui
