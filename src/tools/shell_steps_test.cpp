// What a command in the background writes in the very moment in which one step ends and the next one begins.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/file.h"
#include "tools/set.h"
#include "tools/shell.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

using workspace::Effect;
using workspace::Step;
using workspace::UndoReport;

/// A workspace in whose tree something happens as soon as a step has ended.
class Restless final : public workspace::Workspace {
 public:
  explicit Restless(std::unique_ptr<Workspace> inner) : inner_(std::move(inner)) {}
  int moments = 0;   ///< in each of which a file was made

  io::Task<base::Result<Command>> before_command(std::string id, std::string what) override {
    co_return co_await inner_->before_command(std::move(id), std::move(what));
  }
  io::Task<base::Result<Step>> after_command(std::uint64_t number) override {
    auto step = co_await inner_->after_command(number);
    happen();
    co_return step;
  }
  io::Task<base::Result<Step>> next_command(std::string id, std::string what) override {
    auto step = co_await inner_->next_command(std::move(id), std::move(what));
    happen();
    co_return step;
  }

  const std::string& root() const override { return inner_->root(); }
  const std::vector<std::string>& recovered() const override { return inner_->recovered(); }
  base::Result<std::string> resolve(const std::string& path) const override { return inner_->resolve(path); }
  base::Result<Step> write(std::string id, std::string what, std::vector<FileWrite> files) override {
    return inner_->write(std::move(id), std::move(what), std::move(files));
  }
  base::Result<std::optional<sandbox::View>> prepare() override { return inner_->prepare(); }
  base::Result<Command> again(const std::string& id) override { return inner_->again(id); }
  bool is_transactional() const override { return inner_->is_transactional(); }
  const std::vector<Step>& steps() const override { return inner_->steps(); }
  std::vector<Effect> total() const override { return inner_->total(); }
  base::Result<UndoReport> undo(const std::string& id, const Paths& paths) override { return inner_->undo(id, paths); }
  base::Result<UndoReport> undo_from(const std::string& id) override { return inner_->undo_from(id); }
  base::Result<UndoReport> undo_all() override { return inner_->undo_all(); }
  base::Result<UndoReport> redo(const std::string& id, const Paths& paths) override { return inner_->redo(id, paths); }
  base::Result<UndoReport> accept(const std::string& id, const Paths& paths) override { return inner_->accept(id, paths); }
  base::Result<> drop(const std::string& id, const Paths& paths) override { return inner_->drop(id, paths); }
  base::Result<std::vector<std::string>> shrink(std::uint64_t bytes) override { return inner_->shrink(bytes); }
  std::uint64_t kept_bytes() const override { return inner_->kept_bytes(); }
  base::Result<std::string> content(const Effect& effect, Side side, std::size_t limit) const override {
    return inner_->content(effect, side, limit);
  }
  base::Result<std::vector<Effect>> inside(const Effect& effect, std::size_t limit) const override {
    return inner_->inside(effect, limit);
  }
  std::string diff(const Effect& effect, std::size_t limit) const override { return inner_->diff(effect, limit); }
  io::Task<base::Result<std::unique_ptr<Scratch>>> scratch(Tree tree, std::vector<workspace::Shown> shown) override {
    return inner_->scratch(tree, std::move(shown));
  }
  io::Task<base::Result<std::string>> fork(Tree tree, std::string into, bool with_git, std::uint64_t bytes_max) override {
    return inner_->fork(tree, std::move(into), with_git, bytes_max);
  }
  io::Task<base::Result<std::string>> tree_hash() override { return inner_->tree_hash(); }
  io::Task<base::Result<Hashes>> tree_hashes() override { return inner_->tree_hashes(); }

 private:
  void happen() { EXPECT_TRUE(base::write_file(root() + "/moment" + std::to_string(++moments), "x")); }

  std::unique_ptr<Workspace> inner_;
};

TEST(ShellSteps, NothingThatACommandInTheBackgroundWritesIsOutsideOfAStep) {
  const base::TempDir temp = *base::TempDir::make();
  workspace::Options options;
  options.root = temp.path() + "/project";
  options.session_dir = temp.path() + "/session";
  options.store_dir = temp.path() + "/store";
  ASSERT_TRUE(base::make_dirs(options.root));
  auto opened = workspace::Workspace::open(options);
  ASSERT_TRUE(opened) << opened.error().what;
  Restless files(*std::move(opened));
  io::Loop loop;
  ToolSet set(files, SetOptions());
  ShellOptions how;
  how.env = base::Env::of_process();
  const auto shell = add_shell(set, loop, files, how);
  const auto call = [&](const std::string& name, std::string arguments) {
    tools::Run run;
    run.call_id = "call_" + std::to_string(files.moments);
    return loop.run(set.find(name)->run(std::move(arguments), std::move(run)));
  };
  (void)call("shell", R"({"command":"sleep 600","wait_s":0})");
  (void)call("shell", R"({"command":"echo other"})");
  (void)call("shell_wait", R"({"id":1,"wait_s":0})");
  const int before_the_end = files.moments;
  EXPECT_GE(before_the_end, 4);   // call 2 ends a step as it begins, too
  (void)call("shell_kill", R"({"id":1})");
  const auto total = files.total();
  for (int i = 1; i <= before_the_end; ++i) {
    const auto is_it = [path = "moment" + std::to_string(i)](const auto& effect) { return effect.path == path; };
    EXPECT_TRUE(std::any_of(total.begin(), total.end(), is_it)) << i;
  }
  EXPECT_TRUE(loop.run(shell->close()));
}

}  // namespace
}  // namespace tools
