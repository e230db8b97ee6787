#include "reasons.h"

#include <fcntl.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/file.h"
#include "base/try.h"
#include "json/bytes.h"
#include "json/json.h"

namespace workspace {

namespace {
constexpr std::size_t k_file_max = std::size_t{64} << 20;
}

Reasons::Reasons(std::string file) : file_(std::move(file)) {
  const auto text = base::read_file(file_, k_file_max);
  if (!text) return;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return;   // torn
    const auto value = json::parse(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    if (!value) continue;
    const auto path = json::take_bytes(*value, "path");
    if (!path) continue;
    const auto number = static_cast<std::uint64_t>(json::int_or(json::find(*value, "transaction")));
    whys_[number][*path] = std::string(json::string_or(json::find(*value, "why")));
  }
}

std::string_view Reasons::of(std::uint64_t transaction, const std::string& path) const {
  const auto all = whys_.find(transaction);
  if (all == whys_.end()) return {};
  const auto one = all->second.find(path);
  return one == all->second.end() ? std::string_view() : one->second;
}

base::Result<> Reasons::tell(std::uint64_t transaction, const Whys& whys) {
  if (whys.empty()) return {};
  std::string lines;
  for (const auto& [path, why] : whys) {
    json::Object line = {{"transaction", transaction}, {"why", why}};
    json::put_bytes(line, "path", path);
    lines += json::dump(line) + "\n";
    whys_[transaction][path] = why;
  }
  const base::Fd fd(::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!fd) return base::fail_errno("cannot open " + file_);
  TRY_DO(base::write_all(fd.get(), lines));
  return {};
}

}  // namespace workspace
