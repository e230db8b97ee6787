// Byte by byte, the answer must come once and stay; a name must be a part of what was sent.
#include <cstdint>
#include <cstdlib>

#include "tls_hello.h"

using sandbox::TlsHello;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = sandbox::read_tls_hello(bytes);
  if (whole.server_name.size() > size) std::abort();
  bool answered = false;
  for (std::size_t i = 0; i <= size; ++i) {
    const auto part = sandbox::read_tls_hello(bytes.substr(0, i));
    if (part.state == TlsHello::State::more) {
      if (answered) std::abort();
      continue;
    }
    answered = true;
    if (part.state != whole.state || part.server_name != whole.server_name || part.hides_another != whole.hides_another)
      std::abort();
  }
  if (answered != (whole.state != TlsHello::State::more)) std::abort();
  return 0;
}
