#include "block.h"

#include <algorithm>

namespace repair {

constexpr std::size_t k_jumps_max = 8;

std::optional<Lines> Block::lines_of(Node statement) const {
  if (statement.has_error()) return std::nullopt;
  const auto& source = edits_.source;
  Lines lines;
  lines.begin = source.lines().start_of(statement.line());
  lines.end = source.lines().start_of(statement.end_line() + 1);
  const std::string_view text = source.text();
  lines.indent = std::string(text.substr(lines.begin, statement.begin() - lines.begin));
  if (lines.indent.find_first_not_of(" \t") != std::string::npos) return std::nullopt;
  std::string_view rest = text.substr(statement.end(), lines.end - statement.end());
  rest = rest.substr(0, rest.find(edits_.words().comment));
  if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  if (lines.end > edits_.unit.end && lines.end != edits_.unit.end + 1) return std::nullopt;
  return lines;
}

std::string Block::whole(const Lines& lines) const {
  std::string text = edits_.source.text().substr(lines.begin, lines.end - lines.begin);
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

std::string_view Block::own() const {
  return std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
}

std::string Block::under(const std::string& question, const std::string& indent, const std::string& statement) const {
  return edits_.is_python() ? "if " + question + ":\n" + indent + "    " + statement : "if (" + question + ") " + statement;
}

void Block::put(double cost, const char* what, std::size_t at, const std::string& indent, const std::string& statement, Node near) {
  std::vector<Splice> one;
  one.push_back({at, at, indent + statement + "\n"});
  splice(cost, what, near.line(), std::move(one));
}

void Block::splice(double cost, const char* what, std::size_t line, std::vector<Splice> splices) {
  for (auto& splice : splices) {
    if (splice.end <= edits_.unit.end) continue;
    if (splice.begin > edits_.unit.end) {  // an insertion after the last line
      splice.begin = edits_.unit.end;
      splice.text = "\n" + splice.text;
    }
    splice.end = edits_.unit.end;
    if (splice.text.ends_with('\n')) splice.text.pop_back();
  }
  edits_.splice(cost, what, line, std::move(splices));
}

std::string Block::indent_of(Node statement) const {
  const std::size_t start = edits_.source.lines().start_of(statement.line());
  const std::string text = edits_.source.text().substr(start, statement.begin() - start);
  return text.find_first_not_of(" \t") == std::string::npos ? text : std::string();
}

std::string Block::reindent(const std::string& text, const std::string& from,
                            const std::string& to) {
  std::string out;
  for (const auto line : text::split_lines(text)) {
    if (line.starts_with(from)) {
      out += to;
      out += line.substr(from.size());
    } else {
      out += line;
    }
  }
  return out;
}

bool Block::in_loop() const {
  for (Node node = block_; node && edits_.kind(node) != Kind::function; node = node.parent()) {
    const Kind kind = edits_.kind(node);
    if (kind == Kind::for_ || kind == Kind::while_) return true;
  }
  return false;
}

bool Block::fits_type(std::string_view jump) const {
  if (!edits_.is_native()) return true;
  const auto head = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.body.begin() - edits_.unit.begin);
  const auto type = head.substr(0, head.find('('));
  const auto has = [&](std::string_view word) { return type.find(word) != std::string_view::npos; };
  if (jump == "return;") return has("void");
  if (has("void")) return false;
  if (jump == "return std::nullopt;") return has("optional");
  if (has("optional") || has("auto")) return false;
  if (jump == "return nullptr;" || jump == "return NULL;") return has("*");
  if (jump == "return true;" || jump == "return false;") return has("bool");
  if (jump == "return {};") return has("string") || has("vector") || has("map") || has("set");
  return !has("bool") && !has("*") && !has("string") && !has("vector") && !has("map") && !has("set");  // a number
}

std::vector<Filled> Block::jumps() const {
  std::vector<Filled> out;
  const std::string end(edits_.words().end);
  if (in_loop()) {
    out.push_back({0, "continue" + end});
    out.push_back({0.2, "break" + end});
  }
  bool has_value = false;
  for (const Node statement : edits_.scope.simple_statements) {
    const Kind kind = edits_.kind(statement);
    if (kind != Kind::return_ && kind != Kind::raise) continue;
    const std::string text = edits_.text(statement);
    has_value = has_value || (kind == Kind::return_ && text.find(' ') != std::string::npos);
    if (std::none_of(out.begin(), out.end(), [&](const Filled& one) { return one.text == text; })) out.push_back({kind == Kind::return_ ? 0.1 : 0.2, text});
  }
  for (const auto& phrase : edits_.words().returns) {
    const std::string text(phrase.text);
    const bool is_bare = text.find(' ') == std::string::npos;
    if ((!edits_.is_python() && is_bare == has_value) || !fits_type(text)) continue;
    if (std::none_of(out.begin(), out.end(), [&](const Filled& one) { return one.text == text; })) out.push_back({is_bare || edits_.is_native() ? 0.2 : 0.4, text});
  }
  if (out.size() > k_jumps_max) out.resize(k_jumps_max);
  return out;
}

std::string Block::null() const {
  if (edits_.language() == code::Language::java) return "null";
  return edits_.language() == code::Language::c ? "NULL" : "nullptr";
}

std::string Block::is_nothing(const std::string& name) const {
  const std::string question = " == " + null();
  const bool compares = edits_.language() == code::Language::java || edits_.source.text().find(question) != std::string::npos;
  return compares ? name + question : "!" + name;
}

}  // namespace repair
