// What a run is worth depends on whose word its output is: a runner's last line can be cut,
// rewritten, or printed by somebody else beside it.

#include "claim_look.h"

#include <algorithm>

#include "base/paths.h"
#include "output_lines.h"
#include "text/cut.h"

namespace verify {
namespace {

constexpr std::size_t k_command_shown = 80;

// ---- one run ----

Counts counts_of(const Evidence& run, const std::optional<Summary>& summary) {
  Counts counts;
  std::int64_t passed = 0, failed = 0;
  for (const TestResult& test : run.tests) {
    if (test.outcome == Outcome::passed) ++passed;
    if (test.outcome != Outcome::failed && test.outcome != Outcome::error) continue;
    ++failed;
    counts.failing.push_back(test.name);
  }
  if (run.tests.empty() && run.total < 0 && !summary) return counts;
  // The list may be what a filter left of it; the summary is whole.
  counts.failed = std::max(failed, summary ? summary->failed : 0);
  counts.passed = std::max(passed, summary ? summary->passed : 0);
  if (run.total >= 0 && !summary && run.total > counts.passed + counts.failed)
    counts.passed = run.total - counts.failed;
  return counts;
}

bool says_no_test(const std::string& output) {
  for (const std::string_view sign :
       {" tests collected in ", " test collected in ", "no tests ran", "collected 0 items",
        "Ran 0 tests", "NO TESTS RAN", "No tests were found", "No tests found", "no tests to run",
        "No test files found", "0 tests from 0 test suites",
        "running 0 tests\n\ntest result: ok. 0 passed"})
    if (has(output, sign)) return true;
  // go: some packages have none; only if none has any.
  return has(output, "[no test files]") && !has(output, "\nok ") && !output.starts_with("ok ");
}

bool has_letter(const Part& part, char letter, std::string_view word) {
  return std::any_of(part.argv.begin() + 1, part.argv.end(), [&](const std::string& each) {
    const bool is_cluster = each.size() > 1 && each[0] == '-' && each[1] != '-';
    return (is_cluster && each.find(letter) != std::string::npos) || each.starts_with(word);
  });
}

/// Whether what comes out of a filter still has the runner's last line, as it was.
bool keeps_summary(const Part& filter, const std::optional<Summary>& summary) {
  if (filter.argv.empty()) return false;
  const auto name = base_name(filter.argv[0]);
  if (name == "tee" || name == "cat" || name == "ts") return true;
  if (name == "tail") return !has_letter(filter, 'c', "--bytes");
  const bool greps = name == "grep" || name == "egrep" || name == "rg";
  return greps && !has_letter(filter, 'o', "--only-matching") && summary && summary->in_one_line;
}

/// Programs that change files and say nothing of tests.
bool changes_quietly(std::string_view name) {
  for (const std::string_view known : {"rm", "cp", "mv", "sed", "touch", "chmod", "ln", "patch",
                                       "install", "git", "apply_patch", "rmdir", "tar", "unzip"})
    if (name == known) return true;
  return false;
}

/// A word of an echo in which no number of tests can be.
bool is_plain_text(const std::string& word) {
  const bool computes = has(word, "$(") || has(word, "`") || has(word, "\\n");
  return !computes && !summary_of(word);
}

/// Whether a part beside the run leaves its output alone: it prints nothing, or nothing that could
/// be taken for a runner's word, or what the run has put into a file.
bool is_silent(const Part& part, const Action& action, const std::vector<std::string>& files) {
  if (part.argv.empty() || action.does != 0) return true;
  const auto name = base_name(part.argv[0]);
  std::string all;
  for (const std::string& word : part.argv) all += word + " ";
  if (name == "echo" || name == "printf")
    return is_plain_text(all) && std::all_of(part.argv.begin(), part.argv.end(), is_plain_text);
  const bool shows_file =
      name == "cat" || name == "tail" || name == "head" || name == "grep" || name == "egrep";
  if (shows_file)
    return std::any_of(part.argv.begin() + 1, part.argv.end(), [&](const std::string& word) {
      return std::find(files.begin(), files.end(), word) != files.end();
    });
  if (action.prints && name != "true" && name != ":" && name != "sleep" && name != "date" &&
      name != "pwd" && name != "ls" && name != "which" && name != "git")
    return false;
  return action.harmless || !part.files.empty() || changes_quietly(name);
}

/// Words by which runners say at the end that something failed, whatever a summary before says.
bool says_failed(const std::string& output) {
  for (const std::string_view sign :
       {"make: ***", "error: test failed", "BUILD FAILURE", "BUILD FAILED", "npm ERR!", "npm error",
        "ninja: build stopped", "Errors while running CTest", "error: could not compile",
        "\nFAIL\n", "command not found"})
    if (has(output, sign)) return true;
  return false;
}

}  // namespace

std::string shown(std::string_view command) {
  std::string line(text::clip(trim(command.substr(0, command.find('\n'))), k_command_shown));
  if (line.size() < trim(command).size()) line += " ...";
  return "`" + line + "`";
}

std::string tests_in_words(std::int64_t n) {
  return std::to_string(n) + (n == 1 ? " test" : " tests");
}

bool has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

bool is_told(const Known& known, std::size_t i) {
  const CommandFlow& line = known.line;
  const std::size_t last = pipeline_end(line, i);
  std::vector<std::string> files = line.parts[i].files;
  for (std::size_t k = i + 1; k <= last; ++k) {
    if (!keeps_summary(line.parts[k], known.summary)) return false;
    if (line.parts[k].argv[0] != "tee") continue;
    for (const std::string& word : line.parts[k].argv) files.push_back(word);
  }
  for (std::size_t k = 0; k < line.parts.size(); ++k)
    if ((k < i || k > last) && !is_silent(line.parts[k], known.actions[k], files)) return false;
  return true;
}

State state_of(const Look& look, bool is_visible, bool needs_test) {
  const Evidence& run = *look.run;
  const Counts counts = look.counts();
  if (!run.ended) return run.by_harness ? State::failed : State::unfinished;
  if (look.action.dry) return State::no_test;
  if (counts.failed > 0) return State::failed;
  if (is_visible && run.exit_code != 0) return State::failed;
  const bool is_shown = is_visible && !look.action.swallows;
  if (!is_shown) {
    // Only a summary says that nothing failed; a list may be cut.
    const bool is_told =
        needs_test && look.is_told && look.known->summary && !says_failed(run.output);
    const bool is_silent_lint =
        look.action.swallows && is_visible && !needs_test && trim(run.output).empty();
    if (is_silent_lint) return State::ok;
    if (!is_told) return State::hidden;
  }
  if (needs_test && (counts.passed == 0 || (counts.passed < 0 && says_no_test(run.output))))
    return State::no_test;
  return State::ok;
}

std::optional<std::string> place_of(const std::string& dir, const std::string& root,
                                    const std::string& then) {
  std::string path = dir;
  if (!then.empty()) path = dir.empty() ? then : base::join(dir, then);
  if (path.starts_with('~') || path.starts_with('$')) return std::nullopt;
  if (path.starts_with('/')) {
    if (root.empty() || !base::is_within(base::normalize(path), root)) return std::nullopt;
    path = base::relative(base::normalize(path), root);
  }
  path = base::normalize(path.empty() ? "." : path);
  if (path == ".") return "";
  if (path == ".." || path.starts_with("../")) return std::nullopt;
  return path;
}

bool uses_build_folder(const std::string& id) {
  return id == "ctest" || id == "make" || id == "ninja" || id == "cmake --build" ||
         id.starts_with("meson ");
}

Known known_of(const Evidence& run) {
  Known known;
  known.run = &run;
  known.line = read_command_flow(run.command);
  for (const Part& part : known.line.parts) known.actions.push_back(understand(part));
  known.summary = summary_of(run.output);
  known.counts = counts_of(run, known.summary);
  return known;
}

bool is_same_thing(const Action& a, const Action& b) {
  return a.id == b.id &&
         a.selection == b.selection;  // one that only lists is told apart by its state
}

bool is_build_folder(std::string_view place) {
  while (!place.empty()) {
    const std::size_t end = std::min(place.find('/'), place.size());
    const auto name = place.substr(0, end);
    for (const std::string_view head :
         {"build", "_build", "cmake-build", "out", "target", "bin", "builddir"})
      if (name == head ||
          (name.starts_with(head) && name.size() > head.size() &&
           (name[head.size()] == '-' || name[head.size()] == '_' || name[head.size()] == '.')))
        return true;
    place.remove_prefix(std::min(end + 1, place.size()));
  }
  return false;
}

bool starts_stranger(const Known& known, std::size_t i) {
  const Part& part = known.line.parts[i];
  const std::string& script = known.actions[i].script;
  for (const std::string& path : {part.argv.empty() ? script : part.argv[0], script}) {
    const bool is_temporary = path.starts_with("/tmp/") || path.starts_with("/var/tmp/") ||
                              path.starts_with("/dev/shm/") || path.starts_with("$TMP");
    const bool is_ours =
        !known.run->root.empty() && base::is_within(base::normalize(path), known.run->root);
    if (is_temporary && !is_ours) return true;
    const std::string at =
        base::normalize(part.dir.empty() || path.empty() ? path : base::join(part.dir, path));
    for (const Part& other : known.line.parts)
      for (const std::string& file : other.files)
        if (!path.empty() &&
            base::normalize(other.dir.empty() ? file : base::join(other.dir, file)) == at)
          return true;
  }
  return false;
}

}  // namespace verify
