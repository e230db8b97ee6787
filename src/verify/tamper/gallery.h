#pragma once
// For the galleries of cases (gallery_*_test.cpp): a project's files, and one edit of them.

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "verify/tamper.h"

namespace verify {

inline ChangedFile changed(std::string path, std::string before, std::string after) {
  return {std::move(path), std::move(before), std::move(after), 0100644, 0100644};
}
inline ChangedFile added(std::string path, std::string after) {
  return {std::move(path), std::nullopt, std::move(after), 0, 0100644};
}
inline ChangedFile deleted(std::string path, std::string before) {
  return {std::move(path), std::move(before), std::nullopt, 0100644, 0};
}
/// `text` with one passage replaced, which has to be there.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    ADD_FAILURE() << "the passage is not there: " << from;
    return text;
  }
  return text.replace(at, from.size(), to);
}
inline ChangedFile edited(std::string path, const std::string& before, std::string_view from,
                          std::string_view to) {
  return changed(std::move(path), before, with(before, from, to));
}

inline std::string dump(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings)
    out += "  " + std::string(name(finding.kind)) + " " + finding.path + ":" +
           std::to_string(finding.line) + " " + finding.what + "\n";
  return out.empty() ? "  (nothing)\n" : out;
}

struct Trick {
  const char* claim;
  Tampering expected;
  std::vector<ChangedFile> changes;
  std::string check = "python3 -m pytest";
};

inline void expect_found(const std::vector<Trick>& tricks) {
  for (const Trick& trick : tricks) {
    const auto findings = find_tampering(trick.changes, trick.check);
    const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.kind == trick.expected;
    });
    EXPECT_TRUE(found) << trick.claim << ": expected " << name(trick.expected) << ", found\n"
                       << dump(findings);
  }
}

struct Honest {
  const char* claim;
  std::vector<ChangedFile> changes;
  std::string check = "python3 -m pytest";
};

inline void expect_nothing(const std::vector<Honest>& gallery) {
  for (const Honest& one : gallery) {
    const auto findings = find_tampering(one.changes, one.check);
    EXPECT_TRUE(findings.empty()) << one.claim << ": found\n" << dump(findings);
  }
}

}  // namespace verify
