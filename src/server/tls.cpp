// OpenSSL works on two memory buffers here: what came from outside is put into one, what it wants to send is taken from
// the other. So it never touches a socket, and the waiting is asio's.

#include "tls.h"

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

#include "base/file.h"
#include "base/try.h"
#include "io/event.h"

namespace server {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto k_as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr io::Millis k_handshake_time{10000};
constexpr std::size_t k_chunk = std::size_t{16} << 10;

struct Library {
  decltype(&::TLS_server_method) server_method;
  decltype(&::SSL_CTX_new) ctx_new;
  decltype(&::SSL_CTX_free) ctx_free;
  decltype(&::SSL_CTX_ctrl) ctx_ctrl;
  decltype(&::SSL_CTX_set_default_passwd_cb) ctx_set_default_passwd_cb;
  decltype(&::SSL_CTX_use_certificate_chain_file) ctx_use_certificate_chain_file;
  decltype(&::SSL_CTX_use_PrivateKey_file) ctx_use_private_key_file;
  decltype(&::SSL_CTX_check_private_key) ctx_check_private_key;
  decltype(&::SSL_new) ssl_new;
  decltype(&::SSL_free) ssl_free;
  decltype(&::SSL_set_bio) set_bio;
  decltype(&::SSL_set_accept_state) set_accept_state;
  decltype(&::SSL_do_handshake) do_handshake;
  decltype(&::SSL_read) read;
  decltype(&::SSL_write) write;
  decltype(&::SSL_shutdown) shutdown;
  decltype(&::SSL_get_error) get_error;
  decltype(&::BIO_new) bio_new;
  decltype(&::BIO_s_mem) bio_s_mem;
  decltype(&::BIO_read) bio_read;
  decltype(&::BIO_write) bio_write;
  decltype(&::ERR_get_error) err_get_error;
  decltype(&::ERR_clear_error) err_clear_error;
  decltype(&::ERR_error_string_n) err_error_string_n;
};

base::Error missing(const std::string& reason) {
  return {base::Code::unsupported, "cannot serve TLS without OpenSSL 3 (install the package libssl3): " + reason};
}

template <class F>
bool find(void* library, const char* name, F& place) {
  place = reinterpret_cast<F>(::dlsym(library, name));
  return place != nullptr;
}

base::Result<Library> load() {
  void* library = ::dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return base::fail(missing(::dlerror()));
  Library l{};
  const bool all =
      find(library, "TLS_server_method", l.server_method) && find(library, "SSL_CTX_new", l.ctx_new) &&
      find(library, "SSL_CTX_free", l.ctx_free) && find(library, "SSL_CTX_ctrl", l.ctx_ctrl) &&
      find(library, "SSL_CTX_set_default_passwd_cb", l.ctx_set_default_passwd_cb) &&
      find(library, "SSL_CTX_use_certificate_chain_file", l.ctx_use_certificate_chain_file) &&
      find(library, "SSL_CTX_use_PrivateKey_file", l.ctx_use_private_key_file) &&
      find(library, "SSL_CTX_check_private_key", l.ctx_check_private_key) && find(library, "SSL_new", l.ssl_new) &&
      find(library, "SSL_free", l.ssl_free) && find(library, "SSL_set_bio", l.set_bio) &&
      find(library, "SSL_set_accept_state", l.set_accept_state) && find(library, "SSL_do_handshake", l.do_handshake) &&
      find(library, "SSL_read", l.read) && find(library, "SSL_write", l.write) &&
      find(library, "SSL_shutdown", l.shutdown) && find(library, "SSL_get_error", l.get_error) &&
      find(library, "BIO_new", l.bio_new) && find(library, "BIO_s_mem", l.bio_s_mem) &&
      find(library, "BIO_read", l.bio_read) && find(library, "BIO_write", l.bio_write) &&
      find(library, "ERR_get_error", l.err_get_error) && find(library, "ERR_clear_error", l.err_clear_error) &&
      find(library, "ERR_error_string_n", l.err_error_string_n);
  if (!all) return base::fail(missing("the one installed is too old"));
  return l;
}

base::Result<const Library*> library() {
  static const base::Result<Library> loaded = load();
  if (!loaded) return base::fail(loaded.error());
  return &*loaded;
}

std::string last_error(const Library& ssl) {
  char text[256] = "unknown error";
  if (const auto code = ssl.err_get_error(); code != 0) ssl.err_error_string_n(code, text, sizeof text);
  ssl.err_clear_error();
  return text;
}

/// One connection under way. Reader and writer both come here, on the loop's one thread.
class Session {
 public:
  Session(const Library& ssl, SSL_CTX* context, StreamSocket outside, StreamSocket inside)
      : ssl_(ssl), outside_(std::move(outside)), inside_(std::move(inside)), sent_(outside_.get_executor()) {
    in_ = ssl_.bio_new(ssl_.bio_s_mem());
    out_ = ssl_.bio_new(ssl_.bio_s_mem());
    session_ = ssl_.ssl_new(context);
    ssl_.set_bio(session_, in_, out_);   // owns both from here
    ssl_.set_accept_state(session_);
  }
  ~Session() { ssl_.ssl_free(session_); }
  Session(const Session&) = delete;

  io::Task<> run() {
    const auto shaken = co_await io::within(k_handshake_time, "the TLS handshake", shake_hands());
    if (!shaken) co_return close_both();
    std::vector<io::Task<>> ways;
    ways.push_back(inwards());
    ways.push_back(outwards());
    co_await io::all(std::move(ways));
  }

 private:
  io::Task<base::Result<>> shake_hands() {
    for (;;) {
      ssl_.err_clear_error();
      const int result = ssl_.do_handshake(session_);
      const int error = ssl_.get_error(session_, result);
      const bool flushed = co_await flush();
      if (!flushed) break;
      if (result == 1) co_return base::Result<>();
      if (error != SSL_ERROR_WANT_READ) break;
      const bool fed = co_await feed();
      if (!fed) break;
    }
    co_return base::fail(base::Code::protocol, "no TLS");
  }

  /// More bytes from outside; false at their end.
  io::Task<bool> feed() {
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return false;
    const auto [error, size] = co_await outside_.async_read_some(asio::buffer(chunk_), k_as_tuple);
    if (error) co_return false;
    co_return ssl_.bio_write(in_, chunk_.data(), static_cast<int>(size)) == static_cast<int>(size);
  }

  /// Sends what OpenSSL has for outside; one at a time, so that the order holds.
  io::Task<bool> flush() {
    while (flushing_) co_await sent_.wait();
    flushing_ = true;
    bool good = true;
    std::array<char, k_chunk> bytes;   // NOLINT: BIO_read fills it
    for (;;) {
      const int size = ssl_.bio_read(out_, bytes.data(), static_cast<int>(bytes.size()));
      if (size <= 0) break;
      const auto buffer = asio::buffer(bytes.data(), static_cast<std::size_t>(size));
      const auto [error, sent] = co_await asio::async_write(outside_, buffer, k_as_tuple);
      if (error) {
        good = false;
        break;
      }
    }
    flushing_ = false;
    sent_.notify();
    co_return good;
  }

  io::Task<> inwards() {
    std::array<char, k_chunk> bytes;   // NOLINT
    for (;;) {
      ssl_.err_clear_error();
      const int size = ssl_.read(session_, bytes.data(), static_cast<int>(bytes.size()));
      if (size > 0) {
        const auto buffer = asio::buffer(bytes.data(), static_cast<std::size_t>(size));
        const auto [error, sent] = co_await asio::async_write(inside_, buffer, k_as_tuple);
        if (error) break;
        continue;
      }
      if (ssl_.get_error(session_, size) != SSL_ERROR_WANT_READ) break;
      const bool flushed = co_await flush();   // key updates are answered
      if (!flushed) break;
      const bool fed = co_await feed();
      if (!fed) break;
    }
    close_both();
  }

  io::Task<> outwards() {
    std::array<char, k_chunk> bytes;   // NOLINT
    for (;;) {
      const bool cancelled = co_await io::is_cancelled();
      if (cancelled) break;
      const auto [error, size] = co_await inside_.async_read_some(asio::buffer(bytes), k_as_tuple);
      if (error) break;
      ssl_.err_clear_error();
      if (ssl_.write(session_, bytes.data(), static_cast<int>(size)) <= 0) break;   // memory takes all of it
      const bool flushed = co_await flush();
      if (!flushed) break;
    }
    ssl_.err_clear_error();
    ssl_.shutdown(session_);
    co_await flush();
    close_both();
  }

  void close_both() {
    error_code ignored;
    outside_.close(ignored);
    inside_.close(ignored);
  }

  const Library& ssl_;
  StreamSocket outside_, inside_;
  io::Event sent_;
  bool flushing_ = false;
  SSL* session_ = nullptr;
  BIO *in_ = nullptr, *out_ = nullptr;
  std::array<char, k_chunk> chunk_{};
};

class OpenSsl final : public Tls {
 public:
  OpenSsl(const Library& ssl, SSL_CTX* context) : ssl_(ssl), context_(context) {}
  ~OpenSsl() override { ssl_.ctx_free(context_); }

  io::Task<> carry(StreamSocket outside, StreamSocket inside) override {
    const auto session = std::make_unique<Session>(ssl_, context_, std::move(outside), std::move(inside));
    co_await session->run();
  }

 private:
  const Library& ssl_;
  SSL_CTX* context_;
};

}  // namespace

base::Result<std::shared_ptr<Tls>> Tls::open(const std::string& certificate, const std::string& key) {
  for (const auto& path : {certificate, key}) TRY_DO(base::read_file(path, std::size_t{1} << 20));   // says what is wrong
  TRY(const Library* ssl, library());
  SSL_CTX* context = ssl->ctx_new(ssl->server_method());
  if (context == nullptr) return base::fail(base::Code::internal, "OpenSSL: " + last_error(*ssl));
  const auto tls = std::make_shared<OpenSsl>(*ssl, context);
  ssl->ctx_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, nullptr);
  ssl->ctx_ctrl(context, SSL_CTRL_MODE, SSL_MODE_RELEASE_BUFFERS, nullptr);
  // A key with a password would make OpenSSL ask at the terminal.
  ssl->ctx_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
  if (ssl->ctx_use_certificate_chain_file(context, certificate.c_str()) != 1)
    return base::fail(base::Code::invalid, certificate + " holds no certificate in PEM: " + last_error(*ssl));
  if (ssl->ctx_use_private_key_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
    return base::fail(base::Code::invalid, key + " holds no private key in PEM without a password: " + last_error(*ssl));
  if (ssl->ctx_check_private_key(context) != 1)
    return base::fail(base::Code::invalid, key + " is not the key of " + certificate);
  return tls;
}

}  // namespace server
