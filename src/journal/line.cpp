// A line is {"v":1,"seq":N,"t":ms,"type":"...","p":{...},"sum":"0123456789abcdef"}: JSON for everybody
// else, for us a fixed frame around a payload that we need not parse to trust it. The sum is XXH3-64
// of everything before `,"sum"`; since it stands at a fixed distance from the end, checking a line is
// one pass of XXH3 (some 10 GB/s), and a flipped bit anywhere, also in the frame, is found.

#include "line.h"

#include <xxhash.h>

#include <array>
#include <charconv>

namespace journal {
namespace {

constexpr std::string_view k_sum = R"(,"sum":")";
constexpr std::string_view k_end = R"("})";
constexpr std::size_t k_tail = k_sum.size() + 16 + k_end.size();

std::array<char, 16> sum_of(std::string_view text) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::uint64_t sum = XXH3_64bits(text.data(), text.size());
  std::array<char, 16> out;
  for (std::size_t i = 16; i-- > 0; sum >>= 4) out[i] = k_digits[sum & 15];
  return out;
}

template <class T>
void write_number(std::string& out, T number) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end);
}

bool take(std::string_view& text, std::string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

template <class T>
bool take_number(std::string_view& text, T& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

bool is_type(std::string_view type) {
  if (type.empty() || type.size() > 64) return false;
  for (const char c : type)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_')) return false;
  return true;
}

void write_line(std::string& out, const Line& line) {
  const std::size_t begin = out.size();
  out += R"({"v":1,"seq":)";
  write_number(out, line.seq);
  out += R"(,"t":)";
  write_number(out, line.time_ms);
  out += R"(,"type":")";
  out += line.type;
  out += R"(","p":)";
  out += line.payload;
  const std::size_t end = out.size();
  out += k_sum;
  const auto sum = sum_of(std::string_view(out).substr(begin, end - begin));
  out.append(sum.data(), sum.size());
  out += k_end;
  out += '\n';
}

std::optional<Line> parse_line(std::string_view text) {
  if (text.size() <= k_tail) return std::nullopt;
  std::string_view body = text.substr(0, text.size() - k_tail);
  const auto sum = sum_of(body);
  std::string_view tail = text.substr(body.size());
  if (!take(tail, k_sum) || !take(tail, {sum.data(), sum.size()}) || tail != k_end) return std::nullopt;
  Line line;
  if (!take(body, R"({"v":1,"seq":)") || !take_number(body, line.seq) || !take(body, R"(,"t":)") ||
      !take_number(body, line.time_ms) || !take(body, R"(,"type":")"))
    return std::nullopt;
  line.type = body.substr(0, body.find('"'));
  if (!is_type(line.type)) return std::nullopt;
  body.remove_prefix(line.type.size());
  if (!take(body, R"(","p":)") || !body.starts_with('{') || !body.ends_with('}'))
    return std::nullopt;
  line.payload = body;
  return line;
}

}  // namespace journal
