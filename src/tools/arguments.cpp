#include "arguments.h"

#include <algorithm>

#include "text/cut.h"
#include "text/utf8.h"

namespace tools {
namespace {

constexpr std::size_t k_shown_around = 40;    // bytes on each side of where JSON breaks
constexpr std::size_t k_ignored_max = 5;      // names told
constexpr std::size_t k_name_shown_max = 40;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

base::Result<json::Value> parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 64;
  boost::json::parser parser({}, options);
  boost::system::error_code error;
  const std::size_t used = parser.write(text.data(), text.size(), error);
  if (!error) return parser.release();
  const auto before = text::clip_front(text.substr(0, used), k_shown_around);
  const auto after = text::clip(text.substr(used), k_shown_around);
  std::string what = "the arguments are not valid JSON: " + error.message() + " at byte " +
                     std::to_string(used) + " of " + std::to_string(text.size());
  if (used == text.size()) {
    what += ", the end: they are cut off after `" + std::string(before) + "`";
  } else {
    what += ": `" + std::string(before) + "` <here> `" + std::string(after) + "`";
  }
  return base::fail(base::Code::invalid, text::to_valid_utf8(what));
}

}  // namespace

base::Result<json::Object> parse_arguments(std::string_view text, std::span<const Alias> aliases) {
  text = trimmed(text);
  if (text.empty()) return json::Object();
  TRY(auto value, parse(text));
  if (const auto* inner = value.if_string()) {
    auto unwrapped = parse(std::string(inner->data(), inner->size()));
    if (unwrapped && unwrapped->is_object()) value = json::Value(std::move(*unwrapped));
  }
  if (value.is_null()) return json::Object();
  if (!value.is_object())
    return base::fail(base::Code::invalid,
                      "the arguments must be a JSON object, not " +
                          std::string(json::detail::kind_name(value)));
  auto& object = value.get_object();
  for (const auto& [slip, name] : aliases) {
    const auto found = object.find(slip);
    if (found == object.end() || object.contains(name)) continue;
    json::Value moved = found->value();
    object.erase(found);
    object.emplace(name, std::move(moved));
  }
  return std::move(object);
}

base::Result<std::string> canonical_arguments(std::string_view text, std::span<const Alias> aliases) {
  TRY(auto object, parse_arguments(text, aliases));
  for (const auto& alias : aliases) object.erase(alias.slip);
  return json::dump(object);
}

void accept_string_for_number(json::Value& value) {
  if (!value.is_string()) return;
  const auto text = trimmed({value.get_string().data(), value.get_string().size()});
  if (text.empty() || text.size() > 18) return;
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return;
  value = json::Value(std::int64_t{std::stoll(std::string(text))});
}

void accept_string_for_bool(json::Value& value) {
  if (!value.is_string()) return;
  const auto& text = value.get_string();
  if (text == "true" || text == "True") value = json::Value(true);
  else if (text == "false" || text == "False") value = json::Value(false);
}

void accept_string_for_array(json::Value& value) {
  if (!value.is_string()) return;
  const auto& text = value.get_string();
  auto parsed = parse({text.data(), text.size()});
  if (parsed && parsed->is_array()) value = json::Value(std::move(*parsed));
}

std::string ignored_note(const std::vector<std::string>& unknown) {
  if (unknown.empty()) return "";
  std::string names;
  for (std::size_t i = 0; i < std::min(unknown.size(), k_ignored_max); ++i)
    names.append(names.empty() ? "" : ", ").append(text::clip(unknown[i], k_name_shown_max));
  return "(no such argument, ignored: " + text::to_valid_utf8(names) + ")\n";
}

}  // namespace tools
