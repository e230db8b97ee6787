#include "mcp_login.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>

#include "base/file.h"
#include "base/paths.h"
#include "base/private_file.h"
#include "base/try.h"
#include "text/sha256.h"

namespace engine {

using base::Code;

namespace {

constexpr std::size_t k_login_max = std::size_t{128} << 10, k_key_max = std::size_t{64} << 10;
constexpr int k_lock_tries = 300;
constexpr io::Millis k_lock_wait{100};

std::string file_of(const std::string& folder, const std::string& url) {
  return base::join(folder, text::sha256_hex(url).substr(0, 32) + ".json");
}

tl::unexpected<base::Error> wrong(const std::string& path, const toml::node& node, const std::string& key, const std::string& want) {
  return base::fail(Code::invalid, path + ":" + std::to_string(node.source().begin.line) + ": " + key + " must be " + want);
}

io::Task<base::Result<std::shared_ptr<void>>> lock(std::string path) {
  auto fd = std::make_shared<base::Fd>(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!*fd) co_return base::fail_errno("cannot open " + path);
  for (int tries = 0; tries < k_lock_tries; ++tries) {
    if (::flock(fd->get(), LOCK_EX | LOCK_NB) == 0) co_return std::shared_ptr<void>(std::move(fd));
    if (errno != EWOULDBLOCK && errno != EINTR) co_return base::fail_errno("cannot lock " + path);
    CO_TRY_DO(co_await io::sleep(k_lock_wait));
  }
  co_return base::fail(Code::timeout, "another plumb renews this login and does not come to an end (" + path + ")");
}

mcp::LoginStore store_at(const std::string& folder, const std::string& file) {
  mcp::LoginStore out;
  out.load = [file]() -> base::Result<std::string> {
    if (!base::exists(file)) return std::string();
    return base::read_private_file(file, k_login_max);
  };
  out.save = [folder, file](const std::string& text) -> base::Result<> {
    TRY_DO(base::make_dirs(folder, 0700));
    return base::write_file(file, text, 0600, base::Durable::yes);
  };
  out.lock = [file] { return lock(file + ".lock"); };
  return out;
}

bool is_authorization(std::string_view name) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  constexpr std::string_view k_name = "authorization";
  return std::equal(name.begin(), name.end(), k_name.begin(), k_name.end(), same);
}

}  // namespace

base::Result<> read_login_setup(const std::string& path, const std::string& full, const toml::node& node, mcp::LoginSetup& out) {
  const auto* table = node.as_table();
  if (table == nullptr) return wrong(path, node, full, "a table");
  for (const auto& [name, one] : *table) {
    const std::string key(name.str()), where = full + "." + key;
    const auto value = one.value_exact<std::string>();
    if (!value || value->empty()) return wrong(path, one, where, "a string");
    if (key == "issuer") out.issuer = *value;
    else if (key == "client_id") out.client_id = *value;
    else if (key == "client_secret") out.client_secret = *value;
    else if (key == "client_metadata_url") out.metadata_url = *value;
    else if (key == "scope") out.scope = *value;
    else if (key == "private_key") out.private_key = *value;
    else if (key == "grant" && (*value == "client_credentials" || *value == "authorization_code")) out.is_for_programs = *value == "client_credentials";
    else if (key == "grant") return wrong(path, one, where, "\"authorization_code\" or \"client_credentials\"");
    else return wrong(path, one, where, "left out: plumb knows no such setting (see docs/mcp.md)");
  }
  const bool has_secret = !out.client_secret.empty() || !out.private_key.empty();
  if (!out.metadata_url.empty() && !out.metadata_url.starts_with("https://")) return wrong(path, node, full + ".client_metadata_url", "an https address");
  if (has_secret && (out.client_id.empty() || out.issuer.empty()))
    return wrong(path, node, full, "given client_id and issuer too: a secret is for one authorization server, and goes to no other");
  if (out.is_for_programs && !has_secret) return wrong(path, node, full, "given a client_secret or a private_key: client_credentials needs one");
  const bool is_path = out.private_key.empty() || out.private_key.starts_with('/') || out.private_key.starts_with("${");
  if (!is_path) return wrong(path, node, full + ".private_key", "the whole path of a file");
  if (!out.private_key.empty() && !out.is_for_programs) return wrong(path, node, full + ".private_key", "left out: it goes with grant = \"client_credentials\"");
  return {};
}

std::string login_folder(const Settings& settings) { return base::join(settings.places.config, "mcp-logins"); }

bool takes_login(const McpServer& server) {
  return !server.url.empty() && std::none_of(server.headers.begin(), server.headers.end(), [](const auto& header) { return is_authorization(header.first); });
}

bool has_login(const std::string& folder, const std::string& url) { return base::exists(file_of(folder, url)); }

base::Result<> forget_login(const std::string& folder, const std::string& url) {
  const auto file = file_of(folder, url);
  if (!base::exists(file)) return base::fail(Code::not_found, "no login is kept for it");
  TRY_DO(base::remove_all(file));
  return base::remove_all(file + ".lock");
}

base::Result<std::unique_ptr<mcp::Login>> make_login(io::Loop& loop, io::HttpClient& http, const std::string& folder,
                                                     const McpServer& server, mcp::Browser* browser) {
  mcp::Login::Parts parts{http, server.url, server.login, store_at(folder, file_of(folder, server.url)), browser,
                          "`plumb mcp login " + server.name + "`", browser != nullptr};
  if (!server.login.private_key.empty()) {
    TRY(parts.setup.private_key, base::read_private_file(server.login.private_key, k_key_max));
  }
  return mcp::Login::make(loop, std::move(parts));
}

}  // namespace engine
