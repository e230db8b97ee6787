#pragma once
// For tests: a workspace on a temporary folder that writes and remembers its steps, and no more.

#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "text/sha256.h"
#include "workspace/workspace.h"

namespace tools {

class FakeWorkspace final : public workspace::Workspace {
 public:
  using Step = workspace::Step;
  FakeWorkspace() { static_cast<void>(base::make_dirs(root_)); }

  [[nodiscard]] const std::string& root() const override { return root_; }
  [[nodiscard]] std::string outside() const { return dir_.path(); }

  base::Result<std::string> resolve(const std::string& path) const override {
    std::string absolute = base::normalize(base::join(root_, path));
    std::string there = absolute;
    while (!base::exists(there)) there = base::parent(there);
    char real[PATH_MAX];
    if (!base::is_within(absolute, root_) || ::realpath(there.c_str(), real) == nullptr ||
        !base::is_within(real, root_))
      return base::fail(base::Code::denied, path + " is outside of the project");
    return absolute;
  }

  base::Result<Step> write(std::string id, std::string what, std::vector<FileWrite> files) override {
    if (fail_next) return base::fail(base::Code::no_space, "the disk is full");
    for (const auto& file : files) {
      if (!file.expected_hash) continue;
      TRY(const auto bytes, base::read_file(file.path));
      if (text::sha256_hex(bytes) != *file.expected_hash)
        return base::fail(base::Code::changed, file.path + " changed meanwhile");
    }
    Step step;
    step.id = std::move(id);
    step.what = std::move(what);
    for (const auto& file : files) {
      workspace::Effect effect;
      effect.path = base::relative(file.path, root_);
      step.effects.push_back(effect);
      if (!file.bytes) {
        TRY_DO(base::remove_all(file.path));
        continue;
      }
      TRY_DO(base::make_dirs(base::parent(file.path)));
      TRY_DO(base::write_file(file.path, *file.bytes));
      if (file.mode) ::chmod(file.path.c_str(), *file.mode);
    }
    steps_.push_back(step);
    return step;
  }

  io::Task<base::Result<>> before_command(std::string, std::string) override { co_return base::Result<>{}; }
  io::Task<base::Result<Step>> after_command() override { co_return Step{}; }
  [[nodiscard]] const std::vector<Step>& steps() const override { return steps_; }
  [[nodiscard]] std::vector<workspace::Effect> total() const override { return {}; }
  base::Result<workspace::UndoReport> undo(const std::string&) override { return none(); }
  base::Result<workspace::UndoReport> undo_from(const std::string&) override { return none(); }
  base::Result<workspace::UndoReport> undo_all() override { return none(); }
  base::Result<std::string> content(const workspace::Version&) const override {
    return base::fail(base::Code::not_found, "not kept");
  }
  std::string diff(const workspace::Effect&, std::size_t) const override { return ""; }
  io::Task<base::Result<std::string>> fork(Tree, std::string, bool, std::uint64_t) override {
    co_return base::fail(base::Code::unsupported, "a fake");
  }
  io::Task<base::Result<std::string>> tree_hash() override { co_return std::string(); }

  void put(const std::string& name, const std::string& bytes) const {
    const std::string path = base::join(root_, name);
    static_cast<void>(base::make_dirs(base::parent(path)));
    static_cast<void>(base::write_file(path, bytes));
  }
  [[nodiscard]] std::string get(const std::string& name) const {
    return base::read_file(base::join(root_, name)).value_or("(none)");
  }

  bool fail_next = false;

 private:
  static base::Result<workspace::UndoReport> none() { return workspace::UndoReport{}; }

  base::TempDir dir_ = *base::TempDir::make();
  std::string root_ = dir_.path() + "/root";
  std::vector<Step> steps_;
};

}  // namespace tools
