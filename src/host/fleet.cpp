// All sessions of the machine: listed by the index over their logs, and followed while somebody watches.

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "base/try.h"
#include "host_impl.h"

namespace host {

namespace {

/// So many sessions, the newest, are followed one by one; a change of an older one is seen when it is listed.
constexpr std::size_t k_followed_max = 4096;
/// A row is told at most so often.
constexpr std::int64_t k_told_every_ms = 100;

}  // namespace

/// Of a session that the index knows.
base::Result<plumb::SessionInfo> HostImpl::row_now(const journal::Summary& summary) {
  if (const auto known = sessions_.find(summary.id); known != sessions_.end()) {
    known->second->writer.reset();
    TRY_DO(refresh(*known->second));
    return known->second->info();
  }
  Session session;
  session.id = summary.id;
  session.fold = summary;
  session.is_on_disk = true;
  if (summary.status == "running") session.writer = journal::writer_of(summary.dir);
  return session.info();
}

base::Result<std::vector<plumb::SessionInfo>> HostImpl::attempts(const std::vector<std::string>& ids) {
  TRY(const auto index, journal::Index::open(settings_.places.state));
  std::vector<plumb::SessionInfo> rows;
  for (const auto& id : ids) {
    TRY(const auto found, index->attempts(id));
    for (const auto& summary : found) {
      TRY(auto row, row_now(summary));
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

base::Result<std::vector<plumb::SessionInfo>> HostImpl::list(const std::string& cwd, const std::string& query,
                                                             std::size_t limit) {
  TRY(const auto index, journal::Index::open(settings_.places.state));
  TRY(const auto found, index->list(cwd, query, limit));
  std::vector<plumb::SessionInfo> rows;
  for (const auto& summary : found) {
    TRY(auto row, row_now(summary));
    rows.push_back(std::move(row));
  }
  for (const auto& [id, session] : sessions_)
    if (!session->is_on_disk && query.empty() && (cwd.empty() || session->fold.cwd == cwd)) rows.push_back(session->info());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.updated_ms > b.updated_ms; });
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

plumb::Subscription HostImpl::watch(std::function<void(const plumb::SessionInfo&)> told) {
  const auto n = ++watchers_n_;
  watchers_[n] = std::move(told);
  if (n == 1 && make_follower() && follower_->follow_folder()) {
    auto ids = base::list_dir(dir_of("")).value_or(std::vector<std::string>());
    std::reverse(ids.begin(), ids.end());   // ids begin with their time
    if (ids.size() > k_followed_max) ids.resize(k_followed_max);
    for (const auto& id : ids) {
      const auto known = sessions_.find(id);
      const bool is_run_here = known != sessions_.end() && known->second->run;
      if (!is_run_here && !follower_->follow(id)) break;   // no watches left: those are seen when they are listed
    }
  }
  return plumb::Subscription([this, n, alive = std::weak_ptr<char>(alive_)] {
    if (!alive.expired()) watchers_.erase(n);
  });
}

void HostImpl::on_new(const std::string& id) {
  const auto known = sessions_.find(id);
  if (known != sessions_.end() && (known->second->run || !known->second->is_on_disk)) return;   // of our own making
  (void)follower_->follow(id);   // as in watch()
  on_grown(id);
}

void HostImpl::tell_fleet(Session& session) {
  const bool is_listed = session.fold.fork.empty();
  if (watchers_.empty() || !is_listed || session.is_to_be_told) return;
  session.is_to_be_told = true;
  if (base::steady_ms() - session.told_ms >= k_told_every_ms) {
    later([this, id = session.id] { tell(id); });
  } else if (!tells_soon_) {
    tells_soon_ = true;
    helpers_.spawn(tell_soon());
  }
}

void HostImpl::tell(const std::string& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || !found->second->is_to_be_told) return;
  found->second->is_to_be_told = false;
  found->second->told_ms = base::steady_ms();
  const auto info = found->second->info();
  const auto watchers = watchers_;
  for (const auto& [n, told] : watchers)
    if (watchers_.contains(n)) told(info);
  forget_if_unused(id);
}

io::Task<> HostImpl::tell_soon() {
  const auto slept = co_await io::sleep(io::Millis(k_told_every_ms));
  tells_soon_ = false;
  if (!slept) co_return;
  std::vector<std::string> ids;
  for (const auto& [id, session] : sessions_)
    if (session->is_to_be_told) ids.push_back(id);
  for (const auto& id : ids) tell(id);
}

}  // namespace host
