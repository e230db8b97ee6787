#pragma once
// A shell command, as far as one must understand it to know whose exit code came out at its end.

#include <string>
#include <string_view>
#include <vector>

namespace verify {

inline constexpr std::size_t k_parts_max =
    400;  ///< simple commands of one line; the rest is not read

/// How a simple command is joined to the next one.
enum class Link { end, then, background, and_, or_, pipe };

/// One simple command.
struct Part {
  std::vector<std::string> argv;         ///< quotes taken off; without assignments and redirections
  std::vector<std::string> assignments;  ///< NAME=value in front of it, or exported before
  Link link = Link::end;
  bool negated = false;            ///< `! command`
  std::vector<std::string> files;  ///< into which its output goes, as written
  std::string dir;  ///< where it runs, from `cd` before it: "" = where the line began
};

struct CommandFlow {
  std::vector<Part> parts;
  bool compound = false;  ///< loops, conditions, groups: whose exit code comes out is not known
  bool redefines =
      false;  ///< functions, aliases, eval, traps, a PATH of its own: names mean nothing
};

/// Never fails: what it does not understand is `compound`. `bash -c '...'` and a group around the
/// whole are read through. Linear.
CommandFlow read_command_flow(std::string_view text);

/// True if the line's exit code 0 means that part `i` ran and ended with 0.
bool shows_exit_code(const CommandFlow& line, std::size_t i);

/// False if an unconditional `exit` comes before part `i`.
bool is_reachable(const CommandFlow& line, std::size_t i);

/// The last part of the pipeline that part `i` is in: its output goes through those between.
std::size_t pipeline_end(const CommandFlow& line, std::size_t i);

/// The last component of a path.
std::string_view base_name(std::string_view path);

}  // namespace verify
