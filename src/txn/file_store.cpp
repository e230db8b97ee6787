#include "file_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <ctime>

#include "base/paths.h"
#include "base/try.h"
#include "renames.h"
#include "scan.h"
#include "stat.h"

namespace txn {
namespace {

using base::Code;

constexpr std::string_view k_ready = "ready-";
constexpr int k_lock_tries = 200;
constexpr long k_lock_wait_ns = 10'000'000;   // 2 s together

std::int64_t now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return nanoseconds(now) / 1'000'000;
}

// Renames between the two fail on another file system or mount, whatever the permissions: found
// without touching the root, since the kernel looks at the mounts before it looks at the name ".".
bool are_apart(int dir, const std::string& file, int root) {
  return ::renameat2(dir, file.c_str(), root, ".", RENAME_NOREPLACE) != 0 && errno == EXDEV;
}

}  // namespace

base::Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
  return FileStore::open(std::move(options));
}

base::Result<std::unique_ptr<Store>> FileStore::open(StoreOptions options) {
  std::unique_ptr<FileStore> store(new FileStore(std::move(options)));
  const StoreOptions& o = store->options_;
  if (o.root.empty() || o.root[0] != '/' || o.dir.empty() || o.dir[0] != '/')
    return base::fail(Code::invalid, "the root and the store must be absolute paths");
  for (const std::string& path : o.excluded)
    if (!is_inside(path)) return base::fail(Code::invalid, "excluded paths are relative to the root: " + path);
  store->root_.reset(::open(o.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!store->root_) return base::fail_errno("cannot open the tree " + o.root);
  TRY_DO(base::make_dirs(o.dir, 0700));
  store->dir_.reset(::open(o.dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!store->dir_) return base::fail_errno("cannot open the store " + o.dir);
  TRY_DO(store->lock());
  if (are_apart(store->dir_.get(), "lock", store->root_.get()))
    return base::fail(Code::unsupported, "things cannot be renamed from " + o.dir + " to " + o.root +
                                             ": they are on different file systems or mounts");
  TRY_DO(probe_exchange(store->dir_.get()));
  TRY_DO(store->load());
  return std::unique_ptr<Store>(std::move(store));
}

namespace {

// A file of the store into the tree and back, under a name that nobody has.
bool can_rename(const std::string& dir, const std::string& root) {
  const base::Fd from(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const base::Fd to(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::string name = ".plumb-probe-" + std::to_string(::getpid());
  if (!from || !to) return false;
  const base::Fd file(::openat(from.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return false;
  struct stat st {};
  bool works = !are_apart(from.get(), name, to.get()) && ::fstat(to.get(), &st) == 0;
  if (works) {
    works = ::renameat2(from.get(), name.c_str(), to.get(), name.c_str(), RENAME_NOREPLACE) == 0;
    if (works && ::renameat2(to.get(), name.c_str(), from.get(), name.c_str(), RENAME_NOREPLACE) != 0) {
      works = false;
      ::unlinkat(to.get(), name.c_str(), 0);
    }
    const timespec times[2] = {{0, UTIME_OMIT}, st.st_mtim};
    // The tree's folder shows no trace; if the time cannot be set back, nothing depends on it.
    (void)::futimens(to.get(), times);
  }
  ::unlinkat(from.get(), name.c_str(), 0);
  return works;
}

}  // namespace

std::string Store::place(const std::string& root, const std::vector<std::string>& candidates) {
  for (const std::string& candidate : candidates) {
    // Folders made for a candidate that does not do are removed again, the lowest first.
    std::vector<std::string> made;
    for (std::string path = candidate; !base::exists(path); path = base::parent(path)) {
      made.push_back(path);
      if (base::parent(path) == path) break;
    }
    if (base::make_dirs(candidate, 0700) && can_rename(candidate, root)) return candidate;
    for (const std::string& path : made) ::rmdir(path.c_str());
  }
  return "";
}

base::Result<> FileStore::lock() {
  lock_.reset(::openat(dir_.get(), "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock_) return base::fail_errno("cannot open " + base::join(options_.dir, "lock"));
  for (int tries = 0; ::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0; ++tries) {
    if (errno != EWOULDBLOCK && errno != EINTR) return base::fail_errno("cannot lock " + options_.dir);
    if (tries == k_lock_tries)
      return base::fail(Code::changed, "another plumb works with " + options_.dir);
    const timespec wait{0, k_lock_wait_ns};
    ::nanosleep(&wait, nullptr);
  }
  return {};
}

// ---- reading the store ----

base::Result<> FileStore::load() {
  TRY(const auto names, base::list_dir(options_.dir));
  std::vector<std::uint64_t> numbers;
  for (const std::string& name : names) {
    if (name.starts_with(k_ready)) {   // nobody mounts it any more: its helper died with its plumb
      if (auto removed = base::remove_all(base::join(options_.dir, name)); !removed) recovered_.push_back(removed.error().what);
      continue;
    }
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && end == name.data() + name.size() && number > 0) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  for (const std::uint64_t number : numbers) {
    next_number_ = number + 1;
    auto loaded = load_one(number);
    // One that cannot be read is left as it is, for a person; the others still work.
    if (!loaded) recovered_.push_back("transaction " + std::to_string(number) + " cannot be read: " +
                                      loaded.error().what);
  }
  for (std::size_t at = 0; at < all_.size(); ++at) {
    if (!inner_[at].pending) continue;
    std::string told;
    if (auto done = finish(at, told); !done) told = done.error().what;   // tried again when it is used
    recovered_.push_back(std::move(told));
  }
  return {};
}

base::Result<> FileStore::load_one(std::uint64_t number) {
  const std::string meta = path_of(number, "meta");
  if (!base::exists(meta)) return base::remove_all(path_of(number, ""));   // killed in begin()
  TRY(const auto text, base::read_file(meta));
  auto record = parse_record(text);
  if (!record) return base::with(std::move(record).error(), meta);
  Transaction transaction = std::move(record->transaction);
  transaction.number = number;
  Inner inner;
  inner.items = std::move(record->items);
  inner.deletes = std::move(record->deletes);
  inner.clock_ns = record->clock_ns;

  auto journal = base::read_file(path_of(number, "journal"));
  if (!journal && journal.error().code != Code::not_found) return base::fail(std::move(journal).error());
  const JournalText parsed = parse_journal(journal ? *journal : std::string());
  inner.journal_bytes = parsed.good_bytes;
  bool is_half_dropped = false, is_half_expired = false;
  for (const JournalEvent& event : parsed.events) {
    switch (event.kind) {
      case JournalEvent::Kind::batch:
        for (const BatchOp& op : event.batch.ops)
          if (op.effect >= inner.items.size() || transaction.effects[op.effect].path != op.path)
            return base::fail(Code::invalid, "its journal does not belong to its meta");
        next_sequence_ = std::max(next_sequence_, event.batch.sequence + 1);
        if (event.batch.is_committed || event.batch.is_aborted) fold(event.batch, transaction, inner);
        else inner.pending = event.batch;
        break;
      case JournalEvent::Kind::conflict:
        for (const std::size_t effect : event.effects) {
          if (effect >= transaction.effects.size() || transaction.effects[effect].state != State::planned) continue;
          transaction.effects[effect].state = State::conflict;
          transaction.effects[effect].why = event.why;
        }
        break;
      case JournalEvent::Kind::drop:
        is_half_dropped = true;
        for (const std::size_t effect : event.effects)
          if (effect < transaction.effects.size()) transaction.effects[effect].state = State::dropped;
        break;
      case JournalEvent::Kind::dropped: is_half_dropped = false; break;
      case JournalEvent::Kind::expire: is_half_expired = true; transaction.expired = true; break;
      case JournalEvent::Kind::expired: is_half_expired = false; break;
    }
  }
  if (transaction.dropped)
    for (Effect& effect : transaction.effects) effect.state = State::dropped;
  if (!transaction.planned && !transaction.dropped && !transaction.interrupted) {
    transaction.interrupted = true;
    recovered_.push_back("transaction " + std::to_string(number) + " (" + transaction.what +
                         "): its command was interrupted; what it changed is kept apart");
  }
  all_.push_back(std::move(transaction));
  inner_.push_back(std::move(inner));
  const std::size_t at = all_.size() - 1;
  if (journal && journal->size() > parsed.good_bytes) TRY_DO(cut_journal(at, parsed.good_bytes));
  count_stored(at);
  if (all_[at].dropped && base::exists(path_of(number, "u"))) TRY_DO(clear(at));
  if (is_half_dropped) {
    std::vector<std::size_t> effects;
    for (std::size_t i = 0; i < all_[at].effects.size(); ++i)
      if (all_[at].effects[i].state == State::dropped) effects.push_back(i);
    TRY_DO(remove_shelves(at, effects));
    TRY_DO(append(at, format_word("dropped")));
  }
  if (is_half_expired) TRY_DO(expire(at));
  return {};
}

base::Result<> FileStore::save(std::size_t at) const {
  Record record;
  record.transaction = all_[at];
  record.items = inner_[at].items;
  record.deletes = inner_[at].deletes;
  record.clock_ns = inner_[at].clock_ns;
  const auto durable = options_.durable ? base::Durable::yes : base::Durable::no;
  return base::write_file(path_of(all_[at].number, "meta"), format_record(record), 0600, durable);
}

std::string FileStore::path_of(std::uint64_t number, std::string_view part) const {
  return base::join(base::join(options_.dir, std::to_string(number)), part);
}

std::string FileStore::upper(std::uint64_t number) const { return path_of(number, "u"); }
std::string FileStore::work(std::uint64_t number) const { return path_of(number, "w"); }

base::Result<std::size_t> FileStore::find(std::uint64_t number) const {
  const auto found = std::lower_bound(all_.begin(), all_.end(), number,
                                      [](const Transaction& t, std::uint64_t n) { return t.number < n; });
  if (found == all_.end() || found->number != number)
    return base::fail(Code::not_found, "there is no transaction " + std::to_string(number));
  return static_cast<std::size_t>(found - all_.begin());
}

// ---- making one ----

base::Result<> FileStore::make_parts(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0) return base::fail_errno("cannot make " + folder);
  for (const char* part : {"u", "w"}) {
    const std::string path = base::join(folder, part);
    // 0755: the upper's root is what the command sees as the project.
    if (::mkdir(path.c_str(), 0755) != 0) return base::fail_errno("cannot make " + path);
  }
  return {};
}

base::Result<std::string> FileStore::make_ready() {
  if (!ready_.empty()) return ready_;
  const std::string folder = base::join(options_.dir, std::string(k_ready) + std::to_string(++readies_));
  TRY_DO(make_parts(folder));
  ready_ = folder;
  return ready_;
}

base::Result<std::uint64_t> FileStore::begin(std::string id, std::string what, Ready ready) {
  const std::uint64_t number = next_number_++;
  const std::string folder = path_of(number, "");
  Transaction transaction;
  transaction.number = number;
  transaction.id = std::move(id);
  transaction.what = std::move(what);
  transaction.time_ms = now_ms();
  all_.push_back(std::move(transaction));
  inner_.emplace_back();
  const std::size_t at = all_.size() - 1;
  const auto make = [&]() -> base::Result<> {
    const std::string taken = ready == Ready::take ? std::exchange(ready_, {}) : std::string();
    if (taken.empty()) {
      TRY_DO(make_parts(folder));
    } else if (::rename(taken.c_str(), path_of(number, "").c_str()) != 0) {
      return base::fail_errno("cannot rename " + taken);
    }
    return set_clock(at);
  };
  if (auto made = make(); !made) {
    all_.pop_back();
    inner_.pop_back();
    if (auto removed = base::remove_all(folder); !removed) made.error().what += "; " + removed.error().what;
    return base::fail(std::move(made).error());
  }
  return number;
}

base::Result<> FileStore::start_clock(std::uint64_t number) {
  TRY(const std::size_t at, find(number));
  if (all_[at].planned) return base::fail(Code::invalid, "the transaction is planned already");
  return set_clock(at);
}

// The file system's time: the ctime of a file that was just touched. It must be after our own last
// change, so that nothing of ours looks like somebody else's; the clock may tick only every 4 ms.
base::Result<> FileStore::set_clock(std::size_t at) {
  TRY(std::int64_t now, tick());
  while (now <= own_ns_) {
    const timespec wait{0, 200'000};
    ::nanosleep(&wait, nullptr);
    const std::int64_t before = now;
    TRY(now, tick());
    if (now < before) break;   // the clock was set back: nothing can be told from it
  }
  inner_[at].clock_ns = now;
  return save(at);
}

base::Result<std::int64_t> FileStore::tick() const {
  struct stat st {};
  if (::futimens(lock_.get(), nullptr) != 0 || ::fstat(lock_.get(), &st) != 0)
    return base::fail_errno("cannot touch " + base::join(options_.dir, "lock"));
  return nanoseconds(st.st_ctim);
}

base::Result<const Transaction*> FileStore::plan(std::uint64_t number) {
  TRY(const std::size_t at, find(number));
  Transaction& transaction = all_[at];
  // Read anew as long as nothing was decided: further commands may have gone on in the upper (forks).
  const bool is_settled = std::any_of(transaction.effects.begin(), transaction.effects.end(),
                                      [](const Effect& effect) { return effect.state != State::planned; });
  if (transaction.planned && is_settled) return &transaction;
  if (transaction.dropped) return base::fail(Code::invalid, "the transaction was dropped");
  base::Fd up(::open(upper(number).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!up) return base::fail_errno("cannot open " + upper(number));
  ScanInput input;
  input.tree = root_.get();
  input.upper = up.get();
  input.clock_ns = inner_[at].clock_ns;
  input.excluded = &options_.excluded;
  input.deletes = inner_[at].deletes;
  // A fresh descriptor: reading a folder moves its offset.
  const base::Fd tree(::open(options_.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!tree) return base::fail_errno("cannot open the tree " + options_.root);
  input.tree = tree.get();
  auto found = scan(input);
  if (!found) return base::with(std::move(found).error(), "planning transaction " + std::to_string(number));
  TRY_DO(find_renames(tree.get(), up.get(), *found));
  transaction.effects = std::move(found->effects);
  inner_[at].items = std::move(found->items);
  TRY_DO(note_meanings(at, tree.get(), up.get()));
  transaction.planned = true;
  if (auto saved = save(at); !saved) {
    transaction.planned = false;
    transaction.effects.clear();
    inner_[at].items.clear();
    return base::fail(std::move(saved).error());
  }
  inner_[at].planned_at = std::chrono::steady_clock::now();
  // Overlayfs' own folder is of no use any more; if it stays, drop() takes it.
  if (auto removed = base::remove_all(work(number)); !removed) recovered_.push_back(removed.error().what);
  return &transaction;
}

void FileStore::count_stored(std::size_t at) {
  Transaction& transaction = all_[at];
  transaction.stored_bytes = 0;
  if (transaction.expired) return;
  for (std::size_t i = 0; i < transaction.effects.size(); ++i)
    if (transaction.effects[i].state == State::applied) transaction.stored_bytes += inner_[at].items[i].old_bytes;
}

std::uint64_t FileStore::stored_bytes() const {
  std::uint64_t sum = 0;
  for (const Transaction& transaction : all_) sum += transaction.stored_bytes;
  return sum;
}

}  // namespace txn
