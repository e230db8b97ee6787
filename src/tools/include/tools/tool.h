#pragma once
// contract: what a tool is. One file a tool; its text for the model lies beside it as NAME.md.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/loop.h"
#include "llm/item.h"

namespace workspace { class Workspace; }

namespace tools {

/// At most so many bytes of a tool's output go to the model; the whole goes to a blob.
inline constexpr std::size_t k_output_max = std::size_t{24} << 10;

/// How it stands with the command that a call of the shell's tools started or went on with: for the
/// record, by which claims are judged.
struct CommandState {
  int id = 0;                ///< of the running shell
  std::string text;          ///< the command
  std::string dir;           ///< where it was started, relative to the root; "" = the root
  bool ended = false;
  int exit_code = 0;         ///< once it has ended
  int signal = 0;            ///< that killed it
  bool timed_out = false;
};

/// What a tool gives back. A failing tool is an Output with is_error, never a throw.
struct Output {
  std::string text;                 ///< for the model, at most k_output_max bytes, valid UTF-8
  bool is_error = false;
  std::vector<llm::Image> images;
  std::string full;                 ///< the whole output if `text` is a part of it, else ""
  std::string title;                ///< for people: "edit src/a.cpp (+2 -1)"
  std::optional<CommandState> command;     ///< of the shell's tools
  std::optional<std::string> final_text;   ///< the model's last word: the turn ends after this call
};

enum class Access { reads, writes };   ///< calls that only read may run side by side

/// One running call, as the tool sees it.
struct Run {
  std::string call_id;
  /// Output as it comes, for people who watch. On the loop's thread. May be empty.
  std::function<void(std::string_view bytes)> on_output;
};

class Tool {
 public:
  virtual ~Tool() = default;
  [[nodiscard]] virtual const llm::ToolSpec& spec() const = 0;
  [[nodiscard]] virtual Access access() const = 0;
  /// False while the model need not see it (the tools that go on with a running command are offered
  /// once there is one).
  [[nodiscard]] virtual bool offered() const { return true; }
  /// `arguments` as one JSON object under the tool's own names, with nothing in it twice: run() does the same with it. For who has
  /// to know what a call would do. Fails with invalid where run() would.
  [[nodiscard]] virtual base::Result<std::string> canonical(const std::string& arguments) const;
  /// `arguments` as the model wrote them: broken JSON and wrong types get a clear error. When
  /// cancelled it ends what it started and returns an Output with is_error.
  virtual io::Task<Output> run(std::string arguments, Run run) = 0;
};

/// For `run`: an error for the model.
Output failed(const base::Error& error);

}  // namespace tools
