// The four tools: arguments to calls of the shell's state.
#include "tools/shell.h"

#include <algorithm>
#include <array>
#include <utility>

#include "arguments.h"
#include "makers.h"
#include "shell_state.h"
#include "tools/patch.h"

namespace tools {

namespace {

constexpr std::string_view k_shell_text =
#include "embed/shell.md.inc"
    ;
constexpr std::string_view k_wait_text =
#include "embed/shell_wait.md.inc"
    ;
constexpr std::string_view k_input_text =
#include "embed/shell_input.md.inc"
    ;
constexpr std::string_view k_kill_text =
#include "embed/shell_kill.md.inc"
    ;

constexpr std::string_view k_shell_schema =
    R"({"type":"object","properties":{"command":{"type":"string"},"cwd":{"type":"string"},)"
    R"("wait_s":{"type":"number"},"timeout_s":{"type":"number"},"pty":{"type":"boolean"}},)"
    R"("required":["command"]})";
constexpr std::string_view k_wait_schema =
    R"({"type":"object","properties":{"id":{"type":"integer"},"wait_s":{"type":"number"}},"required":["id"]})";
constexpr std::string_view k_input_schema =
    R"({"type":"object","properties":{"id":{"type":"integer"},"text":{"type":"string"},)"
    R"("wait_s":{"type":"number"}},"required":["id","text"]})";
constexpr std::string_view k_kill_schema =
    R"({"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]})";

struct ShellArguments {
  std::string command;
  std::optional<std::string> cwd;
  std::optional<double> wait_s, timeout_s;
  std::optional<bool> pty;
};
BOOST_DESCRIBE_STRUCT(ShellArguments, (), (command, cwd, wait_s, timeout_s, pty))
struct IdArguments {
  int id = 0;
  std::optional<std::string> text;
  std::optional<double> wait_s;
};
BOOST_DESCRIBE_STRUCT(IdArguments, (), (id, text, wait_s))

constexpr std::array k_shell_aliases = {Alias{"cmd", "command"}, Alias{"workdir", "cwd"}, Alias{"tty", "pty"},
                                        Alias{"timeout", "timeout_s"}};
constexpr std::array k_id_aliases = {Alias{"session_id", "id"}, Alias{"chars", "text"}, Alias{"input", "text"}};

constexpr double k_seconds_max = 1e6;
constexpr io::Millis k_margin{1000};
constexpr io::Millis k_wait{30000};   // of shell_wait

std::optional<io::Millis> millis(std::optional<double> seconds) {
  if (!seconds) return std::nullopt;
  const double bounded = *seconds > 0 ? std::min(*seconds, k_seconds_max) : 0;
  return io::Millis(static_cast<std::int64_t>(bounded * 1000));
}

class ShellTool final : public Tool {
 public:
  ShellTool(ShellState& shell, const ToolSet& set) : shell_(shell), set_(set) {
    spec_.name = "shell";
    spec_.description = tool_text(k_shell_text);
    spec_.schema = k_shell_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_shell_aliases);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<ShellArguments>(arguments, k_shell_aliases);
    if (!read) co_return failed(read.error());
    ShellArguments& asked = read->value;
    if (asked.command.find_first_not_of(" \t\r\n") == std::string::npos)
      co_return failed({base::Code::invalid, "the command is empty"});
    const auto patch = find_shell_patch(asked.command);
    const bool in_root = patch && patch->folder.empty() && asked.cwd.value_or("").empty();
    Tool* const patcher = in_root ? set_.find("apply_patch") : nullptr;
    if (patcher != nullptr) co_return co_await patcher->run(patch->text, std::move(run));
    ShellRequest request;
    request.command = std::move(asked.command);
    request.cwd = asked.cwd.value_or("");
    request.pty = asked.pty.value_or(false);
    request.timeout = millis(asked.timeout_s);
    auto wait = millis(asked.wait_s);
    // A timeout beyond the usual wait is a wish to wait that long.
    if (!wait && request.timeout)
      wait = std::max(shell_.options().wait, *request.timeout + shell_.options().grace + k_margin);
    auto out = co_await shell_.start(std::move(request), wait, std::move(run));
    co_return with_note(ignored_note(read->unknown), std::move(out));
  }

 private:
  ShellState& shell_;
  const ToolSet& set_;
  llm::ToolSpec spec_;
};

/// shell_wait, shell_input, shell_kill: offered while there is something to go on with.
class FollowTool final : public Tool {
 public:
  enum class Kind { wait, input, kill };
  FollowTool(ShellState& shell, Kind kind) : shell_(shell), kind_(kind) {
    const bool waits = kind == Kind::wait, types = kind == Kind::input;
    spec_.name = waits ? "shell_wait" : types ? "shell_input" : "shell_kill";
    spec_.description = tool_text(waits ? k_wait_text : types ? k_input_text : k_kill_text);
    spec_.schema = waits ? k_wait_schema : types ? k_input_schema : k_kill_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_id_aliases);
  }
  [[nodiscard]] bool offered() const override { return shell_.running() > 0; }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<IdArguments>(arguments, k_id_aliases);
    if (!read) co_return failed(read.error());
    IdArguments& asked = read->value;
    Output out;
    if (kind_ == Kind::wait) {
      const io::Millis wait = millis(asked.wait_s).value_or(k_wait);
      out = co_await shell_.wait(asked.id, wait, std::move(run));
    } else if (kind_ == Kind::kill) {
      out = co_await shell_.end(asked.id, std::move(run));
    } else if (!asked.text || asked.text->empty()) {
      co_return failed({base::Code::invalid, "text is missing"});
    } else {
      out = co_await shell_.type(asked.id, std::move(*asked.text), millis(asked.wait_s), std::move(run));
    }
    co_return with_note(ignored_note(read->unknown), std::move(out));
  }

 private:
  ShellState& shell_;
  Kind kind_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Shell> add_shell(ToolSet& set, io::Loop& loop, workspace::Workspace& workspace,
                                 ShellOptions options) {
  auto shell = std::make_unique<ShellState>(loop, workspace, std::move(options));
  set.add(std::make_unique<ShellTool>(*shell, set));
  for (const auto kind : {FollowTool::Kind::wait, FollowTool::Kind::input, FollowTool::Kind::kill})
    set.add(std::make_unique<FollowTool>(*shell, kind));
  return shell;
}

}  // namespace tools
