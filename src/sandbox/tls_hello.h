#pragma once
// The first thing a TLS client says: for whom its connection is. Pure; safe from any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox {

/// A hello that is not complete within so many bytes is refused. Real ones have 200 to 2,000.
inline constexpr std::size_t k_tls_hello_max = std::size_t{32} << 10;

struct TlsHello {
  enum class State : std::uint8_t {
    more,      ///< no answer yet: call again with more bytes
    not_tls,   ///< the first byte is not TLS'
    bad,       ///< it starts like TLS and is no ClientHello, is too long, or says a thing twice
    done,
  };
  State state = State::more;
  std::string server_name;        ///< as it was sent (any bytes); "" = it names none
  bool hides_another = false;     ///< it carries a second, encrypted hello (ECH): that name is unknown
  std::string_view why;           ///< of bad
};

/// Looks at all bytes that the client has sent so far. The answer does not depend on how they came in
/// pieces, and once it is not `more`, further bytes do not change it.
TlsHello read_tls_hello(std::string_view bytes);

}  // namespace sandbox
