#include "prompt.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

#include "text/base64.h"
#include "markdown.h"

namespace acp {

namespace {

constexpr std::array<std::string_view, 4> k_image_types = {"image/png", "image/jpeg", "image/gif", "image/webp"};

bool is_image(std::string_view mime) { return std::find(k_image_types.begin(), k_image_types.end(), mime) != k_image_types.end(); }

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

class Reader {
 public:
  explicit Reader(const json::Array& blocks) : blocks_(blocks) {}

  tl::expected<ReadPrompt, RpcError> read() {
    for (std::size_t i = 0; i < blocks_.size() && wrong_.empty(); ++i) block(i, blocks_[i]);
    out_.prompt.text = std::move(text_);
    if (!context_.empty()) out_.prompt.text += (out_.prompt.text.empty() ? "" : "\n\n") + context_;
    if (wrong_.empty() && out_.prompt.text.size() > k_prompt_text_max)
      wrong_ = "/params/prompt: more than " + std::to_string(k_prompt_text_max >> 20) + " MiB of text";
    if (wrong_.empty() && out_.prompt.text.empty() && out_.prompt.images.empty()) wrong_ = "/params/prompt: nothing in it";
    if (!wrong_.empty()) return tl::unexpected<RpcError>(RpcError{k_invalid_params, wrong_, nullptr});
    return std::move(out_);
  }

 private:
  void fail(std::size_t i, std::string_view what) {
    if (wrong_.empty()) wrong_ = "/params/prompt/" + std::to_string(i) + ": " + std::string(what);
  }

  void block(std::size_t i, const json::Value& one) {
    const auto type = member(one, "type");
    if (type != "text") out_.only_text = false;
    if (type == "text") return text(i, one);
    if (type == "image") return image(i, member(one, "mimeType"), member(one, "data"));
    if (type == "resource_link") return link(i, one);
    if (type == "resource") return resource(i, one);
    fail(i, type == "audio" ? "audio is not supported" : "/type: expected text, image, resource_link or resource");
  }

  void text(std::size_t i, const json::Value& one) {
    const auto* value = json::find(one, "text");
    if (value == nullptr || !value->is_string()) return fail(i, "/text: expected a string");
    if (i == 0) out_.first_text = member(one, "text");
    text_ += member(one, "text");
  }

  void image(std::size_t i, const std::string& mime, const std::string& data) {
    if (!is_image(mime)) return fail(i, "an image is image/png, image/jpeg, image/gif or image/webp");
    if (out_.prompt.images.size() == k_images_max) return fail(i, "more than " + std::to_string(k_images_max) + " images");
    auto bytes = text::from_base64(data);
    if (!bytes || bytes->empty()) return fail(i, "/data: not base64");
    if (bytes->size() > k_image_bytes_max) return fail(i, "an image of more than 5 MiB");
    out_.prompt.images.push_back({mime, *std::move(bytes)});
  }

  /// In the text it stands where the user put it: a path for the model's tools.
  void link(std::size_t i, const json::Value& one) {
    const auto uri = member(one, "uri");
    if (uri.empty()) return fail(i, "/uri: missing");
    const auto path = path_of_uri(uri);
    if (path.empty()) {
      text_ += "[" + member(one, "name") + "](" + uri + ")";
      return;
    }
    text_ += code(path);
    out_.files.push_back(path);
  }

  void resource(std::size_t i, const json::Value& one) {
    const auto* inner = json::find(one, "resource");
    const auto uri = inner == nullptr ? "" : member(*inner, "uri");
    if (uri.empty()) return fail(i, "/resource/uri: missing");
    const auto path = path_of_uri(uri);
    const std::string named = path.empty() ? uri : path;
    text_ += code(named);
    if (const auto* whole = json::find(*inner, "text"); whole != nullptr && whole->is_string()) {
      context_ += (context_.empty() ? "" : "\n\n") + (code(named) + ", as the user's editor has it:\n") + fenced(member(*inner, "text"));
    } else if (is_image(member(*inner, "mimeType"))) {
      image(i, member(*inner, "mimeType"), member(*inner, "blob"));
    } else {
      fail(i, "a resource that is neither text nor an image cannot be shown to a model");
    }
  }

  const json::Array& blocks_;
  ReadPrompt out_;
  std::string text_, context_, wrong_;
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

tl::expected<ReadPrompt, RpcError> read_prompt(const json::Value* blocks) {
  const auto* list = json::array_or_null(blocks);
  if (list == nullptr) return tl::unexpected<RpcError>(RpcError{k_invalid_params, "/params/prompt: expected an array of content blocks", nullptr});
  return Reader(*list).read();
}

std::string path_of_uri(std::string_view uri) {
  if (!uri.starts_with("file://")) return {};
  uri.remove_prefix(7);
  if (uri.starts_with("localhost/")) uri.remove_prefix(9);
  if (!uri.starts_with('/')) return {};
  uri = uri.substr(0, uri.find_first_of("?#"));
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const bool escape = uri[i] == '%' && i + 2 < uri.size() && hex_value(uri[i + 1]) >= 0 && hex_value(uri[i + 2]) >= 0;
    out += escape ? static_cast<char>(hex_value(uri[i + 1]) * 16 + hex_value(uri[i + 2])) : uri[i];
    if (escape) i += 2;
  }
  return out.find('\0') == std::string::npos ? out : std::string();
}

std::string uri_of_path(std::string_view path) {
  constexpr std::string_view k_plain = "-._~/";
  std::string out = "file://";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || k_plain.find(c) != std::string_view::npos;
    constexpr std::string_view k_digits = "0123456789ABCDEF";
    if (plain) out += c;
    else (out += '%') += {k_digits[static_cast<unsigned char>(c) >> 4U], k_digits[static_cast<unsigned char>(c) & 15U]};
  }
  return out;
}

}  // namespace acp
