// What is in the journal is what happened; what a provider accepts is stricter. A run that was
// killed between a call and its result, a user who spoke in between, a model of another provider
// that named its calls "functions.shell:0": all of that is history, and none of it may make the
// next request fail. So the repair happens here, on the way out, and the items stay as they are.

#include "history.h"

#include <cstdint>
#include <deque>
#include <map>
#include <set>

namespace llm {
namespace {

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t h = 0xcbf29ce484222325ULL ^ seed;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h;
}

std::string in_base36(std::uint64_t value, std::size_t length) {
  std::string out;
  for (std::size_t i = 0; i < length; ++i, value /= 36)
    out += "0123456789abcdefghijklmnopqrstuvwxyz"[value % 36];
  return out;
}

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

std::string note(const Image& image) {
  return "[image of type " + image.mime + ", " + std::to_string(image.bytes.size()) +
         " bytes: not shown, this model does not take images]";
}

class Builder {
 public:
  Builder(const std::vector<Item>& items, const HistoryRules& rules) : rules_(rules) {
    for (const auto& item : items)
      if (const auto* result = std::get_if<ToolResult>(&item)) results_[result->call_id].push_back(result);
  }

  void operator()(const UserMessage& message) {
    UserMessage out = message;
    drop_images(out.text, out.images);
    if (is_blank(out.text) && out.images.empty()) return;
    turn(false).emplace_back(std::move(out));
  }
  void operator()(const AssistantMessage& message) {
    if (!is_blank(message.text)) turn(true).emplace_back(message);
  }
  void operator()(const Reasoning& reasoning) {
    if (reasoning.origin == rules_.origin && !reasoning.opaque.empty()) turn(true).emplace_back(reasoning);
  }
  void operator()(const ToolCall& call) {
    ToolCall out = call;
    out.id = short_id(call.id);
    open_.push_back({call.id, out.id, call.freeform});
    turn(true).emplace_back(std::move(out));
  }
  void operator()(const ToolResult&) { answer_calls(); }

  std::vector<Turn> take() {
    answer_calls();
    std::vector<Turn> out;
    for (auto& turn : turns_) {
      // Reasoning alone, without the text or call that it led to, is refused. Only at the very end
      // it may stand: there the model was paused and is to go on from it.
      while (turn.assistant && &turn != &turns_.back() && !turn.items.empty() &&
             std::holds_alternative<Reasoning>(turn.items.back()))
        turn.items.pop_back();
      if (turn.items.empty()) continue;
      if (out.empty() || out.back().assistant != turn.assistant) {
        out.push_back(std::move(turn));
      } else {
        for (auto& item : turn.items) out.back().items.push_back(std::move(item));
      }
    }
    return out;
  }

 private:
  struct Open { std::string original, id; bool freeform; };

  std::vector<Item>& turn(bool assistant) {
    if (!assistant) answer_calls();   // before anybody else speaks
    if (turns_.empty() || turns_.back().assistant != assistant) turns_.push_back({assistant, {}});
    return turns_.back().items;
  }

  void answer_calls() {
    if (open_.empty()) return;
    const auto open = std::move(open_);
    open_.clear();
    turns_.push_back({false, {}});
    for (const auto& call : open) {
      ToolResult out;
      auto& known = results_[call.original];
      if (known.empty()) {
        out.output = k_no_result;
        out.is_error = true;
      } else {
        out = *known.front();
        known.pop_front();
      }
      out.call_id = call.id;
      out.freeform = call.freeform;
      drop_images(out.output, out.images);
      if (out.output.empty() && out.images.empty()) out.output = k_no_output;
      turns_.back().items.emplace_back(std::move(out));
    }
  }

  void drop_images(std::string& text, std::vector<Image>& images) const {
    if (rules_.images) return;
    for (const auto& image : images) {
      if (!text.empty()) text += "\n";
      text += note(image);
    }
    images.clear();
  }

  std::string short_id(const std::string& id) {
    for (std::uint64_t seed = 0;; ++seed) {
      std::string out;
      for (const char c : id) out += is_plain(c) ? c : '_';
      if (rules_.nine_char_ids) {
        const bool fits = id.size() == 9 && id.find_first_of("_-") == std::string::npos && out == id;
        if (!fits || seed > 0) out = in_base36(hash(id, seed), 9);
      } else if (out.empty() || out != id || out.size() > rules_.id_max || seed > 0) {
        const std::string tail = "_" + in_base36(hash(id, seed), 10);
        out = out.substr(0, rules_.id_max - tail.size()) + tail;
      }
      if (used_.insert(out).second) return out;
    }
  }

  const HistoryRules& rules_;
  std::map<std::string, std::deque<const ToolResult*>> results_;
  std::vector<Open> open_;
  std::set<std::string> used_;
  std::vector<Turn> turns_;
};

}  // namespace

std::vector<Turn> turns_of(const std::vector<Item>& items, const HistoryRules& rules) {
  Builder builder(items, rules);
  for (const auto& item : items) std::visit(builder, item);
  return builder.take();
}

}  // namespace llm
