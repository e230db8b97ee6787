#pragma once
// Where the parts of the tamper guard put what they find.

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tamper/file_diff.h"
#include "verify/tamper.h"

namespace verify::tamper {

/// All that the parts need to know of one changed file. Made once for each.
struct Subject {
  explicit Subject(const ChangedFile& changed);
  const ChangedFile& file;
  Role role;
  FileDiff diff;
  [[nodiscard]] std::string_view before() const {
    return file.before ? std::string_view(*file.before) : std::string_view();
  }
  [[nodiscard]] std::string_view after() const {
    return file.after ? std::string_view(*file.after) : std::string_view();
  }
  [[nodiscard]] bool is_added() const { return !file.before && file.after; }
  [[nodiscard]] bool is_deleted() const { return file.before && !file.after; }
};

class Report {
 public:
  /// Each fact once; no more than some hundred are kept, which are sorted and cut at the end.
  void add(Tampering kind, const Subject& subject, Side side, std::size_t line, std::string what);
  /// Most severe first, at most k_findings_max.
  std::vector<Finding> take();

 private:
  std::vector<Finding> findings_;
  std::set<std::tuple<Tampering, std::string, std::size_t>> seen_;
};

}  // namespace verify::tamper
