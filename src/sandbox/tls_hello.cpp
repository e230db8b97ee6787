// A ClientHello is a handshake message, cut into records as its sender likes (RFC 8446, 4.1.2 and 5.1).
// Nothing may follow from a hello that two readers could read differently: the server behind us decides
// by its own reading. So everything that is odd (lengths that do not add up, two names, two lists of
// names, empty records) is bad, never skipped.
#include "tls_hello.h"

namespace sandbox {
namespace {

using State = TlsHello::State;

constexpr std::uint8_t k_handshake = 22, k_client_hello = 1;
constexpr std::size_t k_record_max = 16384, k_message_max = 16384;
constexpr unsigned k_server_name = 0, k_encrypted_hello = 0xfe0d, k_encrypted_name = 0xffce;

/// Takes numbers and blocks off the front; once something is missing, everything fails.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

  unsigned number(std::size_t size) {
    unsigned value = 0;
    for (const char byte : block(size)) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
  }
  std::string_view block(std::size_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  /// A block with its length in front.
  std::string_view sized(std::size_t size_of_length) { return block(number(size_of_length)); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

TlsHello bad(std::string_view why) {
  TlsHello hello;
  hello.state = State::bad;
  hello.why = why;
  return hello;
}

/// The handshake message, collected from the records: complete or not.
struct Message {
  State state = State::more;
  std::string bytes;        // header of 4 and body
  std::string_view why;
};

Message collect(std::string_view bytes) {
  Message message;
  const auto fail = [&](std::string_view why) {
    message.state = State::bad;
    message.why = why;
    return message;
  };
  while (true) {
    const auto& have = message.bytes;
    if (!have.empty() && have[0] != k_client_hello) return fail("its first message is no ClientHello");
    if (have.size() >= 4) {
      const auto size = Reader(std::string_view(have).substr(1)).number(3);
      if (size > k_message_max) return fail("its ClientHello is too long");
      if (have.size() > 4 + size) return fail("something follows the ClientHello in its record");
      if (have.size() == 4 + size) {
        message.state = State::done;
        return message;
      }
    }
    // Judged byte by byte, so that what is wrong is said as soon as it is seen.
    if (!bytes.empty() && bytes[0] != k_handshake) return fail("another record stands in its ClientHello");
    if (bytes.size() > 1 && bytes[1] != 3) return fail("its record is not TLS 1.0 to 1.3");
    if (bytes.size() < 5) return message;
    const auto size = Reader(bytes.substr(3)).number(2);
    if (size == 0 || size > k_record_max) return fail("a record is empty or too long");
    message.bytes.append(bytes.substr(5, size));
    if (bytes.size() < 5 + std::size_t{size}) {
      // A part of a record: what is known of the message may already be wrong.
      if (!message.bytes.empty() && message.bytes[0] != k_client_hello)
        return fail("its first message is no ClientHello");
      return message;
    }
    bytes.remove_prefix(5 + std::size_t{size});
  }
}

/// The one name in a server_name extension; "" = it is odd.
std::string_view only_name(std::string_view extension) {
  Reader outer(extension);
  Reader list(outer.sized(2));
  if (outer.failed() || !outer.empty()) return {};
  const auto type = list.number(1);
  const auto name = list.sized(2);
  return list.failed() || !list.empty() || type != 0 ? std::string_view() : name;
}

TlsHello parse(std::string_view body) {
  TlsHello hello;
  hello.state = State::done;
  Reader reader(body);
  (void)reader.block(2 + 32);   // version, random
  const auto session = reader.sized(1);
  const auto ciphers = reader.sized(2);
  const auto compressions = reader.sized(1);
  if (reader.failed() || session.size() > 32 || ciphers.size() < 2 || ciphers.size() % 2 != 0 || compressions.empty())
    return bad("its ClientHello is damaged");
  if (reader.empty()) return hello;   // before extensions were invented
  Reader extensions(reader.sized(2));
  if (reader.failed() || !reader.empty()) return bad("its ClientHello is damaged");
  bool has_name = false;
  while (!extensions.empty()) {
    const auto type = extensions.number(2);
    const auto content = extensions.sized(2);
    if (extensions.failed()) return bad("its ClientHello is damaged");
    if (type == k_encrypted_hello || type == k_encrypted_name) hello.hides_another = true;
    if (type != k_server_name) continue;
    hello.server_name = only_name(content);
    if (has_name || hello.server_name.empty()) return bad("its ClientHello does not name one server");
    has_name = true;
  }
  return hello;
}

}  // namespace

TlsHello read_tls_hello(std::string_view bytes) {
  TlsHello hello;
  if (bytes.empty()) return hello;
  if (static_cast<std::uint8_t>(bytes[0]) != k_handshake) {
    hello.state = State::not_tls;
    return hello;
  }
  const Message message = collect(bytes.substr(0, k_tls_hello_max));
  if (message.state == State::done) return parse(std::string_view(message.bytes).substr(4));
  if (message.state == State::bad) return bad(message.why);
  if (bytes.size() >= k_tls_hello_max) return bad("its ClientHello is too long");
  return hello;
}

}  // namespace sandbox
