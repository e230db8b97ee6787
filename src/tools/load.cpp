#include "load.h"

#include <sys/stat.h>

#include <functional>
#include <stop_token>
#include <utility>

#include "base/file.h"
#include "base/try.h"
#include "io/loop.h"
#include "text/cut.h"
#include "text/diff.h"
#include "text/sha256.h"
#include "text/utf8.h"
#include "tools/read_ledger.h"
#include "tools/tool.h"

namespace tools {
namespace {

constexpr std::size_t k_diff_shown_max = std::size_t{16} << 10;
constexpr std::size_t k_diffed_max = std::size_t{4} << 20;   // larger files: no diff for watchers

base::Error explained(base::Error error, const Place& place) {
  using base::Code;
  switch (error.code) {
    case Code::not_found:
      error.what = "no such file: " + place.shown + similar_names(place);
      break;
    case Code::too_big:
      error.what = place.shown + " is larger than " + std::to_string(k_text_file_max >> 20) +
                   " MiB: use the shell for parts of it (head, sed -n, grep)";
      break;
    case Code::invalid:
      if (base::is_dir(place.path)) {
        error.what = place.shown + " is a folder: use list";
      } else {
        error.what = place.shown + " is not a regular file";
      }
      break;
    case Code::denied:
      error.what = "no permission to read " + place.shown;
      break;
    default: break;
  }
  return error;
}

}  // namespace

base::Result<Loaded> load_now(const Place& place) {
  auto bytes = base::read_file(place.path, k_text_file_max);
  if (!bytes) return base::fail(explained(std::move(bytes).error(), place));
  Loaded out;
  struct stat st {};
  if (::stat(place.path.c_str(), &st) == 0) out.mode = st.st_mode & 07777;
  out.hash = text::sha256_hex(*bytes);
  out.bytes = std::move(*bytes);
  return out;
}

io::Task<base::Result<Loaded>> load(Place place) {
  std::function<base::Result<Loaded>(std::stop_token)> work = [&place](std::stop_token) {
    return load_now(place);
  };
  co_return co_await io::offload<base::Result<Loaded>>(std::move(work));
}

base::Result<> check_writable(const Place& place, std::uint32_t mode) {
  if ((mode & 0222) != 0) return {};
  return base::fail(base::Code::denied, place.shown + " is read-only; if it is meant to be changed, "
                                                      "make it writable first (chmod u+w)");
}

std::string counts(std::size_t added, std::size_t removed) {
  return "(+" + std::to_string(added) + " -" + std::to_string(removed) + ")";
}

std::string counts(std::string_view before, std::string_view after) {
  const auto stats = text::diff_stats(before, after);
  return counts(stats.added, stats.removed);
}

void show_diff(const Run& run, const Changed& changed) {
  if (!run.on_output || changed.before.size() + changed.after.size() > k_diffed_max) return;
  const auto diff = text::unified_diff(changed.place.relative, changed.before, changed.after);
  run.on_output(text::to_valid_utf8(text::keep_ends(diff, k_diff_shown_max)));
}

}  // namespace tools
