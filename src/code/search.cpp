// The tree is walked first, which gives the files in the order of the result; then threads take
// them a few at a time. The result must be the first so many matches in the order of paths,
// whatever thread was quicker: as soon as the files up to some place hold more matches than
// wanted, that place becomes the end, what was found beyond it is dropped, and nobody takes work
// from there. That bounds memory, too.
//
// Why it is quick: matcher.cpp (strings before regular expressions), needles.cpp (16 positions at
// once), file_scan.cpp (whole files, no work per line).
#include "code/search.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "base/paths.h"
#include "base/try.h"
#include "file_scan.h"
#include "matcher.h"
#include "workers.h"

namespace code {
namespace {

using base::Code;

constexpr std::size_t k_group = 16;  // files that a thread takes at once

/// The files [k_group * number, ...) and what they hold.
struct Group {
  std::vector<FoundFile> files;
  std::size_t weight = 0;  // matches, or files with one; one more if a file has more than it shows
  std::size_t searched = 0, binary = 0, unreadable = 0;
};

class Run {
 public:
  Run(const std::string& root, const SearchQuery& query, const MatchPlan& plan,
      std::stop_token stop)
      : root_(root), query_(query), plan_(plan), stop_(std::move(stop)) {}

  base::Result<SearchResult> of_tree() {
    WalkOptions where = query_.where;
    where.folders = false;
    TRY(Walk walked, walk(root_, where, stop_));
    std::erase_if(walked.entries, [](const WalkEntry& entry) { return entry.kind != Kind::file; });
    entries_ = std::move(walked.entries);
    groups_.resize((entries_.size() + k_group - 1) / k_group);
    end_ = groups_.size();
    const unsigned threads = static_cast<unsigned>(std::min<std::size_t>(
        thread_count(query_.threads), std::max<std::size_t>(groups_.size(), 1)));
    run_on_threads(threads, [this] { work(); });
    if (stop_.stop_requested()) return base::fail(Code::cancelled, "the search was cancelled");
    SearchResult result = collect();
    result.walk_cut = walked.cut;
    return result;
  }

  base::Result<SearchResult> of_file() {
    FileScan scan(plan_, query_, stop_);
    FoundFile found;
    SearchResult result;
    switch (scan.search(root_, found)) {
      case FileScan::Outcome::cancelled:
        return base::fail(Code::cancelled, "the search was cancelled");
      case FileScan::Outcome::unreadable:
        return base::fail(Code::denied, "cannot read " + root_);
      case FileScan::Outcome::binary:
        result.files_binary = 1;
        break;
      case FileScan::Outcome::searched:
        result.files_searched = 1;
        break;
    }
    if (found.matches == 0) return result;
    found.path = root_;
    result.matches = found.matches;
    result.cut = found.cut;
    result.files.push_back(std::move(found));
    return result;
  }

 private:
  void work() {
    FileScan scan(plan_, query_, stop_);
    for (std::size_t number = 0;
         (number = next_.fetch_add(1)) < end_.load() && !stop_.stop_requested();)
      add(number, search_group(number, scan));
  }

  Group search_group(std::size_t number, FileScan& scan) {
    Group group;
    const std::size_t last = std::min((number + 1) * k_group, entries_.size());
    for (std::size_t i = number * k_group; i < last && !stop_.stop_requested(); ++i) {
      FoundFile found;
      switch (scan.search(base::join(root_, entries_[i].path), found)) {
        case FileScan::Outcome::binary:
          ++group.binary;
          break;
        case FileScan::Outcome::unreadable:
          ++group.unreadable;
          break;
        case FileScan::Outcome::cancelled:
          return group;
        case FileScan::Outcome::searched:
          ++group.searched;
          break;
      }
      if (found.matches == 0) continue;
      found.path = entries_[i].path;
      group.weight += query_.want == Want::lines ? found.matches + (found.cut ? 1 : 0) : 1;
      group.files.push_back(std::move(found));
    }
    return group;
  }

  void add(std::size_t number, Group group) {
    const std::scoped_lock lock(mutex_);
    if (number >= end_) return;
    const bool empty = group.weight == 0;
    held_ += group.weight;
    groups_[number] = std::move(group);
    if (empty || held_ <= query_.matches_max) return;
    // The first place up to which there is more than enough is the new end.
    std::size_t sum = 0;
    std::size_t end = 0;
    while (end < end_ && sum <= query_.matches_max) sum += groups_[end++].weight;
    for (std::size_t i = end; i < end_; ++i) groups_[i] = Group();
    held_ = sum;
    end_ = end;
  }

  SearchResult collect() {
    SearchResult result;
    result.cut = end_ < groups_.size();
    std::size_t room = query_.matches_max;
    for (std::size_t i = 0; i < end_; ++i) {
      Group& group = groups_[i];
      result.files_searched += group.searched;
      result.files_binary += group.binary;
      result.files_unreadable += group.unreadable;
      for (FoundFile& file : group.files) {
        result.cut = result.cut || room == 0 || (file.cut && query_.want == Want::lines);
        if (room == 0) continue;
        if (query_.want == Want::lines && file.matches > room)
          shorten(file, room), result.cut = true;
        room -= query_.want == Want::lines ? file.matches : 1;
        result.matches += file.matches;
        result.files.push_back(std::move(file));
      }
    }
    return result;
  }

  /// Keeps the first `matches` matches with what follows them.
  void shorten(FoundFile& file, std::size_t matches) const {
    std::size_t keep = 0;
    for (std::size_t seen = 0; keep < file.lines.size(); ++keep)
      if (file.lines[keep].is_match && ++seen > matches) break;
    // Context in front of the first match that goes is no longer of use.
    std::size_t after = 0;
    std::size_t end = keep;
    while (end > 0 && !file.lines[end - 1].is_match) --end;
    const std::size_t last = end == 0 ? 0 : file.lines[end - 1].number;
    while (end < keep && after < query_.after && file.lines[end].number == last + after + 1)
      ++end, ++after;
    file.lines.resize(end);
    file.matches = matches;
    file.cut = true;
  }

  const std::string& root_;
  const SearchQuery& query_;
  const MatchPlan& plan_;
  std::stop_token stop_;
  std::vector<WalkEntry> entries_;

  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> end_ = 0;  // groups from here on are of no account
  std::mutex mutex_;                  // guards what follows, and writes to end_
  std::vector<Group> groups_;
  std::size_t held_ = 0;  // weight of all groups
};

}  // namespace

base::Result<SearchResult> search(const std::string& root, const SearchQuery& query,
                                  std::stop_token stop) {
  TRY(const MatchPlan planned, plan(query));
  struct stat st {};
  if (::stat(root.c_str(), &st) != 0) return base::fail_errno("cannot search " + root);
  Run run(root, query, planned, std::move(stop));
  return S_ISDIR(st.st_mode) ? run.of_tree() : run.of_file();
}

}  // namespace code
