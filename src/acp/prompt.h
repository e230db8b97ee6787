#pragma once
// What a client sends as a prompt: text, images, mentions of files, files whole.

#include <string>
#include <vector>

#include "plumb/host.h"
#include "rpc.h"

namespace acp {

inline constexpr std::size_t k_images_max = 20;
inline constexpr std::size_t k_image_bytes_max = std::size_t{5} << 20;
inline constexpr std::size_t k_prompt_text_max = std::size_t{8} << 20;

struct ReadPrompt {
  plumb::Prompt prompt;
  std::string first_text;            ///< the first block, if it is text: where a slash command stands
  bool only_text = true;
  std::vector<std::string> files;    ///< mentioned by a file: URI, absolute, without those whose text came along
};

/// Content blocks to what the model is told. Fails with k_invalid_params: an unknown block, what is no image, too
/// much of something, audio.
tl::expected<ReadPrompt, RpcError> read_prompt(const json::Value* blocks);

/// "file:///a%20b" -> "/a b"; "" if it is no file: URI of this machine.
std::string path_of_uri(std::string_view uri);
/// "/a b" -> "file:///a%20b".
std::string uri_of_path(std::string_view path);

}  // namespace acp
