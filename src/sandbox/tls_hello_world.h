#pragma once
// ClientHellos for tests, right and wrong.

#include <string>
#include <string_view>

namespace sandbox {

inline std::string sized(std::size_t size_of_length, std::string_view content) {
  std::string out;
  for (std::size_t i = size_of_length; i-- > 0;) out += static_cast<char>(content.size() >> (8 * i));
  return out + std::string(content);
}

inline std::string extension(unsigned type, std::string_view content) {
  return std::string{static_cast<char>(type >> 8), static_cast<char>(type)} + sized(2, content);
}

inline std::string server_name(std::string_view name) {
  return extension(0, sized(2, std::string(1, '\0') + sized(2, name)));
}

/// The handshake message with these extensions.
inline std::string hello_message(std::string_view extensions) {
  const std::string body = "\x03\x03" + std::string(32, 'r') + sized(1, "session") + sized(2, "\x13\x01\x13\x02") +
                           sized(1, std::string_view("\0", 1)) + sized(2, extensions);
  return "\x01" + sized(3, body);
}

/// In records of at most `piece` bytes.
inline std::string records(std::string_view message, std::size_t piece = 16384) {
  std::string out;
  for (; !message.empty(); message.remove_prefix(std::min(piece, message.size())))
    out += "\x16\x03\x01" + sized(2, message.substr(0, piece));
  return out;
}

inline std::string hello_for(std::string_view name) {
  return records(hello_message(extension(10, "groups") + server_name(name) + extension(16, "alpn")));
}

}  // namespace sandbox
