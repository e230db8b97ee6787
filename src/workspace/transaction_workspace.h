#pragma once
// The Workspace whose steps are transactions: see txn/txn.h. A session's folder keeps only where its
// store lies (txn/store), since a store must lie on the project's file system and mount.

#include <stop_token>
#include <unordered_set>

#include "reasons.h"
#include "rooted.h"
#include "workspace/workspace.h"

namespace workspace {

class TransactionWorkspace final : public Workspace {
 public:
  TransactionWorkspace(Options options, std::unique_ptr<Rooted> root, base::Fd lock,
                       std::unique_ptr<txn::Store> store);

  /// The store of a session of `root`: the one that it has, else a new one, else "" (no place from
  /// which things can be renamed into the project). `fresh` tells which.
  static base::Result<std::string> store_of(const Options& options);
  /// With the store at `store_dir`; recovers what a killed process left.
  static base::Result<std::unique_ptr<TransactionWorkspace>> open_in(Options options, std::unique_ptr<Rooted> root,
                                                                     base::Fd lock, const std::string& store_dir);
  base::Result<> start();
  /// Of a project whose repository lies outside: see git_outside.h. Problems are told in recovered().
  base::Result<> open_git();

  const std::string& root() const override { return root_->path(); }
  const std::vector<std::string>& recovered() const override { return recovered_; }
  base::Result<std::string> resolve(const std::string& path) const override;
  base::Result<Step> write(std::string id, std::string what, std::vector<FileWrite> files) override;
  io::Task<base::Result<Command>> before_command(std::string id, std::string what) override;
  io::Task<base::Result<Step>> after_command(std::uint64_t number) override;
  io::Task<base::Result<Step>> next_command(std::string id, std::string what) override;
  base::Result<std::optional<sandbox::View>> prepare() override;
  base::Result<Command> again(const std::string& id) override;
  bool is_transactional() const override { return true; }
  Outside outside() const override;
  const std::vector<Step>& steps() const override { return steps_; }
  std::vector<Effect> total() const override;
  base::Result<UndoReport> undo(const std::string& id, const Paths& paths) override;
  base::Result<UndoReport> undo_from(const std::string& id) override;
  base::Result<UndoReport> undo_all() override;
  base::Result<UndoReport> redo(const std::string& id, const Paths& paths) override;
  base::Result<UndoReport> accept(const std::string& id, const Paths& paths) override;
  base::Result<> drop(const std::string& id, const Paths& paths) override;
  base::Result<std::vector<std::string>> shrink(std::uint64_t bytes) override;
  std::uint64_t kept_bytes() const override { return store_->stored_bytes() + (git_ ? git_->kept_bytes() : 0); }
  base::Result<std::string> content(const Effect& effect, Side side, std::size_t limit) const override;
  base::Result<std::vector<Effect>> inside(const Effect& effect, std::size_t limit) const override;
  std::string diff(const Effect& effect, std::size_t limit) const override;
  io::Task<base::Result<std::unique_ptr<Scratch>>> scratch(Tree tree, std::vector<Shown> shown) override;
  io::Task<base::Result<std::string>> fork(Tree tree, std::string into, bool with_git,
                                           std::uint64_t bytes_max) override;
  io::Task<base::Result<std::string>> tree_hash() override;
  io::Task<base::Result<Hashes>> tree_hashes() override;

 private:
  base::Result<Step> finish(std::uint64_t number);
  [[nodiscard]] std::string again_file(std::uint64_t number) const;
  base::Result<> settle(std::uint64_t number);
  base::Result<> give_reason(const txn::Transaction& transaction, const std::string& why,
                             const txn::Store::Filter& chosen = {});
  Step step_of(const txn::Transaction& transaction);
  void add_effects(const txn::Transaction& transaction, const txn::Effect& effect, Step& step);
  void add_inside(const txn::Transaction& transaction, const txn::Effect& effect, const Effect& whole,
                  Step& step);
  void refresh(std::uint64_t number);
  [[nodiscard]] const txn::Transaction* find(std::uint64_t number) const;
  [[nodiscard]] base::Result<std::uint64_t> number_of(const std::string& id) const;
  base::Result<txn::Outcome> take_back(std::uint64_t number, const txn::Store::Filter& chosen);
  base::Result<UndoReport> undo_numbers(const std::vector<std::uint64_t>& numbers);
  base::Result<> check_expectations(const std::vector<FileWrite>& files,
                                    std::vector<txn::Store::Write>& writes) const;
  enum class Place : std::uint8_t { copy, upper };
  base::Result<> take_back_in(const std::string& into, Place place) const;
  base::Result<std::string> make_fork(Tree tree, const std::string& into, bool with_git,
                                      std::uint64_t bytes_max, std::stop_token stop);
  base::Result<std::unique_ptr<Scratch>> make_scratch(Tree tree, const std::vector<Shown>& shown);
  enum class Wanted : std::uint8_t { now, both };
  base::Result<Hashes> hash_tree(Wanted wanted, std::stop_token stop);

  // transaction_git.cpp
  base::Result<> lay_over(sandbox::View& view, const sandbox::View& git) const;
  [[nodiscard]] std::optional<std::uint64_t> git_number(const std::string& id) const;
  void add_git(Step& step) const;
  [[nodiscard]] std::optional<Effect> git_effect(const Effect& effect) const;
  /// A call that is for the project, for the repository outside, or for both.
  struct Parted {
    bool project = true, git = false;
    Paths of_project, of_git;
  };
  [[nodiscard]] Parted part(const std::string& id, const Paths& paths) const;
  void add_git_report(UndoReport& report, UndoReport git) const;
  base::Result<UndoReport> in_both(const std::string& id, const Paths& paths,
                                   base::Result<UndoReport> (TransactionWorkspace::*verb)(const std::string&, const Paths&));
  base::Result<UndoReport> undo_here(const std::string& id, const Paths& paths);
  base::Result<UndoReport> redo_here(const std::string& id, const Paths& paths);
  base::Result<UndoReport> accept_here(const std::string& id, const Paths& paths);
  base::Result<UndoReport> drop_here(const std::string& id, const Paths& paths);

  Options options_;
  std::unique_ptr<Rooted> root_;
  base::Fd lock_;
  std::unique_ptr<txn::Store> store_;
  std::unique_ptr<Judge> judge_;
  std::vector<Step> steps_;
  std::vector<std::uint64_t> numbers_;   ///< of steps_
  std::unordered_set<std::uint64_t> open_;   ///< commands that run
  Reasons reasons_;   ///< why an effect is held or refused
  std::vector<std::string> recovered_;
  std::string refused_elsewhere_;   ///< of git_: what the project's part of the step had refused
  std::uint64_t scratches_ = 0;
  std::unique_ptr<TransactionWorkspace> git_;   ///< of the folder around a repository outside
  std::string git_folder_;   ///< from there: ".git"
  std::string git_work_;     ///< the working tree's top
  std::string git_shown_;    ///< from our root to there: "../repo"
  std::string prepared_;   ///< the store's ready folder, if a box was to be prepared with it
};

}  // namespace workspace
