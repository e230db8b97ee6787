#pragma once
// The Workspace of mode "S". Functions without a coroutine do the work; those of the interface that
// are tasks run them on the pool.

#include <stop_token>

#include "capture.h"
#include "object_store.h"
#include "rooted.h"
#include "step_record.h"
#include "workspace/workspace.h"

namespace workspace {

class FileWorkspace final : public Workspace {
 public:
  FileWorkspace(Options options, std::unique_ptr<Rooted> root, base::Fd lock);

  /// Reads the steps and mends what was left unfinished.
  base::Result<> start();

  const std::string& root() const override { return root_->path(); }
  const std::vector<std::string>& recovered() const override { return recovered_; }
  base::Result<std::string> resolve(const std::string& path) const override;
  base::Result<Step> write(std::string id, std::string what, std::vector<FileWrite> files) override;
  io::Task<base::Result<Command>> before_command(std::string id, std::string what) override;
  io::Task<base::Result<Step>> after_command(std::uint64_t number = 0) override;
  io::Task<base::Result<Step>> next_command(std::string id, std::string what) override;
  base::Result<std::optional<sandbox::View>> prepare() override { return std::optional<sandbox::View>(); }
  base::Result<Command> again(const std::string& id) override;
  bool is_transactional() const override { return false; }
  const std::vector<Step>& steps() const override { return steps_; }
  std::vector<Effect> total() const override;
  base::Result<UndoReport> undo(const std::string& id, const Paths& paths = {}) override;
  base::Result<UndoReport> undo_from(const std::string& id) override;
  base::Result<UndoReport> undo_all() override;
  base::Result<UndoReport> redo(const std::string& id, const Paths& paths) override;
  base::Result<UndoReport> accept(const std::string& id, const Paths& paths) override;
  base::Result<> drop(const std::string& id, const Paths& paths) override;
  base::Result<std::vector<std::string>> shrink(std::uint64_t bytes) override;
  std::uint64_t kept_bytes() const override;
  base::Result<std::string> content(const Effect& effect, Side side, std::size_t limit) const override;
  base::Result<std::vector<Effect>> inside(const Effect&, std::size_t) const override { return std::vector<Effect>(); }
  std::string diff(const Effect& effect, std::size_t limit) const override;
  io::Task<base::Result<std::unique_ptr<Scratch>>> scratch(Tree tree, std::vector<Shown> shown) override;
  io::Task<base::Result<std::string>> fork(Tree tree, std::string into, bool with_git,
                                           std::uint64_t bytes_max) override;
  io::Task<base::Result<std::string>> tree_hash() override;
  io::Task<base::Result<Hashes>> tree_hashes() override;

  base::Result<> begin_command(std::string id, std::string what, std::stop_token stop);
  base::Result<Step> end_command();
  base::Result<Step> turn_command(std::string id, std::string what);
  base::Result<std::string> make_fork(Tree tree, const std::string& into, bool with_git,
                                      std::uint64_t bytes_max, std::stop_token stop);
  enum class Wanted : std::uint8_t { now, both };
  base::Result<Hashes> hash_tree(Wanted wanted, std::stop_token stop);

 private:
  [[nodiscard]] std::string txn_dir() const;
  [[nodiscard]] std::string snapshot_file() const;
  base::Result<ObjectStore*> store() const;
  [[nodiscard]] CaptureRules rules() const;

  base::Result<> load_steps();
  base::Result<> recover(StepRecord& record);
  base::Result<> recover_edit(StepRecord& record);
  base::Result<> recover_command(StepRecord& record);
  void remove_temporaries(const StepRecord& record);

  base::Result<> open_command(std::string id, std::string what);
  base::Result<> close_command(StepRecord& record);
  base::Result<> finish_command();
  base::Result<> prepare_tree();
  base::Result<> look_again(const std::vector<Effect>& effects);
  base::Result<> undo_record(std::size_t i, UndoReport& report, const Paths& paths = {});
  base::Result<UndoReport> undo_range(std::size_t first, std::size_t last);
  [[nodiscard]] base::Result<std::size_t> find_step(const std::string& id) const;
  void add(StepRecord record);
  void take_back(StepRecord& record, std::vector<std::string>& left);
  void name_later_steps(std::size_t i, std::vector<Conflict>& conflicts) const;
  StepRecord new_record(StepRecord::Kind kind, std::string id, std::string what);

  Options options_;
  std::unique_ptr<Rooted> root_;
  base::Fd lock_;  ///< of txn/: this session's steps have one owner
  mutable std::unique_ptr<ObjectStore> store_;  ///< opened when first needed
  std::vector<StepRecord> records_;             ///< done steps; their `step` is in steps_
  std::vector<Step> steps_;
  std::uint64_t last_number_ = 0;
  std::vector<std::string> recovered_;

  Snapshot tree_;              ///< while a command is open: the tree before it
  bool tree_known_ = false;    ///< tree_ was loaded or taken
  bool tree_saved_ = false;    ///< and lies in snapshot_file() as it is
  std::optional<StepRecord> open_;
  /// Commands that go on while another one's step is open: each gets a further step when that one ends.
  struct Outer {
    std::string id, what;
  };
  std::vector<Outer> outer_;
};

}  // namespace workspace
