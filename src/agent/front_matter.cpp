#include "front_matter.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace agent {

namespace {

/// What an alias expands to is counted too, so that ten lines cannot become a gigabyte.
constexpr std::size_t k_nodes_max = 2000;
constexpr std::size_t k_nesting_max = 8;

bool is_too_much(const YAML::Node& node, std::size_t depth, std::size_t& count) {
  if (++count > k_nodes_max || depth > k_nesting_max) return true;
  if (node.IsSequence() || node.IsMap())
    for (const auto& child : node) {
      const YAML::Node& value = node.IsMap() ? child.second : static_cast<const YAML::Node&>(child);
      if (is_too_much(value, depth + 1, count)) return true;
    }
  return false;
}

std::string text_of(const YAML::Node& node) {
  if (node.IsScalar()) return node.Scalar();
  std::string out;
  if (node.IsSequence())
    for (const auto& one : node)
      if (one.IsScalar()) out += (out.empty() ? "" : ", ") + one.Scalar();
  return out;
}

/// The text between the dashes; `body` is what follows.
base::Result<std::string_view> head_of(std::string_view text, std::string_view& body) {
  const auto first = text.find('\n');
  for (std::size_t at = first + 1; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line == "---" || line == "...") {
      body = text.substr(std::min(end + 1, text.size()));
      return text.substr(first + 1, at - first - 1);
    }
    at = end + 1;
  }
  return base::fail(base::Code::invalid, "line 1: the front matter that begins with --- has no end");
}

}  // namespace

std::string_view FrontMatter::get(std::string_view key) const {
  for (const auto& member : members)
    if (member.key == key) return member.value;
  return {};
}

base::Result<FrontMatter> read_front_matter(std::string_view text) {
  FrontMatter out;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  out.body = text;
  if (!text.starts_with("---\n") && !text.starts_with("---\r\n")) return out;
  const auto head = head_of(text, out.body);
  if (!head) return base::fail(head.error());
  if (head->size() > k_front_matter_max)
    return base::fail(base::Code::too_big, "the front matter has more than " + std::to_string(k_front_matter_max >> 10) + " KiB");
  try {
    const YAML::Node root = YAML::Load(std::string(*head));
    std::size_t count = 0;
    if (is_too_much(root, 0, count)) return base::fail(base::Code::too_big, "the front matter is nested too deep or too long");
    if (root.IsNull()) return out;
    if (!root.IsMap()) return base::fail(base::Code::invalid, "the front matter is not of the form `name: value`");
    for (const auto& entry : root)
      if (entry.first.IsScalar()) out.members.push_back({entry.first.Scalar(), text_of(entry.second)});
  } catch (const YAML::Exception& wrong) {
    // Its lines count from 0, after the dashes.
    return base::fail(base::Code::invalid, "line " + std::to_string(wrong.mark.line + 2) + ": " + wrong.msg);
  }
  return out;
}

}  // namespace agent
