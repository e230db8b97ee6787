// Finding a session needs no index: the folder's names are the ids, and the first line of a log
// tells its project. "last" reads first lines from the newest log on until one fits.

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json/value.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "journal/journal.h"

namespace journal {
namespace {

constexpr std::size_t k_candidates_shown = 5;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool begins_with(std::string_view id, std::string_view prefix) {
  return id.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), id.begin(),
                    [](char a, char b) { return upper(a) == upper(b); });
}

bool has_log(const std::string& dir) { return base::exists(base::join(dir, "log.jsonl")); }

struct Start {
  std::string cwd;
  bool has_model = true, is_fork = false;   // or an attempt
  bool is_aside = false;   // a question, or a receipt checked again: nothing that one would go on with or take back
};

Start start_of(const std::string& dir) {
  Start start;
  Damage damage;
  const auto read = for_each_event(dir, damage, [&](Event& event) {
    if (event.type != "session.started") return true;
    if (const auto payload = json::parse(event.payload)) {
      start.cwd = json::string_or(json::find(*payload, "cwd"));
      start.is_fork = json::find(*payload, "fork") != nullptr || json::find(*payload, "attempt") != nullptr;
      start.is_aside = json::find(*payload, "kind") != nullptr;
      const auto* const model = json::find(*payload, "model");
      start.has_model = model == nullptr || json::string_or(json::find(*model, "provider")) != "none";
    }
    return false;
  });
  // A log that cannot be read belongs to no project; whoever names it by its id is told why.
  return read ? start : Start{};
}

base::Result<std::string> newest(const std::string& folder, const std::vector<std::string>& ids,
                                 const std::string& cwd, Last last) {
  struct Candidate {
    std::int64_t seconds, nanoseconds;
    const std::string* id;
  };
  std::vector<Candidate> candidates;
  for (const std::string& id : ids) {
    struct stat st {};
    if (::stat(base::join(base::join(folder, id), "log.jsonl").c_str(), &st) == 0)
      candidates.push_back({st.st_mtim.tv_sec, st.st_mtim.tv_nsec, &id});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.seconds, a.nanoseconds, *a.id) > std::tie(b.seconds, b.nanoseconds, *b.id);
  });
  for (const Candidate& candidate : candidates) {
    std::string dir = base::join(folder, *candidate.id);
    const Start start = start_of(dir);
    if (start.is_fork || start.is_aside || (last == Last::with_model && !start.has_model)) continue;
    if (cwd.empty() || start.cwd == cwd) return dir;
  }
  return base::fail(base::Code::not_found,
                    cwd.empty() ? "there is no session yet" : "there is no session in " + cwd);
}

}  // namespace

base::Result<std::string> find_session(const std::string& state_dir, const std::string& name,
                                       const std::string& cwd, Last last) {
  const std::string folder = base::join(state_dir, "sessions");
  std::vector<std::string> ids;
  if (base::exists(folder)) {
    TRY(ids, base::list_dir(folder));
  }
  if (name == "last") return newest(folder, ids, cwd, last);
  std::vector<std::string> found;
  for (const std::string& id : ids) {
    if (name.empty() || !begins_with(id, name) || !has_log(base::join(folder, id))) continue;
    if (id.size() == name.size()) return base::join(folder, id);
    found.push_back(id);
  }
  if (found.size() == 1) return base::join(folder, found.front());
  if (found.empty())
    return base::fail(base::Code::not_found, "there is no session " + name + " in " + folder);
  std::string list;
  for (std::size_t i = 0; i < std::min(found.size(), k_candidates_shown); ++i)
    list += (i > 0 ? ", " : "") + found[found.size() - 1 - i];
  if (found.size() > k_candidates_shown) list += ", ...";
  return base::fail(base::Code::ambiguous,
                    name + " fits " + std::to_string(found.size()) + " sessions: " + list);
}

}  // namespace journal
