#pragma once
// The Store on a disk. Parts: file_store.cpp opens, begins and plans; put.cpp builds uppers; batch.cpp
// applies, undoes, redoes and recovers; clashes.cpp decides what must not be touched and meanings.cpp what
// may be after all; look.cpp reads versions; room.cpp throws away.

#include <chrono>
#include <map>
#include <optional>

#include "base/file.h"
#include "exchange.h"
#include "op_journal.h"
#include "record.h"

namespace txn {

/// A parent's mtime before this transaction changed something in it, and as it left it.
struct FolderTime {
  std::int64_t before_ns = 0, after_ns = 0;
};

/// Beside a Transaction: what only the store needs.
struct Inner {
  std::vector<Item> items;
  std::vector<std::string> deletes;
  std::int64_t clock_ns = 0;
  std::map<std::string, FolderTime> folders;
  std::uint64_t journal_bytes = 0;
  std::optional<Batch> pending;           ///< END without COMMIT: to be finished before anything else
  std::optional<std::chrono::steady_clock::time_point> planned_at;   ///< nothing: by another process
};

/// Takes the outcome of a committed batch into the states, and of an aborted one what it touched.
void fold(const Batch& batch, Transaction& transaction, Inner& inner);

class FileStore final : public Store {
 public:
  static base::Result<std::unique_ptr<Store>> open(StoreOptions options);
  ~FileStore() override {
    if (!ready_.empty()) (void)base::remove_all(ready_);   // else the next open() does
  }

  [[nodiscard]] const std::string& dir() const override { return options_.dir; }
  [[nodiscard]] const std::vector<std::string>& recovered() const override { return recovered_; }
  [[nodiscard]] const std::vector<Transaction>& all() const override { return all_; }
  base::Result<std::uint64_t> begin(std::string id, std::string what, Ready ready = Ready::leave) override;
  base::Result<std::string> make_ready() override;
  [[nodiscard]] std::string upper(std::uint64_t number) const override;
  [[nodiscard]] std::string work(std::uint64_t number) const override;
  base::Result<> start_clock(std::uint64_t number) override;
  base::Result<> put(std::uint64_t number, const std::vector<Write>& files) override;
  base::Result<const Transaction*> plan(std::uint64_t number) override;
  base::Result<Outcome> apply(std::uint64_t number, const Filter& chosen) override;
  base::Result<Outcome> undo(std::uint64_t number, const Filter& chosen) override;
  base::Result<Outcome> redo(std::uint64_t number, const Filter& chosen) override;
  base::Result<> drop(std::uint64_t number, const Filter& chosen) override;
  base::Result<std::string> content(std::uint64_t number, const Effect& effect, Side side,
                                    std::size_t limit) const override;
  base::Result<std::string> where(std::uint64_t number, const std::string& path, Side side) const override;
  base::Result<std::vector<std::string>> inside(std::uint64_t number, const Effect& effect,
                                                std::size_t limit) const override;
  [[nodiscard]] std::uint64_t stored_bytes() const override;
  base::Result<std::vector<std::uint64_t>> shrink(std::uint64_t bytes) override;

 private:
  /// One job of a batch: an effect that may be moved, or why not.
  struct Job {
    std::size_t effect = 0;
    std::string clash;
  };
  struct Site;   // the open folders of one call

  explicit FileStore(StoreOptions options) : options_(std::move(options)) {}

  // file_store.cpp
  base::Result<> lock();
  base::Result<> load();
  base::Result<> load_one(std::uint64_t number);
  base::Result<> save(std::size_t at) const;
  static base::Result<> make_parts(const std::string& folder);
  [[nodiscard]] std::string path_of(std::uint64_t number, std::string_view part) const;
  base::Result<std::size_t> find(std::uint64_t number) const;
  base::Result<std::int64_t> tick() const;
  base::Result<> set_clock(std::size_t at);
  void count_stored(std::size_t at);

  // batch.cpp
  base::Result<Outcome> run(std::size_t at, Direction direction, std::vector<Job> jobs);
  base::Result<> make_ready(std::size_t at, Site& site, const std::vector<Job>& jobs);
  base::Result<Batch> plan_batch(std::size_t at, Site& site, Direction direction,
                                 const std::vector<Job>& jobs) const;
  base::Result<> write_plan(std::size_t at, Batch& batch);
  enum class Resumed : bool { no, yes };
  class Work;   // the operations of one batch
  base::Result<> carry_out(std::size_t at, Site& site, Batch& batch, std::uint64_t before, Resumed resumed);
  std::string give_up(std::size_t at, Work& work, Batch& batch, std::uint64_t before);
  Outcome account(std::size_t at, Direction direction, const std::vector<Job>& jobs, const Batch& batch);
  static void remove_copies(std::size_t at, Site& site, const Batch& batch);
  base::Result<> finish(std::size_t at, std::string& told);
  base::Result<> append(std::size_t at, std::string_view lines);
  base::Result<> cut_journal(std::size_t at, std::uint64_t size);
  base::Result<> sync_uppers(std::size_t at, Site& site, const std::vector<Job>& jobs) const;

  // meanings.cpp
  base::Result<> note_meanings(std::size_t at, int tree, int upper);
  base::Result<> take_same_meanings(std::size_t at, Site& site, Direction direction, const std::vector<Job>& jobs);

  // clashes.cpp
  base::Result<> find_clashes(std::size_t at, Site& site, Direction direction, std::vector<Job>& jobs) const;
  base::Result<std::string> clash_of(std::size_t at, Site& site, Direction direction, std::size_t effect) const;
  base::Result<std::string> changed_inside(std::size_t at, const Spot& spot, std::size_t effect,
                                           std::int64_t newest_ns) const;
  void group_clashes(std::size_t at, std::vector<Job>& jobs) const;
  base::Result<> git_locks(std::size_t at, Site& site, std::vector<Job>& jobs) const;
  enum class Now : bool { any, as_planned };
  [[nodiscard]] bool is_ours(std::size_t at, const std::string& path, const Stat& found, Now now) const;
  [[nodiscard]] std::string who(std::size_t at, std::size_t effect) const;

  // look.cpp
  struct Found;
  base::Result<Found> locate(std::uint64_t number, const std::string& path, Side side) const;
  [[nodiscard]] std::string shelf_path(std::size_t at, std::size_t effect) const;

  // room.cpp
  base::Result<> clear(std::size_t at);
  base::Result<> remove_shelves(std::size_t at, const std::vector<std::size_t>& effects);
  base::Result<> expire(std::size_t at);
  base::Result<std::vector<std::uint64_t>> shrink_all_but(std::uint64_t bytes, std::uint64_t kept);

  StoreOptions options_;
  base::Fd root_, dir_, lock_;
  std::vector<Transaction> all_;
  std::vector<Inner> inner_;
  std::vector<std::string> recovered_;
  std::uint64_t next_number_ = 1, next_sequence_ = 1;
  std::string ready_;   ///< made ahead of time, not taken yet; "" = none
  std::uint64_t readies_ = 0;
  std::int64_t own_ns_ = 0;   ///< the clock after our last change to the tree
};

/// The open folders of one call: the tree, the upper and undo/.
struct FileStore::Site {
  static base::Result<Site> open(const FileStore& store, std::size_t at);
  base::Result<Spot> tree_spot(const std::string& path);
  /// Where the version lies that is not in the tree.
  base::Result<Spot> shelf_spot(const Effect& effect, const Item& item, std::size_t index);

  base::Fd upper_fd, undo_fd;
  std::unique_ptr<Folders> tree, upper;
};

}  // namespace txn
