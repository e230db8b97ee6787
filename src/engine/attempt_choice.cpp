#include "attempt_choice.h"

#include <sys/stat.h>

#include <algorithm>
#include <tuple>

#include "base/paths.h"
#include "workspace/carry.h"

namespace engine {

using base::Code;

base::Result<std::vector<std::string>> dealt(int wanted, const std::vector<std::string>& models,
                                             const std::vector<bool>& is_builtin) {
  const std::size_t count = wanted > 0 ? static_cast<std::size_t>(wanted) : models.size();
  if (count > k_attempts_max)
    return base::fail(Code::invalid, "--attempts: at most " + std::to_string(k_attempts_max) + ", not " + std::to_string(count));
  if (models.size() > count)
    return base::fail(Code::invalid, std::to_string(models.size()) + " models for " + std::to_string(count) +
                                         " attempts: give as many attempts as models, or more (--attempts, --attempt-models)");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const bool again = is_builtin[i] && std::find(out.begin(), out.end(), models[i]) != out.end();
    if (!again) out.push_back(models[i]);
  }
  std::vector<std::string> others;
  for (std::size_t i = 0; i < models.size(); ++i)
    if (!is_builtin[i]) others.push_back(models[i]);
  if (others.empty() && count > 1)
    return base::fail(Code::invalid,
                      "builtin is no language model and finds the same each time, so more than one attempt of it is the same "
                      "work twice: leave --attempts out, or name other models too (--attempt-models builtin,...)");
  for (std::size_t i = 0; out.size() < count; ++i) out.push_back(others[i % others.size()]);
  return out;
}

std::string Attempt::status() const {
  if (session.empty()) return is_cancelled ? "cancelled" : "not started";
  if (report.end == "cancelled" || (is_cancelled && report.status != "verified")) return "cancelled";
  return report.status.empty() ? "unchanged" : report.status;
}

static int rank(const Attempt& attempt) {
  const std::string status = attempt.status();
  constexpr const char* k_order[] = {"verified", "unverified", "failed", "regressed", "unchanged", "cancelled"};
  for (int i = 0; i < 6; ++i)
    if (status == k_order[i]) return i;
  return 6;
}

bool is_better(const Attempt& a, const Attempt& b) {
  const auto key = [](const Attempt& one) {
    return std::make_tuple(rank(one), !one.report.error.empty(), !one.report.held.empty(), one.lines, one.report.changes.size(), one.n);
  };
  return key(a) < key(b);
}

std::vector<ChangedFile> without_ignored(const std::string& root, std::vector<ChangedFile> changes) {
  std::vector<std::string> paths;
  for (const auto& file : changes) paths.push_back(file.path);
  const auto ignored = workspace::are_ignored(root, paths);
  std::vector<ChangedFile> kept;
  for (std::size_t i = 0; i < changes.size(); ++i)
    if (!ignored[i]) kept.push_back(std::move(changes[i]));
  return kept;
}

std::int64_t lines_of(const std::string& root, const ChangedFile& file) {
  if (file.added >= 0) return file.added + file.removed;
  struct stat st {};
  if (::lstat(base::join(root, file.path).c_str(), &st) == 0 && S_ISDIR(st.st_mode)) return 0;   // what is in it counts
  return file.change != "mode" && S_ISREG(st.st_mode) ? k_binary_lines : 1;
}

}  // namespace engine
