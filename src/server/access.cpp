#include "server/access.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "text/base64.h"
#include "text/sha256.h"

namespace server {

namespace {

constexpr std::size_t k_block = 64;   // of SHA-256, in bytes
constexpr std::size_t k_mac = 43;     // 32 bytes in base 64 without padding

std::string hash(std::string_view first, std::string_view second) {
  text::Sha256 sha;
  sha.add(first);
  sha.add(second);
  const auto digest = sha.digest();
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// RFC 2104.
std::string hmac(std::string_view secret, std::string_view message) {
  std::string inner(k_block, '\x36'), outer(k_block, '\x5c');
  for (std::size_t i = 0; i < secret.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ secret[i]);
    outer[i] = static_cast<char>(outer[i] ^ secret[i]);
  }
  return hash(outer, hash(inner, message));
}

std::string described(const Grant& grant) { return (grant.rights == Rights::steer ? "s." : "w.") + grant.session; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

base::Result<std::array<unsigned char, 32>> from_hex(std::string_view text) {
  std::array<unsigned char, 32> out{};
  bool good = text.size() == 2 * out.size();
  for (std::size_t i = 0; good && i < out.size(); ++i) {
    const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
    good = high >= 0 && low >= 0;
    out[i] = static_cast<unsigned char>(high * 16 + low);
  }
  if (!good) return base::fail(base::Code::invalid, "it is no secret of plumb's: 64 hexadecimal digits are expected");
  return out;
}

/// Refuses a secret that others can read, as ssh does: they may have read it already.
base::Result<> check_mode(const std::string& path) {
  struct stat st {};
  if (::lstat(path.c_str(), &st) != 0) return base::fail_errno("cannot look at " + path);
  if (!S_ISREG(st.st_mode) || st.st_uid != ::geteuid() || (st.st_mode & 077) != 0)
    return base::fail(base::Code::denied, path + " must be a file of your own that nobody else can read: delete it, and plumb "
                                                 "makes another one (all links are new then)");
  return {};
}

/// Makes the file unless somebody else did meanwhile: the first one counts.
base::Result<> make_secret(const std::string& path) {
  const std::string fresh = path + "." + base::random_hex(8);
  TRY_DO(base::write_file(fresh, base::random_hex(32) + "\n", 0600, base::Durable::yes));
  const int linked = ::link(fresh.c_str(), path.c_str());
  const int error = errno;
  ::unlink(fresh.c_str());
  if (linked != 0 && error != EEXIST) return base::fail_errno("cannot make " + path, error);
  return {};
}

}  // namespace

std::string_view name(Rights rights) { return rights == Rights::steer ? "steer" : "watch"; }

std::string fragment(const Access& access, const Grant& grant) {
  return access.token(grant) + (grant.session.empty() ? "" : "&s=" + grant.session);
}

bool same_secret(std::string_view given, std::string_view ours) {
  unsigned differs = given.size() == ours.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i)
    differs |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(ours.empty() ? 0 : ours[i % ours.size()]);
  return differs == 0;
}

bool is_session_id(std::string_view id) {
  const auto plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), plain);
}

base::Result<Access> Access::open(const std::string& folder, Secret secret) {
  TRY_DO(base::make_dirs(folder, 0700));
  const std::string path = base::join(folder, "secret");
  if (secret == Secret::replace && ::unlink(path.c_str()) != 0 && errno != ENOENT)
    return base::fail_errno("cannot replace " + path);
  if (!base::exists(path)) TRY_DO(make_secret(path));
  TRY_DO(check_mode(path));
  TRY(std::string text, base::read_file(path, 256));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  auto bytes = from_hex(text);
  if (!bytes) return base::with(bytes.error(), "reading " + path);
  return Access(*bytes);
}

std::string Access::sign(std::string_view purpose, std::string_view what) const {
  std::string message(purpose);
  message += '\0';   // so that no purpose is the beginning of another one's message
  message += what;
  return text::to_base64url(hmac({reinterpret_cast<const char*>(secret_.data()), secret_.size()}, message));
}

std::string Access::token(const Grant& grant) const { return sign("token", described(grant)); }

std::optional<Grant> Access::by_token(std::string_view token, std::string_view session) const {
  if (!session.empty() && !is_session_id(session)) return std::nullopt;
  std::optional<Grant> found;
  for (const Rights rights : {Rights::watch, Rights::steer}) {
    Grant grant{rights, std::string(session)};
    if (same_secret(token, this->token(grant))) found = std::move(grant);
  }
  return found;
}

// NUMBER.TIME.MAC
std::string Access::new_browser(std::int64_t now_ms) const {
  const std::string value = base::random_hex(16) + "." + std::to_string(now_ms);
  return value + "." + sign("browser", value);
}

bool Access::is_browser(std::string_view browser, std::int64_t now_ms) const {
  const auto dot = browser.rfind('.');
  if (dot == std::string_view::npos || browser.size() > 128) return false;
  const auto value = browser.substr(0, dot);
  if (!same_secret(browser.substr(dot + 1), sign("browser", value))) return false;
  std::int64_t made = 0;
  std::from_chars(value.data() + value.find('.') + 1, value.data() + value.size(), made);
  return now_ms - made < k_login_ms;
}

std::string Access::cookie_name() const { return "plumb-" + sign("cookie", "").substr(0, 8); }

// RIGHTS.SESSION.MAC
std::string Access::key(const Grant& grant, std::string_view browser) const {
  const std::string what = described(grant);
  return what + "." + sign("key", what + " " + std::string(browser));
}

std::optional<Grant> Access::by_key(std::string_view key, std::string_view browser) const {
  if (key.size() < 2 + 1 + k_mac || key.size() > 2 + 64 + 1 + k_mac) return std::nullopt;
  const auto what = key.substr(0, key.size() - k_mac - 1);
  const Grant grant{what.starts_with("s.") ? Rights::steer : Rights::watch, std::string(what.substr(2))};
  if (!grant.session.empty() && !is_session_id(grant.session)) return std::nullopt;
  if (!same_secret(key, this->key(grant, browser))) return std::nullopt;
  return grant;
}

bool WrongTokens::may_try(std::int64_t now_ms) {
  const std::int64_t forgiven = (now_ms - since_ms_) / k_refill_ms;
  if (wrong_ == 0 || forgiven >= wrong_) {
    wrong_ = 0;
    since_ms_ = now_ms;
  } else {
    wrong_ -= forgiven;
    since_ms_ += forgiven * k_refill_ms;
  }
  return wrong_ < k_burst;
}

}  // namespace server
