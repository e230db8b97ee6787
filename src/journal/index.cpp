// The index is a cache of folds. For every log it remembers inode, size and time of change, and how
// far it has read; opening it costs one stat a session, and a log that has grown is read from where
// the last reading stopped. It is never the truth: a file that SQLite cannot use is deleted and made
// again from the logs, and where no file can be written (a read-only home) it lives in memory.
//
// Full text: one row of `words` per event worth finding; `piece` tells whose it is. The words of a
// query may be in different events of a session, so each is looked up by itself.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/value.hpp>
#include <map>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "journal/journal.h"
#include "json/json.h"
#include "log_reader.h"
#include "query_words.h"
#include "sqlite.h"
#include "summary.h"

namespace journal {
namespace {

using base::Code;
using base::join;

/// A file system gives the inode of a deleted log to the next one that is made: when it was made tells them apart.
ino_t identity_of(int log, const struct stat& st) {
  struct statx more {};
  if (::statx(log, "", AT_EMPTY_PATH, STATX_BTIME, &more) != 0 || (more.stx_mask & STATX_BTIME) == 0) return st.st_ino;
  const auto born = static_cast<std::uint64_t>(more.stx_btime.tv_sec) * 1'000'000'000 + more.stx_btime.tv_nsec;
  return static_cast<ino_t>((st.st_ino ^ (born * 0x9E3779B97F4A7C15ULL)) >> 1);   // fits a signed column
}

// user_version is raised with every change of this text; another number means: make it again.
constexpr std::int64_t k_schema = 6;
constexpr const char* k_tables = R"sql(
PRAGMA user_version = 6;
CREATE TABLE session(
  n INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
  inode INTEGER, size INTEGER, mtime INTEGER, at INTEGER, line INTEGER, seq INTEGER,
  cwd TEXT, task TEXT, model TEXT, status TEXT, started INTEGER, updated INTEGER,
  turns INTEGER, tokens_in INTEGER, tokens_out INTEGER, cost REAL, parent TEXT, attempt INTEGER,
  fork TEXT, rest TEXT);
CREATE INDEX session_parent ON session(parent);
CREATE INDEX session_cwd ON session(cwd, updated);
CREATE TABLE piece(n INTEGER PRIMARY KEY, session INTEGER NOT NULL);
CREATE INDEX piece_session ON piece(session);
CREATE TABLE spent(session INTEGER NOT NULL, day TEXT NOT NULL, model TEXT NOT NULL, calls INTEGER, tokens_in INTEGER,
  tokens_cached INTEGER, tokens_out INTEGER, cost REAL, unknown INTEGER, PRIMARY KEY(session, day, model)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'unicode61');
)sql";

constexpr std::string_view k_columns =
    "id, cwd, task, model, status, started, updated, turns, tokens_in, tokens_out, cost, parent, attempt, fork, rest";

struct Known {
  std::int64_t row = 0, inode = 0, size = 0, mtime = 0;
};

bool is_damage(const base::Error& error) { return error.code == Code::protocol; }

Summary summary_of(const Statement& row) {
  Summary out;
  out.id = row.text(0);
  out.cwd = row.text(1);
  out.task = row.text(2);
  out.model = row.text(3);
  out.status = row.text(4);
  out.started_ms = row.integer(5);
  out.updated_ms = row.integer(6);
  out.turns = row.integer(7);
  out.tokens_in = row.integer(8);
  out.tokens_out = row.integer(9);
  out.cost_usd = row.real(10);
  out.parent = row.text(11);
  out.attempt = row.integer(12);
  out.fork = row.text(13);
  rest_from_json(out, row.text(14));
  return out;
}

class SqliteIndex final : public Index {
 public:
  SqliteIndex(std::string state_dir, Database database)
      : state_dir_(std::move(state_dir)), database_(std::move(database)) {}

  static base::Result<std::unique_ptr<SqliteIndex>> make(const std::string& state_dir,
                                                         const std::string& file);
  base::Result<std::vector<Summary>> list(const std::string& cwd, const std::string& query,
                                          std::size_t limit) override;
  base::Result<std::vector<Summary>> forks(const std::string& cwd) override;
  base::Result<std::vector<Summary>> attempts(const std::string& parent) override;
  base::Result<std::vector<Summary>> list_all() override;
  base::Result<std::vector<Spent>> spent(const std::string& since) override;
  const std::string& notice() const override { return notice_; }
  void set_notice(std::string text) { notice_ = std::move(text); }

 private:
  base::Result<> update();
  base::Result<> update_all();
  base::Result<std::map<std::string, Known>> known();
  base::Result<> read_session(const std::string& id, int log, const struct stat& st,
                              const Known* known);
  base::Result<> forget(std::int64_t row);
  base::Result<> add_spent(std::int64_t row, const Summary& before, const Summary& after, const Event& event);
  base::Result<> store(std::int64_t row, const Summary& summary, const struct stat& st,
                       const LogReader::Place& place);
  base::Result<std::vector<Summary>> select(const std::string& cwd, const std::string& query,
                                            std::size_t limit);
  base::Result<std::vector<Summary>> all_of(Statement rows);

  std::string state_dir_;
  Database database_;
  std::string notice_;
};

base::Result<std::unique_ptr<SqliteIndex>> SqliteIndex::make(const std::string& state_dir,
                                                             const std::string& file) {
  TRY(auto database, Database::open(file));
  // Lost with the machine's power at worst, and then made again: no need to wait for the disk.
  TRY_DO(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"));
  auto index = std::make_unique<SqliteIndex>(state_dir, std::move(database));
  TRY_DO(index->update());
  return index;
}

base::Result<> SqliteIndex::update() {
  TRY_DO(database_.execute("BEGIN IMMEDIATE"));
  auto done = update_all();
  if (done) return database_.execute("COMMIT");
  // The first failure is what counts; a rollback that fails too has nothing to add.
  (void)database_.execute("ROLLBACK");
  return done;
}

base::Result<std::map<std::string, Known>> SqliteIndex::known() {
  std::map<std::string, Known> out;
  TRY(auto rows, database_.prepare("SELECT id, n, inode, size, mtime FROM session"));
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return out;
    out[rows.text(0)] = {rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)};
  }
}

base::Result<> SqliteIndex::update_all() {
  TRY(auto version, database_.prepare("PRAGMA user_version"));
  TRY(const bool told, version.step());
  const std::int64_t schema = told ? version.integer(0) : 0;
  version.reset();
  if (schema == 0) {
    TRY_DO(database_.execute(k_tables));
  } else if (schema != k_schema) {
    return base::fail(Code::protocol, "the index of sessions was made by another version");
  }
  TRY(auto old, known());
  const std::string folder = join(state_dir_, "sessions");
  std::vector<std::string> ids;
  if (base::exists(folder)) {
    TRY(ids, base::list_dir(folder));
  }
  for (const std::string& id : ids) {
    base::Fd log(::open(join(join(folder, id), "log.jsonl").c_str(), O_RDONLY | O_CLOEXEC));
    struct stat st {};
    if (!log || ::fstat(log.get(), &st) != 0 || !S_ISREG(st.st_mode)) continue;
    st.st_ino = identity_of(log.get(), st);
    const auto found = old.find(id);
    const Known* known = found == old.end() ? nullptr : &found->second;
    const std::int64_t mtime = st.st_mtim.tv_sec * 1'000'000'000 + st.st_mtim.tv_nsec;
    if (known == nullptr || known->size != st.st_size || known->mtime != mtime ||
        known->inode != static_cast<std::int64_t>(st.st_ino)) {
      auto read = read_session(id, log.release(), st, known);
      // A log that cannot be read hides one session, not all of them.
      if (!read && read.error().code != Code::io) return read;
    }
    if (found != old.end()) old.erase(found);
  }
  for (const auto& [id, gone] : old) TRY_DO(forget(gone.row));
  return {};
}

base::Result<> SqliteIndex::forget(std::int64_t row) {
  for (const std::string_view sql :
       {"DELETE FROM words WHERE rowid IN (SELECT n FROM piece WHERE session = ?)",
        "DELETE FROM piece WHERE session = ?", "DELETE FROM spent WHERE session = ?", "DELETE FROM session WHERE n = ?"}) {
    TRY(auto statement, database_.prepare(sql));
    TRY_DO(statement.bind(1, row).run());
  }
  return {};
}

base::Result<> SqliteIndex::read_session(const std::string& id, int log, const struct stat& st,
                                         const Known* known) {
  base::Fd fd(log);
  Summary summary;
  LogReader::Place place;
  std::int64_t row = 0;
  const bool grown = known != nullptr && known->inode == static_cast<std::int64_t>(st.st_ino) &&
                     known->size <= st.st_size;
  if (grown) {
    row = known->row;
    TRY(auto stored, database_.prepare("SELECT " + std::string(k_columns) +
                                       ", at, line, seq FROM session WHERE n = ?"));
    TRY(const bool found, stored.bind(1, row).step());
    if (!found) return base::fail(Code::protocol, "the index of sessions lost a row");
    summary = summary_of(stored);
    place = {static_cast<std::uint64_t>(stored.integer(15)),
             static_cast<std::uint64_t>(stored.integer(16)),
             static_cast<std::uint64_t>(stored.integer(17))};
  } else {
    if (known != nullptr) TRY_DO(forget(known->row));
    TRY(auto insert, database_.prepare("INSERT INTO session(id) VALUES (?)"));
    TRY_DO(insert.bind(1, id).run());
    row = database_.last_row();
    summary.status = "running";
  }
  TRY(auto insert_piece, database_.prepare("INSERT INTO piece(session) VALUES (?)"));
  TRY(auto insert_words, database_.prepare("INSERT INTO words(rowid, body) VALUES (?, ?)"));
  LogReader reader(std::move(fd), place);
  Line line;
  Event event;
  for (;;) {
    TRY(const bool more, reader.next(line));
    if (!more) break;
    event.seq = line.seq;
    event.time_ms = line.time_ms;
    event.type = line.type;
    event.payload = line.payload;
    const Summary before = event.type == "model.answer" ? summary : Summary{};
    const std::string words = fold(summary, event);
    if (event.type == "model.answer" && event.seq > summary.copied) TRY_DO(add_spent(row, before, summary, event));
    if (words.empty()) continue;
    TRY_DO(insert_piece.bind(1, row).run());
    TRY_DO(insert_words.bind(1, database_.last_row()).bind(2, words).run());
  }
  return store(row, summary, st, reader.place());
}

/// One answer: what it added to the sums of its session, by the day on which it came.
base::Result<> SqliteIndex::add_spent(std::int64_t row, const Summary& before, const Summary& after, const Event& event) {
  TRY(auto add, database_.prepare("INSERT INTO spent VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET calls = calls + 1,"
                                  " tokens_in = tokens_in + ?4, tokens_cached = tokens_cached + ?5, tokens_out = tokens_out + ?6,"
                                  " cost = cost + ?7, unknown = unknown + ?8"));
  const auto payload = json::parse(event.payload);
  const auto named = payload ? json::string_or(json::find(*payload, "model")) : std::string_view();
  const bool is_priced = payload && json::find(*payload, "cost_usd") != nullptr;
  add.bind(1, row).bind(2, base::iso_time(event.time_ms).substr(0, 10)).bind(3, named.empty() ? after.model : std::string(named));
  add.bind(4, after.tokens_in - before.tokens_in).bind(5, after.tokens_cached - before.tokens_cached).bind(6, after.tokens_out - before.tokens_out);
  add.bind(7, after.cost_usd - before.cost_usd).bind(8, std::int64_t{is_priced ? 0 : 1});
  return add.run();
}

base::Result<std::vector<Spent>> SqliteIndex::spent(const std::string& since) {
  TRY(auto rows, database_.prepare("SELECT spent.day, spent.model, session.cwd, COUNT(DISTINCT spent.session), SUM(spent.calls), SUM(spent.tokens_in),"
                                   " SUM(spent.tokens_cached), SUM(spent.tokens_out), SUM(spent.cost), SUM(spent.unknown) FROM spent"
                                   " JOIN session ON session.n = spent.session WHERE spent.day >= ? GROUP BY spent.day, spent.model, session.cwd"
                                   " ORDER BY spent.day DESC, spent.model DESC, session.cwd DESC"));
  rows.bind(1, since);
  std::vector<Spent> out;
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return out;
    out.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.integer(4), rows.integer(5), rows.integer(6), rows.integer(7),
                   rows.real(8), rows.integer(9) == 0});
  }
}

base::Result<> SqliteIndex::store(std::int64_t row, const Summary& summary, const struct stat& st,
                                  const LogReader::Place& place) {
  TRY(auto update, database_.prepare(
                       "UPDATE session SET inode=?, size=?, mtime=?, at=?, line=?, seq=?, cwd=?, "
                       "task=?, model=?, status=?, started=?, updated=?, turns=?, tokens_in=?, "
                       "tokens_out=?, cost=?, parent=?, attempt=?, fork=?, rest=? WHERE n=?"));
  update.bind(1, static_cast<std::int64_t>(st.st_ino))
      .bind(2, static_cast<std::int64_t>(st.st_size))
      .bind(3, static_cast<std::int64_t>(st.st_mtim.tv_sec * 1'000'000'000 + st.st_mtim.tv_nsec))
      .bind(4, static_cast<std::int64_t>(place.offset))
      .bind(5, static_cast<std::int64_t>(place.line))
      .bind(6, static_cast<std::int64_t>(place.seq))
      .bind(7, summary.cwd)
      .bind(8, summary.task)
      .bind(9, summary.model)
      .bind(10, summary.status)
      .bind(11, summary.started_ms)
      .bind(12, summary.updated_ms)
      .bind(13, summary.turns)
      .bind(14, summary.tokens_in)
      .bind(15, summary.tokens_out)
      .bind(16, summary.cost_usd)
      .bind(17, summary.parent)
      .bind(18, summary.attempt)
      .bind(19, summary.fork)
      .bind(20, rest_to_json(summary))
      .bind(21, row);
  return update.run();
}

base::Result<std::vector<Summary>> SqliteIndex::select(const std::string& cwd,
                                                       const std::string& query,
                                                       std::size_t limit) {
  const auto wanted = terms(query);
  const bool only_blanks = query.find_first_not_of(" \t\r\n") == std::string::npos;
  if (wanted.empty() && !only_blanks) return std::vector<Summary>();
  std::string sql = "SELECT " + std::string(k_columns) +
                    " FROM session WHERE updated IS NOT NULL AND fork = '' AND (?1 = '' OR cwd = ?1)";
  if (wanted.empty()) sql += " AND parent = ''";
  for (std::size_t i = 0; i < wanted.size(); ++i)
    sql += " AND n IN (SELECT piece.session FROM words JOIN piece ON piece.n = words.rowid"
           " WHERE words MATCH ?" + std::to_string(i + 3) + ")";
  sql += " ORDER BY updated DESC, id DESC LIMIT ?2";
  TRY(auto rows, database_.prepare(sql));
  rows.bind(1, cwd).bind(2, static_cast<std::int64_t>(std::min<std::size_t>(limit, 1 << 20)));
  for (std::size_t i = 0; i < wanted.size(); ++i) rows.bind(static_cast<int>(i) + 3, wanted[i]);
  return all_of(std::move(rows));
}

base::Result<std::vector<Summary>> SqliteIndex::all_of(Statement rows) {
  std::vector<Summary> out;
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return out;
    out.push_back(summary_of(rows));
    out.back().dir = join(join(state_dir_, "sessions"), out.back().id);
  }
}

base::Result<std::vector<Summary>> SqliteIndex::attempts(const std::string& parent) {
  TRY(auto rows, database_.prepare("SELECT " + std::string(k_columns) +
                                   " FROM session WHERE updated IS NOT NULL AND parent = ? ORDER BY attempt, id"));
  rows.bind(1, parent);
  return all_of(std::move(rows));
}

base::Result<std::vector<Summary>> SqliteIndex::forks(const std::string& cwd) {
  TRY(auto rows, database_.prepare("SELECT " + std::string(k_columns) +
                                   " FROM session WHERE updated IS NOT NULL AND fork <> '' AND cwd = ? ORDER BY started, id"));
  rows.bind(1, cwd);
  return all_of(std::move(rows));
}

base::Result<std::vector<Summary>> SqliteIndex::list_all() {
  TRY(auto rows, database_.prepare("SELECT " + std::string(k_columns) + " FROM session WHERE updated IS NOT NULL"));
  return all_of(std::move(rows));
}

void remove_index(const std::string& file) {
  // What cannot be removed shows at once, when the new index cannot be made.
  for (const char* suffix : {"", "-wal", "-shm"}) (void)base::remove_all(file + suffix);
}

base::Result<std::unique_ptr<SqliteIndex>> open_or_remake(const std::string& state_dir) {
  const std::string file = join(state_dir, "index.sqlite");
  auto index = SqliteIndex::make(state_dir, file);
  if (!index && is_damage(index.error())) {
    remove_index(file);
    const std::string why = index.error().what;
    index = SqliteIndex::make(state_dir, file);
    if (index) (*index)->set_notice("the index of sessions was made anew (" + why + ")");
  }
  if (index) return index;
  const std::string why = index.error().what;
  TRY(auto in_memory, SqliteIndex::make(state_dir, ":memory:"));
  in_memory->set_notice("the index of sessions cannot be kept in " + file + " (" + why +
                        "): it is made anew each time");
  return in_memory;
}

base::Result<std::vector<Summary>> SqliteIndex::list(const std::string& cwd,
                                                     const std::string& query, std::size_t limit) {
  auto rows = select(cwd, query, limit);
  if (rows || !is_damage(rows.error())) return rows;
  // Pages that opening did not touch can be damaged as well.
  remove_index(join(state_dir_, "index.sqlite"));
  TRY(auto again, open_or_remake(state_dir_));
  notice_ = "the index of sessions was made anew (" + rows.error().what + ")";
  database_ = std::move(again->database_);
  return select(cwd, query, limit);
}

}  // namespace

base::Result<std::unique_ptr<Index>> Index::open(const std::string& state_dir) {
  TRY(auto index, open_or_remake(state_dir));
  return index;
}

}  // namespace journal
