#include "shell_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "names.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "workspace/workspace.h"

namespace tools {

namespace {

// Of very long output only the ends are made plain: what is between them is cut anyway.
constexpr std::size_t k_plain_end = std::size_t{256} << 10;
constexpr std::size_t k_name_shown_max = 120;
constexpr std::size_t k_why_shown_max = 160;

/// Bytes of the escape sequence at the beginning of `text` (which begins with ESC).
std::size_t escape_size(std::string_view text) {
  if (text.size() < 2) return text.size();
  const char kind = text[1];
  if (kind == '[') {   // CSI: parameters, then one letter
    for (std::size_t i = 2; i < text.size(); ++i)
      if (text[i] >= 0x40 && text[i] <= 0x7e) return i + 1;
    return text.size();
  }
  if (kind == ']' || kind == 'P' || kind == '^' || kind == '_') {   // a string, to BEL or ESC backslash
    const auto end = text.find_first_of("\a\x1b\n", 2);
    if (end == std::string_view::npos) return text.size();
    if (text[end] == '\n') return end;
    return text[end] == '\a' ? end + 1 : std::min(end + 2, text.size());
  }
  if (kind >= 0x20 && kind <= 0x2f) return std::min<std::size_t>(3, text.size());   // charsets
  return 2;
}

/// One line being written by a terminal's cursor: a carriage return goes to its start.
class Line {
 public:
  void put(char c) {
    if (restart_) {
      text_.clear();
      restart_ = false;
    }
    text_ += c;
  }
  void carriage_return() { restart_ = true; }
  void backspace() {
    while (!text_.empty() && text::is_continuation(text_.back())) text_.pop_back();
    if (!text_.empty()) text_.pop_back();
  }
  void flush(std::string& out) {
    out += text_;
    text_.clear();
    restart_ = false;
  }

 private:
  std::string text_;
  bool restart_ = false;
};

char mark(workspace::Change change) {
  switch (change) {
    case workspace::Change::created: return 'A';
    case workspace::Change::deleted: return 'D';
    case workspace::Change::modified:
    case workspace::Change::mode:
    case workspace::Change::type: break;
  }
  return 'M';
}

}  // namespace

std::string plain_output(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  Line line;
  for (std::size_t i = 0; i < bytes.size();) {
    const char c = bytes[i];
    if (c == '\x1b') {
      i += escape_size(bytes.substr(i));
      continue;
    }
    ++i;
    if (c == '\n') {
      line.flush(out);
      out += c;
    } else if (c == '\r') {
      line.carriage_return();
    } else if (c == '\b') {
      line.backspace();
    } else if (c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) {
      line.put(c);
    }
  }
  line.flush(out);
  return text::is_valid_utf8(out) ? out : text::to_valid_utf8(out);
}

std::string shown_output(std::string_view bytes, std::size_t total, std::size_t limit, bool& cut) {
  if (bytes.size() <= 2 * k_plain_end && bytes.size() == total) {
    const std::string plain = plain_output(bytes);
    cut = plain.size() > limit;
    return text::keep_ends(plain, limit);
  }
  cut = true;
  const std::string head = plain_output(text::clip(bytes, k_plain_end));
  const std::string tail = plain_output(text::clip_front(bytes, k_plain_end));
  const std::size_t half = (limit - 64) / 2;
  return fmt::format("{}\n[... most of {:.1f} MB cut ...]\n{}", text::clip(head, half),
                     static_cast<double>(total) / 1e6, text::clip_front(tail, half));
}

namespace {

std::string shown_effect(const workspace::Effect& effect) {
  const auto shown = [](const std::string& path) { return std::string(text::clip(shown_name(path), k_name_shown_max)); };
  std::string out;
  if (!effect.renamed_from.empty()) {
    out = "R " + shown(effect.renamed_from) + " -> " + shown(effect.path);
  } else {
    out = std::string(1, mark(effect.change)) + " " + shown(effect.path);
  }
  if (effect.entries > 1) out += fmt::format("/ ({} entries)", effect.entries);
  if (effect.state != workspace::State::applied && !effect.why.empty())
    out += " (" + std::string(text::clip(effect.why, k_why_shown_max)) + ")";
  return out;
}

/// One line for the effects in one state.
std::string line_of(std::string_view head, const std::vector<workspace::Effect>& effects, workspace::State state) {
  std::vector<const workspace::Effect*> those;
  for (const auto& effect : effects) {
    // The other half of a rename says it all.
    if (effect.state == state && effect.renamed_to.empty()) those.push_back(&effect);
  }
  if (those.empty()) return "";
  std::string line = "[" + std::string(head) + ": ";
  const std::size_t count = std::min(those.size(), k_effects_shown_max);
  for (std::size_t i = 0; i < count; ++i) line += (i > 0 ? ", " : "") + shown_effect(*those[i]);
  if (count < those.size()) line += fmt::format(" and {} more", those.size() - count);
  return line + "]\n";
}

}  // namespace

std::string effects_lines(const std::vector<workspace::Effect>& effects, const std::vector<std::string>& git) {
  using workspace::State;
  std::string out = line_of("changed", effects, State::applied);
  if (!git.empty()) {
    out += "[git: ";
    for (std::size_t i = 0; i < std::min(git.size(), k_effects_shown_max); ++i)
      out += (i > 0 ? "; " : "") + std::string(text::clip(shown_name(git[i]), k_name_shown_max));
    out += "]\n";
  }
  out += line_of("held until the user decides, NOT in the tree", effects, State::held);
  out += line_of("refused by the user's policy, NOT in the tree", effects, State::refused);
  out += line_of("NOT in the tree, since somebody else changed it meanwhile (both versions are kept)", effects,
                 State::conflict);
  return out;
}

}  // namespace tools
