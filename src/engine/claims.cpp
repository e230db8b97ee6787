// A fold over the events. A run is bound to the tree that it saw by the last change before its start;
// what the run itself changed needs a closer look, since a command may edit and test in one line, and a
// test run leaves caches behind.

#include "claims.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/paths.h"
#include "text/cut.h"

namespace engine {

namespace {

std::string member(const json::Value& p, std::string_view key) { return std::string(json::string_or(json::find(p, key))); }

// ---- which paths are somebody's work ----

/// Written by tools, for tools, in any project.
bool is_cache(std::string_view component) {
  static constexpr std::array<std::string_view, 34> k_names = {
      "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".tox", ".nox", ".venv", "venv", ".eggs",
      "node_modules", ".cache", ".parcel-cache", ".next", ".nuxt", ".turbo", ".nyc_output", ".gradle", ".git", ".dart_tool",
      ".stack-work", "dist-newstyle", "zig-cache", ".zig-cache", ".terraform", ".ccls-cache", ".clangd", "htmlcov", ".coverage",
      ".eslintcache", ".DS_Store", "CMakeFiles", "Testing", ".ipynb_checkpoints"};
  if (std::find(k_names.begin(), k_names.end(), component) != k_names.end()) return true;
  for (const std::string_view ending : {".pyc", ".pyo", ".gcda", ".gcno", ".profraw", ".egg-info", ".tsbuildinfo"})
    if (component.ends_with(ending)) return true;
  return component.starts_with(".coverage.");
}

/// What builds make; a person may have work under these names as well.
bool is_output(std::string_view component) {
  static constexpr std::array<std::string_view, 13> k_names = {"build", "_build", "target", "dist", "out", "obj", "coverage", "zig-out", ".build",
                                                               "CMakeCache.txt", "compile_commands.json", "coverage.xml", "junit.xml"};
  if (std::find(k_names.begin(), k_names.end(), component) != k_names.end()) return true;
  if (component.starts_with("build-") || component.starts_with("cmake-build-")) return true;
  for (const std::string_view ending : {".o", ".obj", ".a", ".so", ".d", ".class", ".exe", ".rlib"})
    if (component.ends_with(ending)) return true;
  return false;
}

template <class Predicate>
bool has_component(std::string_view path, Predicate&& fits) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (fits(path.substr(0, end))) return true;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

// ---- the fold ----

/// Bytes of an output in which results of tests are looked for: both ends of longer ones.
constexpr std::size_t k_read_max = std::size_t{1} << 20;

struct Call {
  std::string name, command;
  std::uint64_t change_before = 0;       ///< the last change when it was called
  std::optional<std::size_t> run;        ///< in Fold::runs
};

bool is_shell(std::string_view name) { return name == "shell" || name.starts_with("shell_"); }

/// What a command printed, without the lines that the shell tool adds behind it.
std::string without_standing(std::string output) {
  constexpr std::array<std::string_view, 9> k_heads = {"[exit ", "[changed: ", "[git: ", "[held until ", "[refused by ", "[NOT in ",
                                                       "[still running ", "[id ", "[what it "};
  while (!output.empty()) {
    const auto at = output.rfind('\n');
    const std::string_view line = std::string_view(output).substr(at == std::string::npos ? 0 : at + 1);
    if (std::none_of(k_heads.begin(), k_heads.end(), [&](std::string_view head) { return line.starts_with(head); })) break;
    output.resize(at == std::string::npos ? 0 : at);
  }
  return output;
}

class Fold {
 public:
  explicit Fold(const ReadBlob* read_blob) : read_blob_(read_blob) {}

  void add(const journal::Event& event) {
    const auto payload = json::parse(event.payload);
    if (!payload || json::object_or_null(&*payload) == nullptr) return;
    const json::Value& p = *payload;
    if (event.type == "session.started") root_ = member(p, "cwd");
    if (event.type == "tool.call") call(p);
    if (event.type == "tool.result") result(event.seq, p);
    if (event.type == "effects") effects(event.seq, p);
    if (event.type == "check.started") check_change_ = change_;
    if (event.type == "check.finished") check(event.seq, p);
    const bool is_users = event.type == "undo" || event.type == "redo" || event.type == "rewind" || event.type == "apply";
    if (is_users && json::int_or(json::find(p, "restored")) > 0) change_ = event.seq;
  }

  std::vector<verify::Evidence> take_runs() {
    for (std::size_t i = 0; i < runs_.size(); ++i) finish(runs_[i], outputs_[i]);
    return std::move(runs_);
  }
  [[nodiscard]] std::uint64_t change() const { return change_; }

 private:
  void call(const json::Value& p) {
    Call call;
    call.name = member(p, "name");
    call.change_before = change_;
    if (call.name == "shell") {
      const auto arguments = json::parse(member(p, "arguments"));
      if (arguments) {
        call.command = member(*arguments, "command");
        if (call.command.empty()) call.command = member(*arguments, "cmd");
      }
    }
    calls_[member(p, "id")] = std::move(call);
  }

  void result(std::uint64_t seq, const json::Value& p) {
    const auto found = calls_.find(member(p, "id"));
    const json::Value* state = json::find(p, "command");
    if (found == calls_.end() || json::object_or_null(state) == nullptr) return;
    Call& call = found->second;
    if (const auto whole = member(*state, "text"); !whole.empty()) call.command = whole;   // too long for tool.call
    const auto id = json::int_or(json::find(*state, "id"));
    const bool starts = call.name == "shell" && !call.command.empty();
    if (starts) {
      call.run = runs_.size();
      by_id_[id] = runs_.size();
      verify::Evidence run;
      run.command = call.command;
      run.root = root_;
      run.dir = member(*state, "dir");
      run.last_change = call.change_before;
      run.own_script = own_script_in(run);
      // Moved aside and put back: nothing is left to see, and the run saw something else.
      const auto writes = verify::writes_around(run.command);
      run.other_tree = writes.before && writes.after;
      runs_.push_back(std::move(run));
      outputs_.emplace_back();
    }
    const auto at = by_id_.find(id);
    if (at == by_id_.end()) return;
    verify::Evidence& run = runs_[at->second];
    run.event = seq;
    const bool was_killed = json::int_or(json::find(*state, "signal")) != 0 || json::bool_or(json::find(*state, "timed_out"));
    run.ended = json::bool_or(json::find(*state, "ended")) && !was_killed;
    run.exit_code = static_cast<int>(json::int_or(json::find(*state, "exit")));
    if (read_blob_ != nullptr) outputs_[at->second] += output_of(p);
  }

  [[nodiscard]] std::string output_of(const json::Value& p) const {
    const std::string blob = member(p, "blob");
    if (!blob.empty()) {
      auto whole = (*read_blob_)(blob);
      if (whole) return *std::move(whole) + "\n";
    }
    const std::string shown = without_standing(member(p, "output"));
    return shown.empty() ? shown : shown + "\n";
  }

  /// Those of plumb's own runs, which come from the runner's report.
  [[nodiscard]] std::vector<verify::TestResult> results_of(const json::Value& p) const {
    std::vector<verify::TestResult> out;
    const std::string blob = member(p, "results");
    const auto text = blob.empty() ? base::Result<std::string>(std::string()) : (*read_blob_)(blob);
    const auto list = text && !text->empty() ? json::parse(*text) : base::Result<json::Value>(json::Value());
    const auto* tests = list ? json::array_or_null(&*list) : nullptr;
    if (tests == nullptr) return out;
    for (const auto& test : *tests) {
      out.push_back({member(test, "name"), verify::outcome_named(member(test, "outcome")), member(test, "message")});
    }
    return out;
  }

  void check(std::uint64_t seq, const json::Value& p) {
    const std::string where = member(p, "where");
    const std::string tree = member(p, "tree");   // "" = recorded by an older plumb: the words tell
    const bool before = tree.empty() ? where.find("before") != std::string::npos : tree == "before";
    const bool final = tree.empty() ? where.find("final") != std::string::npos || where.find("itself") != std::string::npos : tree == "after";
    if (!before && !final) return;   // on a tree made up for another question
    verify::Evidence run;
    run.event = seq;
    run.command = member(p, "command");
    run.root = root_;
    run.exit_code = static_cast<int>(json::int_or(json::find(p, "exit")));
    run.ended = !json::bool_or(json::find(p, "timed_out"));
    run.by_harness = !before;
    run.before_all = before;
    run.last_change = before ? 0 : check_change_;
    const auto passed = json::int_or(json::find(p, "passed"), -1), failed = json::int_or(json::find(p, "failed"), -1);
    if (passed >= 0 && failed >= 0) run.total = passed + failed;
    if (read_blob_ != nullptr) run.tests = results_of(p);
    runs_.push_back(std::move(run));
    outputs_.push_back(read_blob_ != nullptr ? output_of(p) : "");
  }

  // ---- changes ----

  void effects(std::uint64_t seq, const json::Value& p) {
    const auto* list = json::array_or_null(json::find(p, "effects"));
    if (list == nullptr) return;
    const std::string step = member(p, "step");
    const auto found = calls_.find(step.ends_with('+') ? step.substr(0, step.size() - 1) : step);
    Call* const call = found == calls_.end() ? nullptr : &found->second;
    const bool by_command = call != nullptr && (is_shell(call->name) || call->name == "service");
    verify::WritesAround writes{true, true};
    if (call != nullptr && !call->command.empty()) writes = verify::writes_around(call->command);
    const bool only_runs = !writes.before && !writes.after;
    bool changed = json::int_or(json::find(p, "count")) > static_cast<std::int64_t>(list->size());   // more than are listed
    bool lost = false;
    for (const json::Value& effect : *list) {
      const std::string path = member(effect, "path");
      const bool is_made = by_command && (has_component(path, is_cache) || (only_runs && has_component(path, is_output)));
      const std::string state = member(effect, "state");
      const bool is_applied = state.empty() || state == "applied" || state == "undone";   // undone later: an event says so
      if (is_made && only_runs) continue;
      changed = changed || (is_applied && !is_made);
      // Caches are not held; a runner in node_modules that the command wrote before it ran is.
      lost = lost || (!is_applied && (!is_made || writes.before));
      const bool is_there = is_applied && member(effect, "change") != "deleted";
      if (is_there) own_paths_.insert(path);
      if (is_there && json::int_or(json::find(effect, "entries"), 1) > 1) own_folders_.insert(path);
    }
    const auto before = change_;
    if (changed) change_ = seq;
    if (call == nullptr || !call->run) return;
    own_effects(runs_[*call->run], before, writes, changed, lost);
  }

  /// What a run changed itself: before its last test, the run saw it.
  void own_effects(verify::Evidence& run, std::uint64_t before, const verify::WritesAround& writes, bool changed, bool lost) const {
    if (changed && !writes.after && run.last_change == before) run.last_change = change_;
    if (lost && writes.before) run.other_tree = true;
    if (run.own_script.empty() && writes.before) run.own_script = own_script_in(run);
  }

  [[nodiscard]] std::string own_script_in(const verify::Evidence& run) const {
    for (const std::string& script : verify::scripts_started(run.command)) {
      std::string path = base::normalize(base::join(run.dir.empty() ? "." : run.dir, script));
      if (path.starts_with('/') && !root_.empty()) path = base::relative(path, root_);
      if (own_paths_.contains(path) || is_in_own_folder(path)) return script;
    }
    return {};
  }
  /// Folders that came whole are listed alone.
  [[nodiscard]] bool is_in_own_folder(const std::string& path) const {
    return std::any_of(own_folders_.begin(), own_folders_.end(), [&](const auto& folder) { return base::is_within(path, folder); });
  }

  void finish(verify::Evidence& run, const std::string& output) const {
    if (read_blob_ == nullptr) return;
    verify::Check check;
    check.command = run.command;
    const std::string ends = text::keep_ends(output, k_read_max);
    if (run.tests.empty()) {
      run.tests = verify::read_tests(check, ends);
      if (const auto total = verify::read_total(ends)) run.total = *total;
    }
    run.output = text::keep_ends(output, verify::k_evidence_output_max);
  }

  const ReadBlob* read_blob_;   ///< null: only changes are wanted
  std::string root_;
  std::map<std::string, Call> calls_;
  std::map<std::int64_t, std::size_t> by_id_;   ///< the shell's ids; a resumed session begins anew
  std::set<std::string, std::less<>> own_paths_, own_folders_;   ///< that the session made or changed
  std::vector<verify::Evidence> runs_;
  std::vector<std::string> outputs_;
  std::uint64_t change_ = 0, check_change_ = 0;
};

}  // namespace

std::vector<verify::Evidence> evidence_of(const std::vector<journal::Event>& events, const ReadBlob& read_blob) {
  Fold fold(&read_blob);
  for (const auto& event : events) fold.add(event);
  return fold.take_runs();
}

std::uint64_t last_change_in(const std::vector<journal::Event>& events) {
  Fold fold(nullptr);
  for (const auto& event : events) fold.add(event);
  return fold.change();
}

std::vector<verify::Claim> claims_of(const tools::FinalReport* report, const std::string& text) {
  std::vector<verify::Claim> out;
  if (report != nullptr)
    for (const auto& one : report->checked) out.push_back({one.claim, one.command, true});
  for (auto& claim : verify::claims_in(text)) {
    const bool is_there = std::any_of(out.begin(), out.end(), [&](const auto& each) { return each.text == claim.text; });
    if (!is_there) out.push_back(std::move(claim));
  }
  return out;
}

json::Array to_json(const std::vector<verify::MarkedClaim>& claims) {
  json::Array out;
  for (const auto& one : claims) {
    json::Object item = {{"claim", one.claim.text}, {"mark", verify::name(one.mark)}, {"why", one.why}, {"structured", one.claim.structured}};
    if (!one.claim.command.empty()) item["command"] = one.claim.command;
    if (one.event != 0) item["event"] = one.event;
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace engine
