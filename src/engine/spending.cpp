// The file `spending.json` in the state folder, under a lock: reservations of calls that are out, one a session; and what
// no log tells: what processes that died during a call may have been charged, and calls that broke off. Everything else is
// in the logs.

#include "spending.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "journal/journal.h"
#include "json/json.h"

namespace engine {

namespace {

using base::Code;

constexpr std::size_t k_file_max = std::size_t{4} << 20;
/// By then an answer is in its session's log, and its reservation would count it twice.
constexpr std::int64_t k_settled_ms = 2000;

std::string today() { return base::iso_time(base::now_ms()).substr(0, 10); }

/// When a process began, in ticks since the boot: a number that is given again is told apart by it. "" = it is not there.
std::string born(pid_t pid) {
  const auto stat = base::read_file("/proc/" + std::to_string(pid) + "/stat", 4096);
  if (!stat) return {};
  std::size_t at = stat->rfind(')');   // the name before it may hold anything
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = stat->find(' ', at + 1);
  if (at == std::string::npos) return {};
  return stat->substr(at + 1, stat->find(' ', at + 1) - at - 1);
}

bool is_alive(pid_t pid, std::string_view birth) {
  if (::kill(pid, 0) != 0 && errno == ESRCH) return false;
  const auto now = born(pid);
  return now.empty() || now == birth;   // hidden from us: it may be there
}

/// One entry of the file.
struct Entry {
  std::string session, day, project, birth;
  pid_t pid = 0;
  double usd = 0;
  std::int64_t settled_ms = 0;   ///< 0 = the call is out
  bool lost = false;             ///< of a process that died, or of a call that broke off: no log has it
};

json::Object to_json(const Entry& one) {
  return {{"session", one.session}, {"day", one.day}, {"project", one.project}, {"pid", one.pid}, {"birth", one.birth},
          {"usd", one.usd}, {"settled_ms", one.settled_ms}, {"lost", one.lost}};
}

class Book {
 public:
  static base::Result<Book> open(const std::string& state_dir) {
    TRY_DO(base::make_dirs(state_dir, 0700));
    Book book;
    book.file_ = base::join(state_dir, "spending.json");
    book.lock_ = base::Fd(::open(base::join(state_dir, "spending.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!book.lock_) return base::fail_errno("cannot open the lock of the budgets in " + state_dir);
    while (::flock(book.lock_.get(), LOCK_EX) != 0)
      if (errno != EINTR) return base::fail_errno("cannot lock the budgets in " + state_dir);
    TRY_DO(book.read());
    return book;
  }

  std::vector<Entry> entries;

  base::Result<> write() const {
    json::Array list;
    for (const auto& one : entries) list.push_back(to_json(one));
    return base::write_file(file_, json::dump(json::Object{{"reserved", std::move(list)}}) + "\n", 0600);
  }

 private:
  base::Result<> read() {
    const auto text = base::read_file(file_, k_file_max);
    if (!text && text.error().code == Code::not_found) return {};
    if (!text) return base::fail(text.error());
    const auto parsed = json::parse(*text);
    const auto* const list = parsed ? json::array_or_null(json::find(*parsed, "reserved")) : nullptr;
    if (list == nullptr) return base::fail(Code::io, file_ + " is damaged: what is reserved of the budgets is not known; remove it when no run is going on");
    const std::int64_t now = base::now_ms();
    for (const auto& one : *list) {
      const auto member = [&one](std::string_view key) { return std::string(json::string_or(json::find(one, key))); };
      Entry entry{member("session"), member("day"), member("project"), member("birth"), static_cast<pid_t>(json::int_or(json::find(one, "pid"))),
                  json::double_or(json::find(one, "usd")), json::int_or(json::find(one, "settled_ms")), json::bool_or(json::find(one, "lost"))};
      if (!entry.lost && entry.settled_ms > 0 && now - entry.settled_ms > k_settled_ms) continue;   // it is in a log
      if (!entry.lost && entry.settled_ms == 0 && !is_alive(entry.pid, entry.birth)) entry.lost = true;
      entries.push_back(std::move(entry));
    }
    return {};
  }

  std::string file_;
  base::Fd lock_;
};

base::Result<SpentSoFar> sum(const std::string& state_dir, const std::string& project, const std::vector<Entry>& entries) {
  SpentSoFar out;
  const std::string day = today();
  const auto add = [&](const std::string& on, const std::string& of, double usd) {
    out.all += usd;
    if (on == day) out.day += usd;
    if (of == project) out.project += usd;
  };
  TRY(const auto index, journal::Index::open(state_dir));
  TRY(const auto spent, index->spent(""));
  for (const auto& one : spent) add(one.day, one.cwd, one.cost_usd);
  for (const auto& one : entries) add(one.day, one.project, one.usd);
  return out;
}

/// One entry for a session and a day, however many of its calls break off.
void add_lost(std::vector<Entry>& entries, Entry lost) {
  for (auto& one : entries)
    if (one.lost && one.session == lost.session && one.day == lost.day && one.project == lost.project) {
      one.usd += lost.usd;
      return;
    }
  entries.push_back(std::move(lost));
}

std::string dollars(double usd) {
  char text[32];
  std::snprintf(text, sizeof text, "$%.2f", usd);
  return text;
}

}  // namespace

Spending::Spending(std::string state_dir, Settings::Budgets budgets, std::string project, std::string session)
    : state_dir_(std::move(state_dir)), project_(std::move(project)), session_(std::move(session)), budgets_(budgets) {}

/// A call that is given up without a word has sent its input.
Spending::~Spending() { settle(0, input_usd_); }

base::Result<double> Spending::reserve(const Call& call) {
  TRY(auto book, Book::open(state_dir_));
  std::erase_if(book.entries, [this](const Entry& one) { return one.session == session_ && !one.lost; });
  TRY(const auto spent, sum(state_dir_, project_, book.entries));
  double output = call.output_usd;
  const auto keep = [&](const std::optional<double>& budget, double gone, const char* whose, const char* key) -> base::Result<> {
    if (!budget) return {};
    output = std::min(output, *budget - gone - call.input_usd);
    if (output >= call.least_output_usd) return {};
    return base::fail(Code::budget, std::string("the next call could overshoot the budget ") + whose + " (" + dollars(gone) + " of " + dollars(*budget) +
                                        " are spent or reserved), so it was not made; " + key + " in config.toml, `plumb usage`");
  };
  TRY_DO(keep(budgets_.day_usd, spent.day, "of this day", "budget.day_usd"));
  TRY_DO(keep(budgets_.project_usd, spent.project, "of this project", "budget.project_usd"));
  TRY_DO(keep(budgets_.all_usd, spent.all, "of all runs", "budget.all_usd"));
  book.entries.push_back({session_, today(), project_, born(::getpid()), ::getpid(), call.input_usd + output, 0, false});
  TRY_DO(book.write());
  has_reserved_ = true;
  input_usd_ = call.input_usd;
  return output;
}

void Spending::settle(double usd, double lost_usd) {
  if (!has_reserved_) return;
  has_reserved_ = false;
  auto book = Book::open(state_dir_);
  if (!book) return;   // then the whole reservation stays until this process ends: too much rather than too little
  for (auto& one : book->entries) {
    if (one.session != session_ || one.lost) continue;
    one.usd = usd;
    one.settled_ms = base::now_ms();
  }
  if (lost_usd > 0) add_lost(book->entries, {session_, today(), project_, "", 0, lost_usd, 0, true});
  (void)book->write();   // likewise
}

base::Result<SpentSoFar> spent_so_far(const std::string& state_dir, const std::string& project) {
  TRY(const auto book, Book::open(state_dir));
  return sum(state_dir, project, book.entries);
}

}  // namespace engine
