#pragma once
// Instruction files as rules: which of their sentences say something that can be enforced, and what. Read with care: a
// sentence that leaves a door open ("unless", "if", "without asking"), or that is not understood to its end, is advice.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/prompt.h"

namespace agent {

enum class RuleKind : std::uint8_t {
  advice,            ///< for the model to read; nothing enforces it
  never_touch,       ///< "never edit `vendor/`"
  run_first,         ///< "run `make lint` before you commit"
  no_dependencies,   ///< "no new dependencies"
};
std::string_view name(RuleKind kind);   ///< "advice", "never-touch", "run-before-commit", "no-new-dependencies"

/// What a never_touch rule forbids.
enum class Against : std::uint8_t {
  anything,   ///< any effect on the path
  changes,    ///< of what is there ("do not edit existing migrations in `db/`"): new files pass
  deletes,    ///< "never delete": deleted or renamed away
  creates,    ///< "do not add files to"
  hand,       ///< "by hand", "manually", "directly": the edit tools; a command may make it anew
};

/// What one sentence asks for.
struct Reading {
  RuleKind kind = RuleKind::advice;
  Against against = Against::anything;
  std::vector<std::string> paths;      ///< as written: "vendor/", "*.lock", "./a.json"
  std::vector<std::string> commands;   ///< in order
};

/// Whether the folder of the instruction file has such a path: decides about names that could be something else.
using HasPath = std::function<bool(const std::string& path)>;

/// Reads one sentence, without a list marker. Pure.
Reading read_sentence(std::string_view sentence, const HasPath& has);

/// A sentence of an instruction file.
struct Rule : Reading {
  std::string file;        ///< as InstructionFile::path
  std::size_t line = 0;    ///< where it begins, from 1
  std::string text;        ///< the sentence, white space folded, at most k_rule_text_max bytes
};

inline constexpr std::size_t k_rule_text_max = 300;
inline constexpr std::size_t k_rules_max = 500;   ///< of one file

/// The sentences of a file's lists and paragraphs, in order. Headings, tables, quotes, comments, code blocks and what
/// stands below a heading about examples are none. Any bytes: files are hostile input.
std::vector<Rule> read_rules(const InstructionFile& file, const HasPath& has);

}  // namespace agent
