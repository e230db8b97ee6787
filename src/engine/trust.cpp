#include "trust.h"

#include <boost/json.hpp>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "json/json.h"
#include "text/sha256.h"

namespace engine {

namespace {

constexpr std::size_t k_record_max = std::size_t{64} << 10;

std::string record_file(const Settings& settings, const std::string& what, const std::string& owner) {
  return base::join(base::join(settings.places.state, "trust"), what + "-" + text::sha256_hex(owner).substr(0, 32) + ".json");
}

}  // namespace

void find_trust(const Settings& settings, const std::string& what, const std::string& owner, ProjectTrust& of) {
  const auto text = base::read_file(record_file(settings, what, owner), k_record_max);
  if (!text) return;
  const auto record = json::parse(*text);
  // A record that cannot be read trusts nothing.
  if (!record || json::string_or(json::find(*record, "folder")) != owner) return;
  of.is_trusted = json::string_or(json::find(*record, "sha256")) == of.hash;
  of.was_trusted = !of.is_trusted;
}

base::Result<> set_trusted(const Settings& settings, const std::string& what, const std::string& owner, const std::string& hash) {
  const std::string file = record_file(settings, what, owner);
  TRY_DO(base::make_dirs(base::parent(file), 0700));
  const json::Object record = {{"folder", owner}, {"sha256", hash}, {"time", base::iso_time(base::now_ms())}};
  return base::write_file(file, json::dump(record) + "\n", 0600, base::Durable::yes);
}

base::Result<> unset_trusted(const Settings& settings, const std::string& what, const std::string& owner) {
  const std::string file = record_file(settings, what, owner);
  if (!base::exists(file)) return base::fail(base::Code::not_found, "it was not trusted");
  return base::remove_all(file);
}

}  // namespace engine
