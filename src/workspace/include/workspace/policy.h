#pragma once
// contract: what may become of effects: applied, held for the user, or refused. Judged by what they are,
// never by the command that made them.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "txn/txn.h"

namespace workspace {

enum class Verdict : std::uint8_t { apply, hold, refuse };
std::string_view name(Verdict verdict);   ///< "allow", "ask", "deny": the words of the configuration

/// `[[effects.rules]]` of config.toml and of the managed file:
///   what = ["deleted", "unsaved"]      of: created modified deleted attributes type renamed, or a class
///                                      below; all must fit; none = any
///   paths = ["docs/**", "*.sql"]       globs as in .gitignore, one must fit; none = any
///   verdict = "allow" | "ask" | "deny"
/// Classes: unsaved (deletes or overwrites content that neither git nor this session has and no ignore
/// file names), ignored (an ignore file names it), untracked, tracked, code-outside (runs later outside of the
/// sandbox: git hooks and configuration, editor, CI, direnv and agent settings, shell rc files, setuid,
/// new executables in .venv/bin or node_modules/.bin, *.pth), git (anything in a .git), secret (.env, key
/// files), large (beyond `large` bytes), many (a folder of more than `many` entries removed).
struct EffectRule {
  std::vector<std::string> what, paths;
  Verdict verdict = Verdict::apply;
  std::string from;              ///< "config.toml, rule 2", "managed by /etc/plumb/managed.toml, rule 1"
};

/// Managed rules first: the first that fits decides. Where none fits: code-outside, unsaved deletes
/// and `large` are held, the rest is applied.
struct Policy {
  std::vector<EffectRule> managed, user;
  std::uint64_t large = std::uint64_t{2} << 30;
  std::uint64_t many = 5000;
};

/// Reads `[effects]` of a TOML text. Fails with invalid: file, line, what is wrong, what is allowed.
/// Unknown keys are errors: a rule that does not apply as its author thinks must not go unnoticed.
base::Result<Policy> read_policy(std::string_view user_text, std::string_view user_name,
                                 std::string_view managed_text, std::string_view managed_name);

struct Judgement {
  Verdict verdict = Verdict::apply;
  std::string why;               ///< "runs outside the sandbox later: a git hook", "deletes what only you have"
  std::string rule;              ///< EffectRule::from, or "" = the default
};

/// One a session. Reads .git/index itself (versions 2 to 4; linked worktrees; nothing runs git).
class Judge {
 public:
  static std::unique_ptr<Judge> make(std::string root, Policy policy);
  virtual ~Judge() = default;
  /// This session made `path` (or everything below it): deleting it needs no one's leave.
  virtual void made_here(const std::string& path) = 0;
  /// One judgement an effect, in order. Reads the tree as it is now, before the effects are applied.
  virtual std::vector<Judgement> judge(const txn::Transaction& transaction, const txn::Store& store) = 0;
};

}  // namespace workspace
