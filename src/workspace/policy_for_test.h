#pragma once
// For the tests of the policy: a project, a command that works in it, and the effects of that as the
// difference of the tree before and after, judged with the tree put back as it was.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <string>

#include "base/file.h"
#include "base/paths.h"
#include "policy_leaf.h"
#include "workspace/policy.h"

namespace workspace {

/// A store of one transaction that somebody else has planned.
struct FakeStore : txn::Store {
  std::string root, folder;   ///< the upper is folder/u
  txn::Transaction transaction;
  std::vector<std::string> none;
  std::vector<txn::Transaction> all_of_them;

  [[nodiscard]] const std::string& dir() const override { return folder; }
  base::Result<std::string> where(std::uint64_t, const std::string& path, Side side) const override {
    const std::string at = base::join(side == Side::before ? root : folder + "/u", path);
    struct stat st {};
    if (::lstat(at.c_str(), &st) != 0) return base::fail_errno("no version at " + at);
    return at;
  }
  [[nodiscard]] const std::vector<std::string>& recovered() const override { return none; }
  [[nodiscard]] const std::vector<txn::Transaction>& all() const override { return all_of_them; }
  [[nodiscard]] std::string upper(std::uint64_t) const override { return folder + "/u"; }
  [[nodiscard]] std::string work(std::uint64_t) const override { return folder + "/w"; }
  static auto no() { return base::fail(base::Code::unsupported, "not in this test"); }
  base::Result<std::uint64_t> begin(std::string, std::string, Ready) override { return no(); }
  base::Result<std::string> make_ready() override { return no(); }
  base::Result<> start_clock(std::uint64_t) override { return no(); }
  base::Result<> put(std::uint64_t, const std::vector<Write>&) override { return no(); }
  base::Result<const txn::Transaction*> plan(std::uint64_t) override { return no(); }
  base::Result<txn::Outcome> apply(std::uint64_t, const Filter&) override { return no(); }
  base::Result<txn::Outcome> undo(std::uint64_t, const Filter&) override { return no(); }
  base::Result<txn::Outcome> redo(std::uint64_t, const Filter&) override { return no(); }
  base::Result<> drop(std::uint64_t, const Filter&) override { return no(); }
  base::Result<std::string> content(std::uint64_t, const txn::Effect& effect, Side side,
                                    std::size_t limit) const override {
    return workspace::Side(side == Side::before ? root : folder + "/u").read(effect.path, limit);
  }
  base::Result<std::vector<std::string>> inside(std::uint64_t, const txn::Effect& effect,
                                                std::size_t limit) const override {
    std::vector<std::string> out;
    (void)workspace::Side(effect.after ? folder + "/u" : root)
        .walk(effect.path, [&](const std::string& path, const struct stat&) {
          out.push_back(path);
          return out.size() < limit ? workspace::Side::Next::into : workspace::Side::Next::stop;
        });
    return out;
  }
  [[nodiscard]] std::uint64_t stored_bytes() const override { return 0; }
  base::Result<std::vector<std::uint64_t>> shrink(std::uint64_t) override { return no(); }
};

struct PolicyTest : testing::Test {
  // In memory where that is to be had: these tests make, copy and remove some 100,000 small files.
  base::TempDir temp =
      base::TempDir::make("plumb-", ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "").value();
  std::string root = temp.path() + "/project";
  FakeStore store;
  Policy policy;
  std::vector<std::string> made_here;
  std::vector<Judgement> judged;
  std::string upper_files;   // each with a NUL

  void SetUp() override {
    ASSERT_TRUE(base::make_dirs(root));
    ASSERT_TRUE(base::write_file(temp.path() + "/gitconfig", "[init]\n\tdefaultBranch = main\n"));
    store.root = root;
    store.folder = temp.path() + "/1";
  }

  void put(const std::string& path, std::string_view bytes, mode_t mode = 0644) {
    const std::string full = base::join(root, path);
    ASSERT_TRUE(base::make_dirs(base::parent(full)));
    ASSERT_TRUE(base::write_file(full, bytes));
    ASSERT_EQ(::chmod(full.c_str(), mode), 0);
  }
  /// Runs a shell command in the project; its output, or "!" and the output if it failed.
  /// Git's global configuration is a file of the test's own: `git config --global` replaces whatever file
  /// it is told, and as root it would replace even /dev/null.
  std::string run(const std::string& command) {
    const std::string line =
        "cd '" + root +
        "' && export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL='" + temp.path() + "/gitconfig'"
        " HOME='" + temp.path() + "' GIT_AUTHOR_NAME=n"
        " GIT_AUTHOR_EMAIL=e GIT_COMMITTER_NAME=n GIT_COMMITTER_EMAIL=e GIT_EDITOR=true && (" +
        command + ") 2>&1";
    FILE* pipe = ::popen(line.c_str(), "r");
    std::string out;
    char buffer[4096];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, got);
    const int status = ::pclose(pipe);
    while (out.ends_with('\n')) out.pop_back();
    return status == 0 ? out : "!" + out;
  }
  static void shell(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

  /// A command as a transaction: its effects, with their new versions in the upper and the tree as it was.
  void transact(const std::string& command) {
    const std::string old = temp.path() + "/old";
    shell("rm -rf '" + old + "' '" + store.folder + "' && cp -a '" + root + "' '" + old +
          "' && mkdir -p '" + store.folder + "/u'");
    const std::string said = run(command);
    ASSERT_FALSE(said.starts_with("!")) << command << said;
    store.transaction = {};
    store.transaction.number = 1;
    store.transaction.planned = true;
    upper_files.clear();
    compare(old, "");
    if (!upper_files.empty()) {
      ASSERT_TRUE(base::write_file(store.folder + "/list", upper_files));
      shell("cd '" + root + "' && xargs -0 cp -a --parents -t '" + store.folder + "/u' < '" +
            store.folder + "/list'");
    }
    find_renames(old);
    shell("rm -rf '" + temp.path() + "/new' && mv '" + root + "' '" + temp.path() + "/new' && mv '" +
          old + "' '" + root + "'");
  }
  /// transact and judge.
  std::vector<Judgement>& judge(const std::string& command) {
    transact(command);
    const auto judge = Judge::make(root, policy);
    for (const std::string& path : made_here) judge->made_here(path);
    judged = judge->judge(store.transaction, store);
    EXPECT_EQ(judged.size(), store.transaction.effects.size());
    return judged;
  }
  /// The held and refused effects, one a line: "ask path: why".
  std::string held(const std::string& command) {
    judge(command);
    std::string out;
    for (std::size_t i = 0; i < judged.size(); ++i) {
      if (judged[i].verdict == Verdict::apply) continue;
      out += (out.empty() ? "" : "\n") + std::string(name(judged[i].verdict)) + " " +
             store.transaction.effects[i].path + ": " + judged[i].why;
      if (!judged[i].rule.empty()) out += " [" + judged[i].rule + "]";
    }
    return out;
  }

 private:
  static std::optional<txn::Stat> look(const std::string& path) {
    struct stat st {};
    if (::lstat(path.c_str(), &st) != 0) return std::nullopt;
    return to_stat(st);
  }
  static void count(const std::string& path, txn::Effect& effect) {
    const auto names = base::list_dir(path).value();
    for (const std::string& name : names) {
      ++effect.entries;
      effect.may_hold_git = effect.may_hold_git || name == ".git";
      const auto st = look(base::join(path, name));
      if (st->kind == txn::Kind::folder) count(base::join(path, name), effect);
      if (st->kind == txn::Kind::file) effect.bytes += st->size;
    }
  }
  static std::string content(const std::string& path) {
    char target[4096];
    const ssize_t size = ::readlink(path.c_str(), target, sizeof target);
    if (size >= 0) return {target, static_cast<std::size_t>(size)};
    return base::read_file(path).value_or("?");
  }
  void add(const std::string& old, const std::string& path, txn::Change change) {
    txn::Effect effect;
    effect.path = path;
    effect.change = change;
    effect.before = look(base::join(old, path));
    effect.after = look(base::join(root, path));
    const bool is_made = effect.after.has_value();
    const auto& shown = is_made ? effect.after : effect.before;
    if (shown->kind == txn::Kind::file) effect.bytes = shown->size;
    if (shown->kind == txn::Kind::folder && change != txn::Change::attributes)
      count(base::join(is_made ? root : old, path), effect);
    if (is_made) {
      if (effect.change == txn::Change::attributes && shown->kind == txn::Kind::folder)
        ASSERT_TRUE(base::make_dirs(base::join(store.folder + "/u", path)));
      else
        upper_files += path + '\0';
    }
    store.transaction.effects.push_back(std::move(effect));
  }
  void compare(const std::string& old, const std::string& folder) {
    std::map<std::string, int> names;
    for (const std::string& tree : {old, root}) {
      const auto listed = base::list_dir(base::join(tree, folder)).value();
      for (const std::string& name : listed) ++names[name];
    }
    for (const auto& [name, times] : names) {
      const std::string path = folder.empty() ? name : base::join(folder, name);
      const auto before = look(base::join(old, path));
      const auto after = look(base::join(root, path));
      if (!before) {
        add(old, path, txn::Change::created);
      } else if (!after) {
        add(old, path, txn::Change::deleted);
      } else if (before->kind != after->kind) {
        add(old, path, txn::Change::type);
      } else if (before->kind == txn::Kind::folder) {
        if (before->mode != after->mode) add(old, path, txn::Change::attributes);
        compare(old, path);
      } else if (content(base::join(old, path)) != content(base::join(root, path))) {
        add(old, path, txn::Change::modified);
      } else if (before->mode != after->mode) {
        add(old, path, txn::Change::attributes);
      }
    }
  }
  void find_renames(const std::string& old) {
    auto& effects = store.transaction.effects;
    for (txn::Effect& from : effects)
      for (txn::Effect& to : effects)
        if (!from.after && from.before->kind == txn::Kind::file && !to.before && to.after &&
            to.after->kind == txn::Kind::file && from.before->size > 0 && from.renamed_to.empty() &&
            to.renamed_from.empty() &&
            content(base::join(old, from.path)) == content(base::join(root, to.path))) {
          from.renamed_to = to.path;
          to.renamed_from = from.path;
        }
  }
};

}  // namespace workspace
