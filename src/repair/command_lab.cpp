#include "command_lab.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "code/walk.h"
#include "command_coverage.h"
#include "dialect.h"
#include "fork_server.h"
#include "name_coverage.h"
#include "native_project.h"
#include "schemata.h"
#include "verify/select.h"

namespace repair {
namespace {

constexpr io::Millis k_build_timeout{300000};
constexpr io::Millis k_cover_least{20000};  ///< a build with counters
constexpr double k_floor_ms = 1000;  ///< CPU time that any test program gets; ulimit counts seconds
constexpr double k_fork_floor_ms = 200;  ///< the same of a fork, whose limit counts milliseconds
constexpr double k_run_floor_ms = 10000;  ///< wall time of a whole run of a runner
constexpr std::size_t k_batch = 192;
constexpr std::size_t k_batch_first = 24;
constexpr int k_repairs_max = 8;
constexpr std::size_t k_copied_bytes_max = 300 << 10;
constexpr std::string_view k_switch_file = "plumb_variant.go";

bool is_bad(verify::Outcome outcome) {
  return outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
}

/// "example.com/calc.TestX/sub" -> "example.com/calc", "TestX".
std::pair<std::string, std::string> cut_go(const std::string& name) {
  const auto dot = name.find(".Test");
  if (dot == std::string::npos) return {};
  const auto end = name.find('/', dot);
  return {name.substr(0, dot), name.substr(dot + 1, end == std::string::npos ? end : end - dot - 1)};
}

struct Bench {
  std::string tree;
  std::vector<std::string> programs;  ///< Rust: the test programs of the last build
  std::vector<std::string> tests;     ///< Go: what the last build was made for
  std::set<std::string> changed;
};

class CommandLab final : public Lab {
 public:
  CommandLab(io::Launcher launcher, verify::Check check, LabPlace place, const std::vector<Source>& sources,
             const verify::CheckRun& before)
      : launcher_(launcher), check_(std::move(check)), env_(place.env), sources_(&sources), before_(before), check_took_(place.check_took) {
    language_ = command_language(place.trees[0]);
    env_.set("TMPDIR", place.scratch);
    env_.set("RUSTFLAGS", "-Awarnings");
    for (std::size_t i = 0; i < place.trees.size(); ++i) {
      Bench bench;
      bench.tree = std::move(place.trees[i]);
      benches_.push_back(std::move(bench));
    }
    scratch_ = place.scratch;
  }

  io::Task<base::Result<std::vector<LabTest>>> baseline() override {
    std::vector<LabTest> tests;
    for (const auto& result : before_.tests) tests.push_back(test_of(result));
    const bool any = std::any_of(tests.begin(), tests.end(), [](const LabTest& test) { return is_bad(test.outcome); });
    // A Go package that does not build fails under its own name, which no test program has.
    is_whole_ = language_ == "Go" && std::any_of(failing_.begin(), failing_.end(),
                                                 [](const std::string& name) { return cut_go(name).second.empty(); });
    if (any) co_return tests;
    // Nothing is known but that it fails.
    verify::TestResult whole;
    whole.name = check_.command;
    whole.message = before_.output;
    tests.push_back(test_of(whole));
    is_whole_ = true;
    co_return tests;
  }

  io::Task<base::Result<Coverage>> cover(std::vector<std::string> names, io::Millis budget) override {
    if (has_schemata()) {
      CO_TRY(auto measured, co_await measure(names, at_most(std::max(budget, k_cover_least))));
      const bool any = std::any_of(measured.tests.begin(), measured.tests.end(),
                                   [](const Covered& one) { return one.failed && !one.lines.empty(); });
      if (any) co_return measured;
    }
    std::vector<std::string> failing;
    std::vector<std::string> passing;
    for (const auto& name : names) (failing_.contains(name) ? failing : passing).push_back(name);
    co_return co_await coverage_by_names(benches_[0].tree, std::move(failing), std::move(passing));
  }

  std::size_t workers() const override { return benches_.size(); }
  std::size_t batch() const override { return has_schemata() ? k_batch : 1; }
  std::size_t smallest_batch() const override { return has_schemata() ? k_batch_first : 1; }
  bool is_slow_to_return() const override { return true; }

  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t worker, std::vector<Candidate> batch,
                                                       std::vector<std::string> tests, double factor) override {
    std::vector<Attempt> attempts(batch.size());
    if (!has_schemata()) {
      for (std::size_t i = 0; i < batch.size(); ++i) {
        CO_TRY(attempts[i], co_await guard(worker, batch[i], tests, factor));
      }
      co_return attempts;
    }
    for (auto& attempt : attempts) attempt.outcome = Tried::costly;
    for (auto& variants : builds_of(*sources_, batch, k_copied_bytes_max))
      CO_TRY_DO(co_await try_variants(worker, std::move(variants), tests, factor, attempts));
    co_return attempts;
  }

  io::Task<base::Result<Attempt>> guard(std::size_t worker, Candidate candidate, std::vector<std::string> tests,
                                        double factor) override {
    Bench& bench = benches_[worker];
    const Source& source = (*sources_)[candidate.source];
    Attempt attempt;
    const std::string text = edited(source.text(), candidate.splices);
    const auto parsed = code::Tree::parse(source.language(), text);
    attempt.outcome = Tried::invalid;
    if (!parsed || (parsed->has_error() && !source.root().has_error())) co_return attempt;
    CO_TRY_DO(restore(bench));
    CO_TRY_DO(write(bench, source.path(), text));
    CO_TRY(attempt, co_await run_check(bench, std::move(tests), factor));
    CO_TRY_DO(restore(bench));
    co_return attempt;
  }

  io::Task<base::Result<>> rebase(const std::vector<Source>& sources) override {
    sources_ = &sources;
    for (auto& bench : benches_) {
      for (const auto& source : sources)
        CO_TRY_DO(base::write_file(base::join(bench.tree, source.path()), source.text()));
      bench.changed.clear();
    }
    co_return base::Result<>{};
  }

 private:
  [[nodiscard]] bool has_schemata() const { return !is_whole_ && (language_ == "Rust" || language_ == "Go"); }

  io::Task<base::Result<Coverage>> measure(std::vector<std::string> names, io::Millis limit) {
    std::vector<ProgramTest> tests;
    for (const auto& name : names) {
      if (language_ == "Go") {
        const auto package = cut_go(name).first;
        if (!package.empty()) tests.push_back({name, package, name.substr(package.size() + 1)});
      } else {
        tests.push_back({name, "", rust_name(name)});
      }
    }
    const std::string& tree = benches_[0].tree;
    if (language_ == "Go") co_return co_await go_coverage(launcher_, tree, std::move(tests), env_, scratch_, limit);
    co_return co_await rust_coverage(launcher_, tree, std::move(tests), env_, scratch_, limit);
  }
  /// "tests/it.rs > adds" -> "adds"
  static std::string rust_name(const std::string& name) {
    const auto arrow = name.rfind(" > ");
    return arrow == std::string::npos ? name : name.substr(arrow + 3);
  }

  LabTest test_of(const verify::TestResult& result) {
    LabTest test;
    test.name = result.name;
    test.outcome = result.outcome;
    test.message = result.message;
    test.cpu_ms = test.wall_ms = static_cast<double>(std::max<std::int64_t>(1, result.duration_ms));
    test.frames = places_in(result.message, benches_[0].tree);
    if (is_bad(result.outcome)) failing_.insert(test.name);
    return test;
  }

  base::Result<> write(Bench& bench, const std::string& path, const std::string& text) {
    TRY_DO(base::write_file(base::join(bench.tree, path), text));
    bench.changed.insert(path);
    return {};
  }
  base::Result<> restore(Bench& bench) {
    for (const auto& path : bench.changed) {
      if (path.ends_with(k_switch_file)) TRY_DO(base::remove_all(base::join(bench.tree, path)));
      for (const auto& source : *sources_)
        if (source.path() == path) TRY_DO(base::write_file(base::join(bench.tree, path), source.text()));
    }
    bench.changed.clear();
    return {};
  }

  // ---- by the check's own command ----

  io::Task<base::Result<Attempt>> run_check(const Bench& bench, std::vector<std::string> tests, double factor) {
    // The failing ones first, where the runner can be told.
    std::vector<std::string> first;
    for (const auto& name : tests)
      if (failing_.contains(name)) first.push_back(name);
    Attempt attempt;
    const std::string part = first.empty() || first.size() == tests.size() ? "" : verify::command_for(check_, bench.tree, first);
    if (!part.empty()) {
      CO_TRY(attempt, co_await run_command(bench, part, first, factor));
      if (attempt.outcome != Tried::passed) co_return attempt;
    }
    const std::string rest = verify::command_for(check_, bench.tree, tests);
    co_return co_await run_command(bench, rest.empty() ? check_.command : rest, std::move(tests), factor);
  }

  io::Task<base::Result<Attempt>> run_command(const Bench& bench, std::string command, std::vector<std::string> tests,
                                              double factor) {
    verify::Check check = check_;
    check.command = std::move(command);
    check.run.clear();
    check.timeout_s = 0;
    const double limit = std::max(k_run_floor_ms, static_cast<double>(check_took_.count()) * 2) * factor / k_limit_factors[0];
    CO_TRY(const auto run, co_await verify::run_check(launcher_, check, bench.tree, env_, at_most(io::Millis(static_cast<std::int64_t>(limit)))));
    Attempt attempt;
    if (run.timed_out) attempt.outcome = Tried::timeout;
    if (run.passed()) {
      attempt.outcome = Tried::passed;
      attempt.passed = tests.size();
    }
    if (run.timed_out || run.passed() || is_whole_) co_return attempt;
    for (const auto& name : tests) {
      const auto found = std::find_if(run.tests.begin(), run.tests.end(), [&](const auto& one) { return one.name == name; });
      if (found == run.tests.end() || is_bad(found->outcome)) co_return attempt;
      ++attempt.passed;
    }
    attempt.outcome = Tried::passed;
    co_return attempt;
  }

  // ---- many versions in one build ----

  /// Packages of the tests, in their order.
  static std::vector<std::string> go_packages(const std::vector<std::string>& tests) {
    std::vector<std::string> out;
    for (const auto& name : tests) {
      const std::string package = cut_go(name).first;
      if (!package.empty() && std::find(out.begin(), out.end(), package) == out.end()) out.push_back(package);
    }
    return out;
  }

  std::string build_command(std::size_t worker, const std::vector<std::string>& tests) const {
    if (language_ == "Rust") return "cargo test --offline --no-run --lib --bins --tests 2>&1";
    std::string command;
    std::size_t n = 0;
    for (const auto& package : go_packages(tests))
      command += std::string(command.empty() ? "" : " && ") + "go test -c -vet=off -gcflags=-e -o " +
                 quoted(go_program(worker, n++)) + " " + quoted(package) + " 2>&1";
    return command;
  }
  std::string go_program(std::size_t worker, std::size_t n) const {
    return base::join(scratch_, "go" + std::to_string(worker) + "_" + std::to_string(n) + ".test");
  }

  io::Task<base::Result<ShellRun>> build(std::size_t worker, const std::vector<std::string>& tests) {
    std::vector<std::string> argv{"/bin/sh", "-c", build_command(worker, tests)};
    co_return co_await shell_run(launcher_, std::move(argv), benches_[worker].tree, env_, at_most(k_build_timeout));
  }

  /// One command for each program that has one of `tests`.
  io::Task<base::Result<std::vector<std::string>>> commands(std::size_t worker, const std::vector<std::string>& tests) {
    Bench& bench = benches_[worker];
    std::vector<std::string> out;
    if (language_ == "Rust") {
      std::string names;
      for (const auto& name : tests) names += " " + quoted(rust_name(name));
      for (const auto& program : bench.programs) out.push_back("exec " + quoted(program) + " --exact" + names);
      co_return out;
    }
    const auto packages = go_packages(bench.tests);
    for (std::size_t n = 0; n < packages.size(); ++n) {
      std::string pattern;
      for (const auto& name : tests) {
        const auto [package, test] = cut_go(name);
        if (package == packages[n]) pattern += (pattern.empty() ? "" : "|") + test;
      }
      if (pattern.empty()) continue;
      CO_TRY(const auto folder, co_await go_folder(bench.tree, packages[n]));
      out.push_back("cd " + quoted(folder) + " && exec " + quoted(go_program(worker, n)) + " -test.run " +
                    quoted("^(" + pattern + ")$"));
    }
    co_return out;
  }

  io::Task<base::Result<std::string>> go_folder(std::string tree, std::string package) {
    const auto known = folders_.find(tree + package);
    if (known != folders_.end()) co_return known->second;
    std::vector<std::string> argv{"go", "list", "-f", "{{.Dir}}", package};
    CO_TRY(auto run, co_await shell_run(launcher_, std::move(argv), tree, env_, at_most(k_build_timeout)));
    while (run.output.ends_with('\n')) run.output.pop_back();
    folders_[tree + package] = run.output;
    co_return run.output;
  }

  io::Task<base::Result<Tried>> run_programs(std::size_t worker, std::vector<std::string> tests, std::size_t variant,
                                             double factor) {
    CO_TRY(const auto list, co_await commands(worker, tests));
    if (list.empty()) co_return Tried::failed;  // nothing was run: that proves nothing
    const double limit = k_floor_ms * factor / k_limit_factors[0];
    for (const auto& command : list) {
      const std::string limited = "ulimit -c 0; ulimit -t " + std::to_string(static_cast<long>(limit / 1000)) + "; " + command;
      std::vector<std::string> argv{"/bin/sh", "-c", limited};
      base::Env env = env_;
      env.set("PLUMB_VARIANT", std::to_string(variant));
      CO_TRY(const auto run, co_await shell_run(launcher_, std::move(argv), benches_[worker].tree, std::move(env),
                                                at_most(io::Millis(static_cast<std::int64_t>(limit * 4) + 2000))));
      if (run.code == 0) continue;
      co_return run.code == -1 || run.code == 152 || run.code == 137 ? Tried::timeout : Tried::failed;
    }
    co_return Tried::passed;
  }

  io::Task<base::Result<Attempt>> run_variant(std::size_t worker, std::size_t variant, std::vector<std::string> tests,
                                              double factor) {
    Attempt attempt;
    std::vector<std::string> first{tests.front()};
    CO_TRY(attempt.outcome, co_await run_programs(worker, std::move(first), variant, factor));
    if (attempt.outcome != Tried::passed) co_return attempt;
    attempt.passed = 1;
    if (tests.size() == 1) co_return attempt;
    const std::size_t count = tests.size();
    CO_TRY(attempt.outcome, co_await run_programs(worker, std::move(tests), variant, factor));
    if (attempt.outcome == Tried::passed) attempt.passed = count;
    co_return attempt;
  }

  /// Rust: all versions by one start of each test program, first with the first test, then with all. False: that
  /// cannot be done here.
  io::Task<base::Result<bool>> serve_variants(std::size_t worker, const std::vector<Variant>& variants,
                                              const std::vector<std::string>& tests, double factor, std::vector<Attempt>& attempts) {
    if (language_ != "Rust" || variants.empty() || benches_[worker].programs.empty()) co_return false;
    if (!server_) {
      CO_TRY(server_, co_await ForkServer::build(launcher_, env_, scratch_));
    }
    std::vector<std::size_t> alive;
    for (const auto& variant : variants) alive.push_back(variant.id);
    std::vector<std::vector<std::string>> stages{{tests.front()}};
    if (tests.size() > 1) stages.push_back(tests);
    for (const auto& stage : stages) {
      CO_TRY(const auto codes, co_await serve_stage(worker, stage, alive, factor));
      if (!codes) co_return false;
      std::vector<std::size_t> left;
      for (std::size_t i = 0; i < alive.size(); ++i) {
        Attempt& attempt = attempts[alive[i] - 1];
        const int code = (*codes)[i];
        attempt.outcome = code == 0 ? Tried::passed : code == -1 ? Tried::timeout : Tried::failed;
        if (code != 0) continue;
        attempt.passed = stage.size();
        left.push_back(alive[i]);
      }
      alive = std::move(left);
      if (alive.empty()) break;
    }
    co_return true;
  }

  /// Of each version the first code of a program that is not 0.
  io::Task<base::Result<std::optional<std::vector<int>>>> serve_stage(std::size_t worker, const std::vector<std::string>& tests,
                                                                      const std::vector<std::size_t>& versions, double factor) {
    const double cpu_ms = k_fork_floor_ms * factor / k_limit_factors[0];
    const double wall_ms = cpu_ms * 4 + 2000;
    std::optional<std::vector<int>> all(std::vector<int>(versions.size(), 0));
    for (const auto& program : benches_[worker].programs) {
      const io::Millis limit(static_cast<std::int64_t>(wall_ms * static_cast<double>(versions.size())) + 10000);
      const ForkServer::Limits limits{cpu_ms, wall_ms, at_most(limit)};
      std::vector<std::string> argv{program, "--exact"};
      for (const auto& name : tests) argv.push_back(rust_name(name));
      CO_TRY(const auto codes, co_await server_->run(std::move(argv), benches_[worker].tree, env_, versions, limits));
      if (!codes) co_return codes;
      for (std::size_t i = 0; i < codes->size(); ++i)
        if ((*all)[i] == 0) (*all)[i] = (*codes)[i];
    }
    co_return all;
  }

  io::Task<base::Result<>> try_variants(std::size_t worker, std::vector<Variant> variants, std::vector<std::string> tests,
                                        double factor, std::vector<Attempt>& attempts) {
    for (const auto& variant : variants) attempts[variant.id - 1].outcome = Tried::costly;
    if (is_late()) co_return base::Result<>{};
    for (const auto& variant : variants) attempts[variant.id - 1].outcome = Tried::invalid;
    Bench& bench = benches_[worker];
    bench.tests = tests;
    CO_TRY(const bool built, co_await build_variants(worker, variants, tests));
    if (!built) {
      CO_TRY_DO(restore(bench));
      if (variants.size() < 2) co_return base::Result<>{};
      const auto middle = variants.begin() + static_cast<std::ptrdiff_t>(variants.size() / 2);
      std::vector<Variant> front(variants.begin(), middle);
      std::vector<Variant> back(middle, variants.end());
      CO_TRY_DO(co_await try_variants(worker, std::move(front), tests, factor, attempts));
      co_return co_await try_variants(worker, std::move(back), tests, factor, attempts);
    }
    CO_TRY(const bool served, co_await serve_variants(worker, variants, tests, factor, attempts));
    for (const auto& variant : variants) {
      if (served) break;
      attempts[variant.id - 1].outcome = Tried::costly;
      if (is_late()) continue;
      CO_TRY(attempts[variant.id - 1], co_await run_variant(worker, variant.id, tests, factor));
    }
    co_return restore(bench);
  }

  io::Task<base::Result<bool>> build_variants(std::size_t worker, std::vector<Variant>& variants,
                                              const std::vector<std::string>& tests) {
    Bench& bench = benches_[worker];
    for (int round = 0; round < k_repairs_max; ++round) {
      CO_TRY_DO(restore(bench));
      std::map<std::string, std::vector<VariantLines>> places;
      CO_TRY_DO(write_variants(bench, variants, places));
      CO_TRY(const auto built, co_await build(worker, tests));
      if (built.code == 0) {
        if (language_ == "Rust") bench.programs = rust_programs(built.output, bench.tree);
        co_return true;
      }
      std::set<std::size_t> guilty;
      for (const auto& place : places_in(built.output, bench.tree)) {
        const auto found = places.find(place.file);
        if (found == places.end()) continue;
        for (const auto& variant : found->second)
          if (variant.first <= place.line && place.line <= variant.last) guilty.insert(variant.id);
      }
      if (guilty.empty()) co_return false;
      std::erase_if(variants, [&](const Variant& variant) { return guilty.contains(variant.id); });
      if (variants.empty()) co_return true;
    }
    co_return false;
  }

  base::Result<> write_variants(Bench& bench, const std::vector<Variant>& variants,
                                std::map<std::string, std::vector<VariantLines>>& places) {
    std::map<std::size_t, std::vector<Variant>> by_source;
    for (const auto& variant : variants) by_source[variant.candidate->source].push_back(variant);
    for (const auto& [index, list] : by_source) {
      const Source& source = (*sources_)[index];
      auto schemata = make_schemata(source, list);
      TRY_DO(write(bench, source.path(), schemata.text));
      places[source.path()] = std::move(schemata.variants);
      if (source.language() == code::Language::go)
        TRY_DO(write(bench, base::join(base::parent(source.path()), std::string(k_switch_file)), go_switch(source)));
    }
    return {};
  }

  /// Beside the package's files: what says which version is the present one.
  static std::string go_switch(const Source& source) {
    std::string package = "main";
    for (const code::Node child : source.root().named_children())
      if (child.type() == "package_clause") package = std::string(source.text_of(child.named_children().front()));
    return "package " + package +
           "\n\nimport plumbOs \"os\"\nimport plumbStrconv \"strconv\"\n\n"
           "var plumbVariantNow = plumbVariantRead()\n\n"
           "func plumbVariantRead() int {\n\tn, _ := plumbStrconv.Atoi(plumbOs.Getenv(\"PLUMB_VARIANT\"))\n\treturn n\n}\n\n"
           "func plumbVariant() int { return plumbVariantNow }\n";
  }

  io::Launcher launcher_;
  verify::Check check_;
  base::Env env_;
  const std::vector<Source>* sources_;
  verify::CheckRun before_;
  io::Millis check_took_;
  std::string language_, scratch_;
  std::vector<Bench> benches_;
  std::map<std::string, std::string> folders_;
  std::optional<ForkServer> server_;
  std::set<std::string, std::less<>> failing_;
  bool is_whole_ = false;
};

}  // namespace

std::string command_language(const std::string& root) {
  const auto has = [&](const char* name) { return base::exists(base::join(root, name)); };
  if (has("Cargo.toml")) return "Rust";
  if (has("go.mod")) return "Go";
  if (has("pom.xml") || has("build.gradle") || has("build.gradle.kts")) return "Java";
  if (has("package.json")) return "JavaScript";
  code::WalkOptions options;
  options.depth_max = 6;
  options.entries_max = 20000;
  options.globs = {"*.java", "*.js", "*.ts", "*.go", "*.rs"};
  const auto walked = code::walk(root, options);
  return walked && !walked->entries.empty() ? "Java" : "";
}

base::Result<std::unique_ptr<Lab>> make_command_lab(io::Launcher launcher, verify::Check check, LabPlace place,
                                                    const std::vector<Source>& sources,
                                                    const verify::CheckRun& before) {
  return std::make_unique<CommandLab>(launcher, std::move(check), std::move(place), sources, before);
}

}  // namespace repair
