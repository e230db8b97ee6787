#include "command_coverage.h"

#include <algorithm>
#include <functional>
#include <map>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "code/walk.h"
#include "native_project.h"
#include "probes.h"

namespace repair {
namespace {

constexpr std::size_t k_profile_max = std::size_t{32} << 20;
constexpr std::size_t k_rust_files_max = 1000;
constexpr int k_test_cpu_s = 20;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

std::size_t number_at(std::string_view text, std::size_t at) {
  std::size_t number = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && number < 100000000; ++at)
    number = number * 10 + static_cast<std::size_t>(text[at] - '0');
  return number;
}

void tidy(CoveredLines& lines) {
  for (auto& [file, list] : lines) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
}

std::string pattern_of(const std::string& filter) {
  std::string out = "^";
  for (const char c : filter) {
    if (c == '/') {
      out += "$/^";
    } else {
      if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out + "$";
}

std::string module_of(const std::string& tree) {
  const auto text = base::read_file(base::join(tree, "go.mod"), std::size_t{1} << 20);
  if (!text) return {};
  for (const auto line : lines_of(*text))
    if (line.starts_with("module ")) {
      const std::string_view name = line.substr(7);
      return std::string(name.substr(0, name.find_first_of(" \t\r")));
    }
  return {};
}

/// What one test left behind, or nothing if it was not run.
std::string place_of(const std::string& scratch, std::size_t i) {
  return base::join(scratch, "cover" + std::to_string(i));
}
std::string note_code(const std::string& place) {
  return " >/dev/null 2>&1; echo $? > " + quoted(place + ".code") + "\n";
}

// ---- Rust ----

struct ProbedFiles {
  std::map<std::string, std::string> before, after;        ///< path -> text
  std::vector<std::pair<std::string, std::size_t>> places;  ///< of the probes
};

/// Called once a test and probe: from then on it only looks at a flag.
std::string rust_hit(std::size_t count) {
  return "\n#[doc(hidden)]\n#[allow(dead_code, unused)]\npub(crate) fn plumb_hit(n: usize) {\n"
         "  const OFF: ::std::sync::atomic::AtomicBool = ::std::sync::atomic::AtomicBool::new(false);\n"
         "  static HITS: [::std::sync::atomic::AtomicBool; " +
         std::to_string(count) + "] = [OFF; " + std::to_string(count) +
         "];\n"
         "  if HITS[n].swap(true, ::std::sync::atomic::Ordering::Relaxed) { return; }\n"
         "  if let Ok(path) = ::std::env::var(\"PLUMB_HITS\") {\n"
         "    if let Ok(mut file) = ::std::fs::OpenOptions::new().append(true).create(true).open(path) {\n"
         "      let _ = ::std::io::Write::write_all(&mut file, format!(\"{}\\n\", n).as_bytes());\n    }\n  }\n}\n";
}

ProbedFiles probe_rust(const std::string& tree, std::stop_token stop) {
  ProbedFiles out;
  code::WalkOptions options;
  options.globs = {"*.rs"};
  const auto walked = code::walk(tree, options, stop);
  if (!walked) return out;
  std::vector<std::string> roots;
  for (const auto& entry : walked->entries) {
    const std::string folder(base::parent(entry.path));
    const bool is_in_crate = entry.path.starts_with("src/") || entry.path.find("/src/") != std::string::npos;
    if (entry.kind != code::Kind::file || !is_in_crate || is_protected(entry.path) || folder.ends_with("src/bin") ||
        out.before.size() >= k_rust_files_max)
      continue;
    const auto source = Source::load(tree, entry.path);
    if (!source) continue;
    const auto probed = with_probes(*source, out.places.size(), "crate::plumb_hit({0});");
    const auto name = base::file_name(entry.path);
    if ((folder == "src" || folder.ends_with("/src")) && (name == "lib.rs" || name == "main.rs")) roots.push_back(entry.path);
    out.before[entry.path] = source->text();
    out.after[entry.path] = probed.text;
    for (const std::size_t line : probed.lines) out.places.emplace_back(entry.path, line);
  }
  for (const auto& root : roots) out.after[root] += rust_hit(std::max<std::size_t>(1, out.places.size()));
  return out;
}

base::Result<> write_all(const std::string& tree, const std::map<std::string, std::string>& texts) {
  for (const auto& [path, text] : texts) TRY_DO(base::write_file(base::join(tree, path), text));
  return {};
}

}  // namespace

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::vector<std::string> rust_programs(const std::string& output, const std::string& tree) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = output.find("Executable ", at)) != std::string::npos; ++at) {
    const auto open = output.find('(', at);
    const auto close = output.find(')', at);
    if (open == std::string::npos || close == std::string::npos || close < open) break;
    const std::string path = output.substr(open + 1, close - open - 1);
    out.push_back(path.starts_with('/') ? path : base::join(tree, path));
  }
  return out;
}

CoveredLines read_go_profile(std::string_view text, std::string_view module) {
  CoveredLines lines;
  for (const auto line : lines_of(text)) {
    // example.com/calc/fields.go:5.33,7.2 1 1
    const auto colon = line.rfind(':');
    const auto comma = line.find(',', std::min(colon, line.size()));
    const auto count = line.rfind(' ');
    if (colon == std::string_view::npos || comma == std::string_view::npos || count < comma || number_at(line, count + 1) == 0) continue;
    std::string_view path = line.substr(0, colon);
    if (!path.starts_with(module) || path.size() <= module.size() + 1) continue;
    path.remove_prefix(module.size() + 1);
    const std::size_t last = number_at(line, comma + 1);
    auto& list = lines[std::string(path)];
    for (std::size_t at = number_at(line, colon + 1); at != 0 && at <= last && list.size() < 1000000; ++at) list.push_back(at);
  }
  tidy(lines);
  return lines;
}

io::Task<base::Result<Coverage>> go_coverage(io::Launcher launcher, std::string tree, std::vector<ProgramTest> tests, base::Env env,
                                             std::string scratch, io::Millis budget) {
  Coverage coverage;
  const std::string module = module_of(tree);
  if (module.empty()) co_return coverage;
  std::map<std::string, std::string> scripts;  // of each package
  for (std::size_t i = 0; i < tests.size(); ++i) {
    auto& script = scripts[tests[i].package];
    const std::string program = base::join(scratch, "cover" + std::to_string(scripts.size()) + ".test");
    const std::string package = quoted(tests[i].package);
    if (script.empty())
      script = "go test -c -vet=off -covermode=set -coverpkg=./... -o " + quoted(program) + " " + package +
               " || exit 1\nulimit -c 0\nulimit -t " + std::to_string(k_test_cpu_s) + "\ncd \"$(go list -f '{{.Dir}}' " + package +
               ")\" || exit 1\nplumb=" + quoted(program) + "\n";
    script += "\"$plumb\" -test.run " + quoted(pattern_of(tests[i].filter)) + " -test.coverprofile=" + quoted(place_of(scratch, i)) +
              note_code(place_of(scratch, i));
  }
  const auto deadline = base::steady_ms() + budget.count();
  for (const auto& [package, script] : scripts) {
    std::vector<std::string> argv{"/bin/sh", "-c", script};
    const io::Millis left(std::max<std::int64_t>(1, deadline - base::steady_ms()));
    CO_TRY_DO(co_await shell_run(launcher, std::move(argv), tree, env, left));
  }
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const auto code = base::read_file(place_of(scratch, i) + ".code", 64);
    const auto profile = base::read_file(place_of(scratch, i), k_profile_max);
    if (!code || !profile) continue;
    coverage.tests.push_back({tests[i].name, number_at(*code, 0) != 0, read_go_profile(*profile, module)});
  }
  co_return coverage;
}

io::Task<base::Result<Coverage>> rust_coverage(io::Launcher launcher, std::string tree, std::vector<ProgramTest> tests, base::Env env,
                                               std::string scratch, io::Millis budget) {
  Coverage coverage;
  const auto deadline = base::steady_ms() + budget.count();
  std::function<ProbedFiles(std::stop_token)> work = [&](std::stop_token stop) { return probe_rust(tree, stop); };
  const auto files = co_await io::offload(std::move(work));
  if (files.places.empty()) co_return coverage;
  CO_TRY_DO(write_all(tree, files.after));
  std::vector<std::string> argv{"/bin/sh", "-c", "cargo test --offline --no-run --lib --bins --tests 2>&1"};
  const auto built = co_await shell_run(launcher, std::move(argv), tree, env, budget);
  CO_TRY_DO(write_all(tree, files.before));
  if (!built) co_return base::fail(built.error());
  if (built->code != 0) co_return coverage;
  const auto programs = rust_programs(built->output, tree);
  std::string script = "ulimit -c 0\nulimit -t " + std::to_string(k_test_cpu_s) + "\n";
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const std::string place = quoted(place_of(scratch, i));
    script += "export PLUMB_HITS=" + place + "\n: > " + place + "\n{ bad=0\n";
    for (const auto& program : programs) script += quoted(program) + " --exact " + quoted(tests[i].filter) + " || bad=1\n";
    script += "[ $bad = 0 ]; }" + note_code(place_of(scratch, i));
  }
  std::vector<std::string> run{"/bin/sh", "-c", script};
  const io::Millis left(std::max<std::int64_t>(1, deadline - base::steady_ms()));
  CO_TRY_DO(co_await shell_run(launcher, std::move(run), tree, env, left));
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const auto code = base::read_file(place_of(scratch, i) + ".code", 64);
    const auto hits = base::read_file(place_of(scratch, i), k_profile_max);
    if (!code || !hits) continue;
    Covered covered{tests[i].name, number_at(*code, 0) != 0, {}};
    for (const auto line : lines_of(*hits)) {
      const std::size_t n = number_at(line, 0);
      if (n < files.places.size()) covered.lines[files.places[n].first].push_back(files.places[n].second);
    }
    tidy(covered.lines);
    coverage.tests.push_back(std::move(covered));
  }
  co_return coverage;
}

}  // namespace repair
