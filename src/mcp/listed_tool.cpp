#include "listed_tool.h"

#include <boost/json.hpp>

#include <algorithm>

#include "text/base64.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace mcp {

namespace {

using base::Code;

constexpr std::size_t k_name_max = 128;
constexpr std::size_t k_shown_max = 60;
constexpr std::string_view k_header = "x-mcp-header";

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
  };
  return !name.empty() && name.size() <= k_name_max && std::all_of(name.begin(), name.end(), fits);
}

/// The characters of RFC 9110's token.
bool is_header_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= k_name_max && std::all_of(name.begin(), name.end(), fits);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

base::Result<> read_headers(const json::Value& schema, ListedTool& out) {
  const auto* properties = json::find(schema, "properties");
  const auto* members = properties == nullptr ? nullptr : json::object_or_null(properties);
  if (members == nullptr) return {};
  std::vector<std::string> seen;
  for (const auto& [name, property] : *members) {
    const auto* header = json::find(property, k_header);
    if (header == nullptr) continue;
    const auto wanted = json::string_or(header);
    const auto type = json::string_or(json::find(property, "type"));
    if (!is_header_name(wanted)) return base::fail(Code::invalid, "an x-mcp-header of it is no name of a header");
    if (type != "string" && type != "integer" && type != "boolean")
      return base::fail(Code::invalid, "an x-mcp-header of it is on what is no string, integer or boolean");
    if (std::find(seen.begin(), seen.end(), lower(wanted)) != seen.end())
      return base::fail(Code::invalid, "two of its arguments have the same x-mcp-header");
    seen.push_back(lower(wanted));
    out.headers.emplace_back(std::string(name), std::string(wanted));
  }
  return {};
}

std::string size_text(std::size_t bytes) { return std::to_string(bytes) + " bytes"; }

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

void add_text(std::string& out, std::string_view text) {
  if (!out.empty() && !out.ends_with('\n')) out += '\n';
  out += text;
}

void add_image(CallResult& out, const json::Value& block) {
  const auto mime = member(block, "mimeType");
  auto bytes = text::from_base64(json::string_or(json::find(block, "data")));
  const bool is_known = mime == "image/png" || mime == "image/jpeg" || mime == "image/gif" || mime == "image/webp";
  if (bytes && is_known && bytes->size() <= k_image_max && out.images.size() < k_images_max) {
    out.images.push_back({mime, *std::move(bytes)});
    return;
  }
  add_text(out.text, "[an image that cannot be shown: " + plain(mime) + ", " + (bytes ? size_text(bytes->size()) : "not base64") + "]");
}

void add_resource(CallResult& out, const json::Value& block) {
  const auto* resource = json::find(block, "resource");
  if (resource == nullptr) return;
  const std::string head = "[resource " + plain(member(*resource, "uri"));
  if (const auto* text = json::find(*resource, "text")) return add_text(out.text, head + "]\n" + plain(json::string_or(text)));
  add_text(out.text, head + ", " + plain(member(*resource, "mimeType")) + ": not text]");
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out = text::to_valid_utf8(text);
  std::erase_if(out, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
  return out;
}

base::Result<ListedTool> read_tool(const json::Value& value) {
  ListedTool out;
  out.tool.name = member(value, "name");
  if (!is_name(out.tool.name))
    return base::fail(Code::invalid, "a tool with the name \"" + plain(text::clip(out.tool.name, k_shown_max)) +
                                         "\": names have 1 to 128 letters, digits and _ - . /");
  const auto* schema = json::find(value, "inputSchema");
  if (schema == nullptr || !schema->is_object()) return base::fail(Code::invalid, out.tool.name + ": it has no schema");
  if (const auto read = read_headers(*schema, out); !read) return base::fail(Code::invalid, out.tool.name + ": " + read.error().what);
  out.tool.title = plain(member(value, "title"));
  out.tool.description = plain(member(value, "description"));
  out.tool.schema = json::dump(*schema);
  const auto bytes = out.tool.title.size() + out.tool.description.size() + out.tool.schema.size();
  if (bytes > k_tool_bytes_max) return base::fail(Code::invalid, out.tool.name + ": its description and schema have " + size_text(bytes));
  return out;
}

std::string header_value(std::string_view value) {
  const bool is_printable = std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
  const bool has_ends = value.starts_with(' ') || value.ends_with(' ');
  const bool looks_coded = value.starts_with("=?base64?") && value.ends_with("?=");
  if (is_printable && !has_ends && !looks_coded) return std::string(value);
  return "=?base64?" + text::to_base64(value) + "?=";
}

io::Headers param_headers(const ListedTool& tool, const json::Value& arguments) {
  io::Headers out;
  for (const auto& [property, header] : tool.headers) {
    const auto* value = json::find(arguments, property);
    if (value == nullptr || value->is_null()) continue;
    const std::string text = value->is_string() ? std::string(json::string_or(value)) : json::dump(*value);
    out.emplace_back("Mcp-Param-" + header, header_value(text));
  }
  return out;
}

base::Result<CallResult> read_result(const json::Value& result) {
  CallResult out;
  out.is_error = json::bool_or(json::find(result, "isError"));
  const auto* content = json::array_or_null(json::find(result, "content"));
  const auto* structured = json::find(result, "structuredContent");
  if (content == nullptr && structured == nullptr) return base::fail(Code::protocol, "the server's result has no content");
  if (content != nullptr)
    for (const auto& block : *content) {
      const auto type = member(block, "type");
      if (type == "text") add_text(out.text, plain(member(block, "text")));
      else if (type == "image") add_image(out, block);
      else if (type == "resource") add_resource(out, block);
      else if (type == "resource_link") add_text(out.text, "[resource " + plain(member(block, "uri")) + " " + plain(member(block,
          "name")) + "]");
      else add_text(out.text, "[content of the kind \"" + plain(text::clip(type, k_shown_max)) + "\": not shown]");
    }
  if (out.text.empty() && out.images.empty() && structured != nullptr) out.text = plain(json::dump(*structured));
  return out;
}

}  // namespace mcp
