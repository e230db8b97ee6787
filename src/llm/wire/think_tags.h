#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace llm::wire {

/// Servers without a reasoning parser leave the model's thoughts in its text: <think>...</think> at
/// the very beginning. Splits them off, however the text is cut. Elsewhere the tag is just text.
class ThinkTags {
 public:
  using Take = std::function<void(std::string_view)>;
  ThinkTags(Take text, Take thought) : text_(std::move(text)), thought_(std::move(thought)) {}
  void feed(std::string_view piece);
  /// The end: what was held back in case it became a tag is handed out.
  void finish();

 private:
  enum class State { begin, thought, after, text };
  void step();
  Take text_, thought_;
  State state_ = State::begin;
  std::string held_;
};

}  // namespace llm::wire
