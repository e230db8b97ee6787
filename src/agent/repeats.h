#pragma once
// Recognises a model that makes the same call again and again and gets the same answer.

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>

namespace agent {

/// The third identical call with an identical result is remarked on, the sixth ends the run: three
/// is where a person would say something, and some servers do answer a retry differently.
inline constexpr int k_repeats_remark = 3;
inline constexpr int k_repeats_stop = 6;

class Repeats {
 public:
  /// Counts a call and its result. Returns how often this pair has come, this time included, since
  /// the last progress.
  int note(const std::string& name, const std::string& arguments, const std::string& output) {
    const std::size_t key = std::hash<std::string>{}(name + '\0' + arguments);
    Seen& seen = seen_[key];
    const std::size_t result = std::hash<std::string>{}(output);
    if (seen.count > 0 && seen.result == result) return ++seen.count;
    seen = {result, 1};
    return 1;
  }
  /// From which repetition on it is worth a remark: after the model has lost sight of what it did, from the first.
  [[nodiscard]] int remark_from() const { return forgotten_ ? 2 : k_repeats_remark; }
  /// The conversation was made smaller.
  void forgotten() { forgotten_ = true; }
  /// Something changed in the project: the same call may now mean something new.
  void progress() { seen_.clear(); }

 private:
  struct Seen {
    std::size_t result = 0;
    int count = 0;
  };
  std::unordered_map<std::size_t, Seen> seen_;
  bool forgotten_ = false;
};

}  // namespace agent
