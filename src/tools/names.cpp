#include "names.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "json/json.h"
#include "text/utf8.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_hex = "0123456789ABCDEF";
constexpr std::size_t k_names_seen_max = 5000;
constexpr std::size_t k_names_told_max = 3;
constexpr std::size_t k_name_compared_max = 64;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that an escape at `at` stands for, or -1.
int escape_at(std::string_view text, std::size_t at) {
  if (at + 4 > text.size() || text[at] != '\\' || text[at + 1] != 'x') return -1;
  const int high = hex_digit(text[at + 2]);
  const int low = hex_digit(text[at + 3]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_control(std::string_view bytes, std::size_t at) {
  const auto c = static_cast<unsigned char>(bytes[at]);
  return c < 0x20 || c == 0x7F;
}

bool needs_escapes(std::string_view bytes) {
  if (!text::is_valid_utf8(bytes)) return true;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (is_control(bytes, i) || escape_at(bytes, i) >= 0) return true;
  return false;
}

void escape(std::string& out, char byte) {
  const auto c = static_cast<unsigned char>(byte);
  out += "\\x";
  out += k_hex[c >> 4];
  out += k_hex[c & 15];
}

// Edits that turn one name into the other; more than `limit` come back as limit + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit || b.size() > k_name_compared_max || a.size() > k_name_compared_max) return limit + 1;
  std::array<std::size_t, k_name_compared_max + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string_view stem(std::string_view name) {
  return name.substr(0, name.size() - base::extension(name).size());
}

}  // namespace

std::string shown_name(std::string_view bytes) {
  if (!needs_escapes(bytes)) return std::string(bytes);
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto c = text::decode(bytes, at);
    const bool plain =
        c.kind == text::Decoded::Kind::character && !is_control(bytes, at) && bytes[at] != '\\';
    for (std::size_t i = 0; i < c.size; ++i) {
      if (plain) out += bytes[at + i];
      else escape(out, bytes[at + i]);
    }
    at += c.size;
  }
  return out;
}

std::string unescaped_name(std::string_view shown) {
  std::string out;
  for (std::size_t at = 0; at < shown.size();) {
    const int byte = escape_at(shown, at);
    if (byte > 0) {
      out += static_cast<char>(byte);
      at += 4;
    } else {
      out += shown[at++];
    }
  }
  return out;
}

base::Result<Place> locate(const workspace::Workspace& workspace, const std::string& given) {
  if (given.empty()) return base::fail(base::Code::invalid, "the path is empty");
  if (given.find('\0') != std::string::npos)
    return base::fail(base::Code::invalid, "the path has a NUL byte");
  std::string name = unescaped_name(given);
  if (name != given) {
    const auto escaped = workspace.resolve(name);
    if (!escaped || !base::exists(*escaped)) name = given;
  }
  TRY(auto path, workspace.resolve(name));
  Place place;
  const std::string& root = workspace.root();
  const std::string absolute = base::normalize(base::join(root, name));
  place.relative = base::relative(base::is_within(absolute, root) ? absolute : path, root);
  place.shown = shown_name(place.relative);
  place.path = std::move(path);
  place.name = std::move(name);
  return place;
}

base::Result<std::string> with_plain_path(const workspace::Workspace& workspace, const std::string& arguments) {
  TRY(auto value, json::parse(arguments));
  const std::string given(json::string_or(json::find(value, "path")));
  const auto place = locate(workspace, given);
  if (!place || place->name == given || !text::is_valid_utf8(place->name)) return arguments;   // run() says what is wrong with it
  const auto again = locate(workspace, place->name);
  if (!again || again->name != place->name)
    return base::fail(base::Code::invalid, "/path: it can be read in two ways: " + shown_name(given));
  value.as_object()["path"] = place->name;
  return json::dump(value);
}

std::string similar_names(const Place& place) {
  const auto names = base::list_dir(base::parent(place.path));
  if (!names) return "";
  const auto wanted = base::file_name(place.path);
  const std::size_t limit = wanted.size() <= 4 ? 1 : 2;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (std::size_t i = 0; i < std::min(names->size(), k_names_seen_max); ++i) {
    const std::string& name = (*names)[i];
    std::size_t cost = distance(wanted, name, limit);
    if (stem(wanted) == stem(name)) cost = 0;
    if (cost <= limit) near.emplace_back(cost, name);
  }
  std::sort(near.begin(), near.end());
  if (near.size() > k_names_told_max) near.resize(k_names_told_max);
  std::string out;
  for (const auto& [cost, name] : near)
    out += (out.empty() ? "; there is " : ", ") + shown_name(name);
  return out;
}

}  // namespace tools
