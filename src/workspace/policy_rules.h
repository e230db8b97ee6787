#pragma once
// The words of rules, and whether a rule fits.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/ignore.h"
#include "workspace/policy.h"

namespace workspace {

/// What a rule can ask for: kinds of change, then classes.
enum class Word : std::uint8_t {
  created, modified, deleted, attributes, type, renamed,
  unsaved, ignored, untracked, tracked, code_outside, git, secret, large, many,
};
inline constexpr int k_words = 15;
std::string_view name(Word word);
std::optional<Word> word_of(std::string_view name);

/// Two words that never fit together, as "created and deleted"; "" if these can.
std::string contradiction(const std::vector<Word>& words);
/// What is wrong with a pattern for a rule's paths; "" if nothing is.
std::string wrong_pattern(std::string_view pattern);

/// A rule made ready. Unknown words (of a Policy that was not read from a file) fit nothing.
class Rule {
 public:
  explicit Rule(const EffectRule& rule);
  /// `has` is asked for as few words as possible: some are dear.
  [[nodiscard]] bool fits(std::string_view path, text::Entry entry,
                          const std::function<bool(Word)>& has) const;
  [[nodiscard]] const EffectRule& source() const { return source_; }
  [[nodiscard]] bool looks_at_paths() const { return !source_.paths.empty(); }

 private:
  [[nodiscard]] bool path_fits(std::string_view path, text::Entry entry) const;

  EffectRule source_;
  std::vector<Word> words_;
  std::vector<text::IgnorePattern> patterns_;
  bool can_fit_ = true;
};

}  // namespace workspace
