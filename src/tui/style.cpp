#include "style.h"

#include "text/width.h"

namespace tui {

Line& Line::add(std::string text, Tone tone, std::uint8_t marks) {
  if (!text.empty()) spans.push_back({std::move(text), tone, marks});
  return *this;
}

Line& Line::add(const Line& other) {
  spans.insert(spans.end(), other.spans.begin(), other.spans.end());
  return *this;
}

std::string Line::text() const {
  std::string out;
  for (const auto& span : spans) out += span.text;
  return out;
}

std::size_t Line::width() const {
  std::size_t out = 0;
  for (const auto& span : spans) out += text::width(span.text);
  return out;
}

namespace {

/// The 16 colours that the user's theme has, so that both light and dark ones are readable.
const char* colour_of(Tone tone) {
  switch (tone) {
    case Tone::accent: case Tone::code: return "36";
    case Tone::good: return "32";
    case Tone::bad: return "31";
    case Tone::warn: return "33";
    case Tone::heading: return "36";
    case Tone::keyword: return "35";
    case Tone::literal: return "32";
    case Tone::number: return "33";
    case Tone::plain: case Tone::dim: break;
  }
  return "";
}

std::string codes_of(const Span& span, Colours colours) {
  std::string out;
  const auto add = [&out](const char* code) {
    if (*code == 0) return;
    if (!out.empty()) out += ';';
    out += code;
  };
  if ((span.marks & k_bold) != 0 || span.tone == Tone::heading) add("1");
  if (span.tone == Tone::dim) add("2");
  if ((span.marks & k_italic) != 0) add("3");
  if ((span.marks & k_underline) != 0) add("4");
  if ((span.marks & k_reverse) != 0) add("7");
  if ((span.marks & k_strike) != 0) add("9");
  if (colours == Colours::ansi) add(colour_of(span.tone));
  return out;
}

/// One user-perceived character of a line.
struct Cell {
  const Span* span;
  std::string_view bytes;
  std::size_t width;
};

std::vector<Cell> cells_of(const Line& line) {
  std::vector<Cell> out;
  for (const auto& span : line.spans)
    for (std::size_t at = 0; at < span.text.size();) {
      const auto end = text::next_grapheme(span.text, at);
      const auto bytes = std::string_view(span.text).substr(at, end - at);
      out.push_back({&span, bytes, text::width(bytes)});
      at = end;
    }
  return out;
}

void append(Line& line, const Cell& cell) {
  if (!line.spans.empty() && line.spans.back().tone == cell.span->tone && line.spans.back().marks == cell.span->marks)
    line.spans.back().text += cell.bytes;
  else
    line.spans.push_back({std::string(cell.bytes), cell.span->tone, cell.span->marks});
}

}  // namespace

std::string paint(const Line& line, Colours colours) {
  std::string out;
  for (const auto& span : line.spans) {
    const std::string codes = colours == Colours::bare ? std::string() : codes_of(span, colours);
    if (codes.empty()) out += span.text;
    else out += "\033[" + codes + "m" + span.text + "\033[0m";
  }
  return out;
}

Lines wrap(const Line& line, std::size_t columns) {
  columns = columns == 0 ? 1 : columns;
  if (line.whole || line.width() <= columns) return {line};
  const auto cells = cells_of(line);
  const std::size_t hang = line.hang + 1 < columns ? line.hang : 0;
  Lines out;
  std::size_t at = 0;
  while (at < cells.size()) {
    const std::size_t indent = out.empty() ? 0 : hang;
    std::size_t end = at, used = indent, after_space = 0;
    while (end < cells.size() && (used + cells[end].width <= columns || end == at)) {
      used += cells[end].width;
      ++end;
      if (cells[end - 1].bytes == " ") after_space = end;
    }
    if (end < cells.size() && cells[end].bytes == " ") after_space = end;
    std::size_t cut = end;
    // A break right behind the indentation would leave a line of nothing.
    bool text_before = false;
    for (std::size_t i = at; i + 1 < after_space && !text_before; ++i) text_before = cells[i].bytes != " ";
    if (end < cells.size() && after_space > at && (text_before || after_space == end)) cut = after_space;
    Line row;
    row.add(std::string(indent, ' '));
    std::size_t last = cut;
    if (cut < cells.size())
      while (last > at && cells[last - 1].bytes == " ") --last;
    for (std::size_t i = at; i < last; ++i) append(row, cells[i]);
    out.push_back(std::move(row));
    at = cut;
    while (at < cells.size() && cells[at].bytes == " ") ++at;
  }
  return out;
}

Line clip(const Line& line, std::size_t columns) {
  if (line.width() <= columns) return line;
  Line out;
  std::size_t used = 0;
  for (const auto& cell : cells_of(line)) {
    if (used + cell.width + 1 > columns) {
      if (used + 1 <= columns) append(out, {cell.span, "…", 1});
      break;
    }
    used += cell.width;
    append(out, cell);
  }
  return out;
}

}  // namespace tui
