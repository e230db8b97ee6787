#pragma once
// Lines as people see them: text with a meaning (Tone), which becomes colours only when it is painted. Text in a Span has been
// made safe before (clean.h). Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tui {

enum class Tone : std::uint8_t { plain, dim, accent, good, bad, warn, heading, code, keyword, literal, number };

/// Bits of Span::marks.
inline constexpr std::uint8_t k_bold = 1, k_italic = 2, k_underline = 4, k_strike = 8, k_reverse = 16;

struct Span {
  std::string text;
  Tone tone = Tone::plain;
  std::uint8_t marks = 0;
  bool operator==(const Span&) const = default;
};

struct Line {
  std::vector<Span> spans;
  std::size_t hang = 0;   ///< columns by which it is set in when it goes on
  bool whole = false;     ///< never broken by us: the terminal wraps it, so that it can be copied as it is

  Line() = default;
  Line(std::string text, Tone tone = Tone::plain, std::uint8_t marks = 0) { add(std::move(text), tone, marks); }   // NOLINT: meant to convert
  Line& add(std::string text, Tone tone = Tone::plain, std::uint8_t marks = 0);
  Line& add(const Line& other);
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::size_t width() const;
  bool operator==(const Line&) const = default;
};
using Lines = std::vector<Line>;

/// `none`: bold, dim, underline and reverse remain; `bare`: nothing but text.
enum class Colours : std::uint8_t { ansi, none, bare };

/// With the sequences that give it its tones. Ends in the terminal's normal state.
std::string paint(const Line& line, Colours colours);

/// Broken between words where it can be, at `columns` (at least 1). A `whole` line comes back as it is.
Lines wrap(const Line& line, std::size_t columns);
/// What fits, with an ellipsis where something is left out.
Line clip(const Line& line, std::size_t columns);

}  // namespace tui
