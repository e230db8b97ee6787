// From a message to its sentences: markdown, code blocks, quotes. What stands in a code block is
// not the model's word, with one exception: a runner's summary pasted there is meant to be
// believed.

#include <algorithm>

#include "claim_reading.h"
#include "claim_words.h"
#include "output_lines.h"
#include "summary.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "verify/claims.h"

namespace verify {
namespace {

constexpr std::size_t k_sentence_max = 2000;  // bytes; what is longer is no sentence
constexpr std::size_t k_quote_max = 2000;     // bytes; a longer quotation is none

struct Block {
  bool code = false;
  std::string text;
};

bool is_fence(std::string_view line) {
  line = trim(line);
  return line.starts_with("```") || line.starts_with("~~~");
}

bool starts_item(std::string_view line) {
  line = trim(line);
  if (line.empty()) return true;
  if (line.starts_with("#") || line.starts_with("- ") || line.starts_with("* ") ||
      line.starts_with("+ ") || line.starts_with("|") || line.starts_with("> "))
    return true;
  if (line.starts_with("\xe2\x80\xa2") || line.starts_with("\xe2\x9c"))
    return true;  // a bullet, a check mark
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  return digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
}

/// Paragraphs, items and code blocks.
std::vector<Block> blocks_of(const OutputLines& lines) {
  std::vector<Block> out;
  bool in_code = false;
  for (const std::string_view line : lines.all()) {
    if (is_fence(line)) {
      in_code = !in_code;
      out.push_back({in_code, ""});
      continue;
    }
    if (in_code) {
      out.back().text += std::string(line) + "\n";
      continue;
    }
    const bool is_new = out.empty() || out.back().code || starts_item(line);
    if (is_new) out.push_back({false, ""});
    if (!out.back().text.empty()) out.back().text += ' ';
    out.back().text += trim(line);
  }
  return out;
}

/// Cuts the marks of an item off; false if it is nobody's claim: a quotation, an open box.
bool take_item(std::string_view& line) {
  line = trim(line);
  if (line.starts_with(">")) return false;
  const auto blanks = [&] { line = trim(line); };
  while (line.starts_with("#")) line.remove_prefix(1);
  blanks();
  for (const std::string_view bullet : {"- ", "* ", "+ ", "\xe2\x80\xa2 "})
    (void)take(line, bullet);
  blanks();
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits > 0 && digits < 4 && digits + 1 < line.size() &&
      (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ')
    line.remove_prefix(digits + 2);
  blanks();
  if (line.starts_with("[ ]") || line.starts_with("\xe2\x98\x90")) return false;
  if (!take(line, "[x]")) (void)take(line, "[X]");
  blanks();
  return true;
}

/// The end of a quotation that begins at `at`, or npos.
std::size_t quote_end(std::string_view text, std::size_t at) {
  text = text.substr(0, at + k_quote_max);
  struct Pair {
    std::string_view open, close;
  };
  for (const Pair& pair :
       {Pair{"\"", "\""}, Pair{"\xe2\x80\x9c", "\xe2\x80\x9d"}, Pair{"\xc2\xab", "\xc2\xbb"},
        Pair{"\xe2\x80\x9e", "\xe2\x80\x9c"}, Pair{"\xe3\x80\x8c", "\xe3\x80\x8d"}}) {
    if (!text.substr(at).starts_with(pair.open)) continue;
    const auto end = text.find(pair.close, at + pair.open.size());
    return end == std::string_view::npos ? end : end + pair.close.size();
  }
  const bool opens = text[at] == '\'' && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(');
  if (!opens) return std::string_view::npos;
  for (auto end = text.find('\'', at + 1); end != std::string_view::npos;
       end = text.find('\'', end + 1)) {
    const bool closes = end + 1 >= text.size() ||
                        std::string_view(" .,;:)!?").find(text[end + 1]) != std::string_view::npos;
    if (closes) return end + 1;
  }
  return std::string_view::npos;
}

/// Inline code marked, quotations and emphasis taken out, links reduced to their text.
std::string plain_of(std::string_view text) {
  std::string out;
  std::size_t no_code_before = 0;  // no closing backtick before here: the search is not repeated
  std::size_t no_quote_before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '`' && at >= no_code_before) {
      const std::size_t ticks = std::min(text.find_first_not_of('`', at), text.size()) - at;
      const auto end = text.find(std::string(ticks, '`'), at + ticks);
      if (end != std::string_view::npos) {
        out += k_code_begin + std::string(trim(text.substr(at + ticks, end - at - ticks))) +
               k_code_end;
        at = end + ticks;
        continue;
      }
      no_code_before = text.size();
    }
    const bool may_quote = c == '"' || c == '\'' || static_cast<unsigned char>(c) >= 0xC2;
    if (may_quote && at >= no_quote_before) {
      if (const auto end = quote_end(text, at); end != std::string_view::npos) {
        out += " \x01quoted\x02 ";
        at = end;
        continue;
      }
      if (c == '"') no_quote_before = text.size();
    }
    const bool is_link_end = c == ']' && at + 1 < text.size() && text[at + 1] == '(';
    if (is_link_end) {
      const auto end = text.substr(0, at + k_quote_max).find(')', at);
      if (end != std::string_view::npos) {
        at = end + 1;
        continue;
      }
    }
    if (c != '*' && c != '[' && c != '`' && c != k_code_begin && c != k_code_end) out += c;
    ++at;
  }
  return out;
}

/// Where a sentence ends that begins at `at`: behind its mark.
std::size_t sentence_end(std::string_view text, std::size_t at) {
  bool in_code = false;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == k_code_begin) in_code = true;
    if (c == k_code_end) in_code = false;
    if (in_code) continue;
    const bool ends = (c == '.' || c == '!' || c == '?') &&
                      (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == ')');
    const auto rest = text.substr(i);
    const bool is_short = rest.starts_with(". ") && i >= 3 &&
                          (text.substr(i - 3, 3) == "e.g" || text.substr(i - 3, 3) == "i.e");
    if (ends && !is_short) return i + 1;
    if (rest.starts_with("\xe3\x80\x82") || rest.starts_with("\xef\xbc\x81") ||
        rest.starts_with("\xef\xbc\x9f"))
      return i + 3;  // 。！？
  }
  return text.size();
}

std::string shown(std::string_view sentence) {
  std::string out;
  for (const char c : trim(sentence)) out += c == k_code_begin || c == k_code_end ? '`' : c;
  std::string_view line = trim(out);
  while (!line.empty() &&
         (line.back() == '.' || line.back() == ',' || line.back() == ';' || line.back() == ' '))
    line.remove_suffix(1);
  out = std::string(line);
  if (std::count(out.begin(), out.end(), '(') > std::count(out.begin(), out.end(), ')')) out += ')';
  line = out;
  return std::string(text::clip(line, k_claim_text_max));
}

class Collector {
 public:
  void add(std::string text, std::string command) {
    // An escape sequence that was taken out may have taken a part of a character with it.
    const std::string valid = text::to_valid_utf8(text);
    text = text::clip(valid, k_claim_text_max);
    command = text::to_valid_utf8(command);
    if (text.empty() || claims_.size() >= k_claims_max) return;
    const bool is_there = std::any_of(claims_.begin(), claims_.end(),
                                      [&](const Claim& claim) { return claim.text == text; });
    if (!is_there) claims_.push_back({std::move(text), std::move(command), false});
  }
  [[nodiscard]] bool is_full() const { return claims_.size() >= k_claims_max; }
  std::vector<Claim> take() { return std::move(claims_); }

 private:
  std::vector<Claim> claims_;
};

void read_prose(Collector& out, std::string_view block, std::string& before) {
  if (!take_item(block)) return;
  const std::string text = plain_of(block);
  for (std::size_t at = 0; at < text.size() && !out.is_full();) {
    const std::size_t end = sentence_end(text, at);
    const auto sentence = std::string_view(text).substr(at, end - at);
    at = end;
    if (sentence.size() > k_sentence_max || trim(sentence).empty()) continue;
    if (const auto summary = summary_of(std::string(sentence))) {
      out.add(shown(sentence), command_in(sentence));
      before = std::string(sentence);
      continue;
    }
    for (const Found& found : claims_in_sentence(sentence, before)) {
      const auto part =
          found.needs_context ? sentence : sentence.substr(found.begin, found.end - found.begin);
      std::string command = command_in(part);
      if (command.empty()) command = command_in(sentence);
      out.add(shown(part), std::move(command));
    }
    before = std::string(sentence);
  }
}

/// A block under "Expected output:" or "Before my change:" shows something else than a result.
bool announces_other(std::string_view before) {
  for (const Token& token : read_tokens(before))
    if ((token.means & (w_modal | w_if | w_when | w_past | w_said | w_order)) != 0 ||
        token.text == "example" || token.text == "format")
      return true;
  return false;
}

void read_code(Collector& out, const std::string& code, std::string_view before) {
  const auto summary = summary_of(code);
  if (!summary || announces_other(before)) return;
  std::string command;
  const OutputLines lines(code);
  for (std::string_view line : lines.all())
    if (take(line, "$ ")) command = std::string(text::clip(trim(line), k_claim_text_max));
  out.add(std::string(text::clip(summary->line, k_claim_text_max)), std::move(command));
}

}  // namespace

std::string_view name(Mark mark) {
  switch (mark) {
    case Mark::proven:
      return "proven";
    case Mark::unproven:
      return "unproven";
    case Mark::refuted:
      return "refuted";
  }
  return "unproven";
}

std::vector<Claim> claims_in(std::string_view prose) {
  const OutputLines lines(text::to_valid_utf8(text::clip_front(prose, k_prose_max)));
  Collector out;
  std::string before;
  for (const Block& block : blocks_of(lines)) {
    if (out.is_full()) break;
    if (block.code) {
      read_code(out, block.text, before);
    } else if (!block.text.empty()) {
      read_prose(out, block.text, before);
    }
  }
  return out.take();
}

}  // namespace verify
