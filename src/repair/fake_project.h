#pragma once
// For tests: a project in a temporary folder.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <string>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "io/process.h"
#include "json/json.h"
#include "llm/model.h"
#include "repair/repair.h"
#include "verify/verify.h"
#include "workspace/workspace.h"

namespace repair {

inline io::Task<base::Result<std::string>> copy_tree(io::Loop& loop, std::string from,
                                                     std::string into) {
  io::ProcessSpec spec;
  spec.argv = {"cp", "-a", std::move(from), into};
  spec.env = base::Env::of_process().all();
  CO_TRY(const auto done, co_await io::run_process(loop, std::move(spec), io::Millis(60000)));
  if (done.status.code != 0) co_return base::fail(base::Code::io, "cp: " + done.out);
  co_return into;
}

/// The folder examples/ beside the sources.
inline std::string examples() {
  return PLUMB_SOURCE_DIR "/examples";
}

/// A project in a folder of its own.
class FakeProject {
 public:
  explicit FakeProject(io::Loop& loop)
      : loop_(loop), dir_(*base::TempDir::make()), root_(dir_.path() + "/p") {}

  [[nodiscard]] const std::string& root() const { return root_; }
  void copy_from(const std::string& folder) {
    auto done = loop_.run(copy_tree(loop_, folder, root_));
    ASSERT_TRUE(done) << done.error().what;
  }
  void put(const std::string& name, const std::string& text) {
    const std::string path = base::join(root_, name);
    ASSERT_TRUE(base::make_dirs(base::parent(path)));
    ASSERT_TRUE(base::write_file(path, text));
  }
  [[nodiscard]] std::string get(const std::string& name) const {
    const auto text = base::read_file(base::join(root_, name));
    return text ? *text : "(" + text.error().what + ")";
  }
  verify::CheckRun check() {
    const auto found = verify::discover(root_, env);
    if (!found) return {};
    auto run = loop_.run(verify::run_check(loop_, *found, root_, env, io::Millis(120000)));
    return run ? *run : verify::CheckRun{};
  }

  std::unique_ptr<workspace::Workspace> open() const {
    workspace::Options options;
    options.root = root_;
    options.session_dir = dir_.path() + "/session";
    options.store_dir = dir_.path() + "/store";
    auto opened = workspace::Workspace::open(std::move(options));
    EXPECT_TRUE(opened) << opened.error().what;
    return opened ? *std::move(opened) : nullptr;
  }

  base::Env env = base::Env::of_process();

 private:
  io::Loop& loop_;
  base::TempDir dir_;
  std::string root_;
};

struct Repaired {
  Outcome outcome;
  std::string error;
  std::int64_t ms = 0;
  std::vector<std::string> lines;  ///< of progress
};

/// Searches for at most so long.
inline Repaired repaired(io::Loop& loop, FakeProject& project, int seconds = 120) {
  Repaired out;
  const auto check = verify::discover(project.root(), project.env);
  if (!check) {
    out.error = "no check";
    return out;
  }
  Fork fork = [&loop, &project](std::string into) { return copy_tree(loop, project.root(), std::move(into)); };
  Options options;
  options.budget = io::Millis(seconds * 1000);
  options.check_timeout = io::Millis(60000);
  Progress progress = [&out](const std::string& line) { out.lines.push_back(line); };
  const auto begin = base::steady_ms();
  auto done = loop.run(repair(loop, project.root(), *check, project.env, std::move(fork), options, std::move(progress)));
  out.ms = base::steady_ms() - begin;
  if (done)
    out.outcome = *std::move(done);
  else
    out.error = done.error().what;
  return out;
}

}  // namespace repair
