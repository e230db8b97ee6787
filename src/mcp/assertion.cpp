// OpenSSL is loaded when a key is there to sign with, as libcurl is at the first fetch: the program starts without it.

#include "assertion.h"

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <boost/json.hpp>

#include <memory>

#include "base/ids.h"
#include "base/try.h"
#include "json/json.h"
#include "text/base64.h"

namespace mcp {

namespace {

using base::Code;

constexpr std::int64_t k_good_for_s = 300;
constexpr std::size_t k_half = 32;       // of a signature on P-256: r and s
constexpr std::size_t k_der_max = 80;

struct Library {
  decltype(&::BIO_new_mem_buf) bio_new_mem_buf;
  decltype(&::BIO_free) bio_free;
  decltype(&::PEM_read_bio_PrivateKey) read_key;
  decltype(&::EVP_PKEY_free) key_free;
  decltype(&::EVP_PKEY_get_id) key_id;
  decltype(&::EVP_PKEY_get_bits) key_bits;
  decltype(&::EVP_MD_CTX_new) context_new;
  decltype(&::EVP_MD_CTX_free) context_free;
  decltype(&::EVP_DigestSignInit) sign_init;
  decltype(&::EVP_DigestSign) sign;
  decltype(&::EVP_sha256) sha256;
};

template <class F>
bool find(void* library, const char* name, F& place) {
  place = reinterpret_cast<F>(::dlsym(library, name));
  return place != nullptr;
}

base::Result<Library> load() {
  void* library = ::dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return base::fail(Code::unsupported, std::string("cannot sign without OpenSSL 3 (install the package libssl3): ") + ::dlerror());
  Library l{};
  const bool all = find(library, "BIO_new_mem_buf", l.bio_new_mem_buf) && find(library, "BIO_free", l.bio_free) &&
                   find(library, "PEM_read_bio_PrivateKey", l.read_key) && find(library, "EVP_PKEY_free", l.key_free) &&
                   find(library, "EVP_PKEY_get_id", l.key_id) && find(library, "EVP_PKEY_get_bits", l.key_bits) &&
                   find(library, "EVP_MD_CTX_new", l.context_new) && find(library, "EVP_MD_CTX_free", l.context_free) &&
                   find(library, "EVP_DigestSignInit", l.sign_init) && find(library, "EVP_DigestSign", l.sign) &&
                   find(library, "EVP_sha256", l.sha256);
  if (!all) return base::fail(Code::unsupported, "cannot sign: the OpenSSL installed is too old");
  return l;
}

int no_passphrase(char*, int, int, void*) { return 0; }

using Key = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;

base::Result<Key> read_key(const Library& ssl, const std::string& pem) {
  BIO* memory = ssl.bio_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Key key(memory == nullptr ? nullptr : ssl.read_key(memory, nullptr, no_passphrase, nullptr), ssl.key_free);
  if (memory != nullptr) ssl.bio_free(memory);
  if (!key || ssl.key_id(key.get()) != EVP_PKEY_EC || ssl.key_bits(key.get()) != 8 * static_cast<int>(k_half))
    return base::fail(Code::invalid, "the private key is no PEM of the curve P-256 without a passphrase");
  return key;
}

/// One INTEGER of DER at `at`, as 32 bytes.
bool take_integer(std::string_view der, std::size_t& at, std::string& out) {
  if (at + 2 > der.size() || der[at] != 2) return false;
  const auto size = static_cast<std::size_t>(static_cast<unsigned char>(der[at + 1]));
  at += 2;
  if (at + size > der.size()) return false;
  auto number = der.substr(at, size);
  at += size;
  while (number.size() > k_half && number.front() == 0) number.remove_prefix(1);
  if (number.size() > k_half) return false;
  out.append(k_half - number.size(), '\0');
  out.append(number);
  return true;
}

/// JWS wants r and s one after the other (RFC 7518, 3.4), OpenSSL gives them in DER.
base::Result<std::string> sign(const std::string& pem, const std::string& text) {
  static const base::Result<Library> ssl = load();
  if (!ssl) return base::fail(ssl.error());
  TRY(const Key key, read_key(*ssl, pem));
  const std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)> context(ssl->context_new(), ssl->context_free);
  std::string der(k_der_max, '\0'), out;
  std::size_t size = der.size(), at = 2;
  const bool is_signed = context && ssl->sign_init(context.get(), nullptr, ssl->sha256(), nullptr, key.get()) == 1 &&
                         ssl->sign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                                   reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
  if (!is_signed) return base::fail(Code::invalid, "cannot sign with the private key");
  der.resize(size);
  const bool is_pair = take_integer(der, at, out) && take_integer(der, at, out);
  if (!is_pair) return base::fail(Code::internal, "OpenSSL signed in a form that is not known");
  return out;
}

}  // namespace

base::Result<std::string> client_assertion(const std::string& private_key, const std::string& client_id, const std::string& audience) {
  const auto now = base::now_ms() / 1000;
  const json::Object head = {{"alg", "ES256"}, {"typ", "JWT"}};
  const json::Object claims = {{"iss", client_id}, {"sub", client_id}, {"aud", audience},
                               {"jti", base::random_hex(16)}, {"iat", now}, {"exp", now + k_good_for_s}};
  const std::string text = text::to_base64url(json::dump(head)) + "." + text::to_base64url(json::dump(claims));
  TRY(const auto signature, sign(private_key, text));
  return text + "." + text::to_base64url(signature);
}

}  // namespace mcp
