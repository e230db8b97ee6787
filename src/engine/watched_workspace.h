#pragma once
// A workspace that says whether a thread of the pool works with it: then nobody else may look at it. Internal to engine.

#include <functional>
#include <memory>

#include "workspace/workspace.h"

namespace engine {

class WatchedWorkspace final : public workspace::Workspace {
 public:
  explicit WatchedWorkspace(std::unique_ptr<workspace::Workspace> inner) : inner_(std::move(inner)) {}
  /// Is asked before an edit tool writes, for each path from the root: "" = it may, else why not.
  using MayWrite = std::function<std::string(const std::string& path, workspace::Change change)>;
  void ask(MayWrite may_write) { may_write_ = std::move(may_write); }
  /// For the loop's thread.
  [[nodiscard]] bool is_busy() const { return busy_ > 0; }

  const std::string& root() const override { return inner_->root(); }
  const std::vector<std::string>& recovered() const override { return inner_->recovered(); }
  base::Result<std::string> resolve(const std::string& path) const override { return inner_->resolve(path); }
  base::Result<workspace::Step> write(std::string id, std::string what, std::vector<FileWrite> files) override;
  io::Task<base::Result<Command>> before_command(std::string id, std::string what) override;
  base::Result<std::optional<sandbox::View>> prepare() override { return inner_->prepare(); }
  io::Task<base::Result<workspace::Step>> after_command(std::uint64_t number) override;
  io::Task<base::Result<workspace::Step>> next_command(std::string id, std::string what) override;
  base::Result<Command> again(const std::string& id) override { return inner_->again(id); }
  bool is_transactional() const override { return inner_->is_transactional(); }
  Outside outside() const override { return inner_->outside(); }
  const std::vector<workspace::Step>& steps() const override { return inner_->steps(); }
  std::vector<workspace::Effect> total() const override { return inner_->total(); }
  base::Result<workspace::UndoReport> undo(const std::string& id, const Paths& paths) override {
    return inner_->undo(id, paths);
  }
  base::Result<workspace::UndoReport> undo_from(const std::string& id) override { return inner_->undo_from(id); }
  base::Result<workspace::UndoReport> undo_all() override { return inner_->undo_all(); }
  base::Result<workspace::UndoReport> redo(const std::string& id, const Paths& paths) override {
    return inner_->redo(id, paths);
  }
  base::Result<workspace::UndoReport> accept(const std::string& id, const Paths& paths) override {
    return inner_->accept(id, paths);
  }
  base::Result<> drop(const std::string& id, const Paths& paths) override { return inner_->drop(id, paths); }
  base::Result<std::vector<std::string>> shrink(std::uint64_t bytes) override { return inner_->shrink(bytes); }
  std::uint64_t kept_bytes() const override { return inner_->kept_bytes(); }
  base::Result<std::string> content(const workspace::Effect& effect, Side side, std::size_t limit) const override {
    return inner_->content(effect, side, limit);
  }
  base::Result<std::vector<workspace::Effect>> inside(const workspace::Effect& effect, std::size_t limit) const override {
    return inner_->inside(effect, limit);
  }
  std::string diff(const workspace::Effect& effect, std::size_t limit) const override { return inner_->diff(effect, limit); }
  io::Task<base::Result<std::unique_ptr<Scratch>>> scratch(Tree tree, std::vector<workspace::Shown> shown) override;
  io::Task<base::Result<std::string>> fork(Tree tree, std::string into, bool with_git, std::uint64_t bytes_max) override;
  io::Task<base::Result<std::string>> tree_hash() override;
  io::Task<base::Result<Hashes>> tree_hashes() override;

 private:
  std::unique_ptr<workspace::Workspace> inner_;
  MayWrite may_write_;
  int busy_ = 0;
};

}  // namespace engine
