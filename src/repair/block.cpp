#include "block.h"

#include <algorithm>

namespace repair {

std::optional<Lines> Block::lines_of(Node statement) const {
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

}  // namespace repair
