#pragma once
// Makes failing tests pass by trying small edits in copies of a project. Needs no language model;
// changes nothing in the project itself.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "io/process.h"
#include "verify/verify.h"

namespace repair {

/// Makes a copy of the project in `into`, a folder that does not exist yet, and returns its path.
using Fork = std::function<io::Task<base::Result<std::string>>(std::string into)>;
/// Takes one line about how it goes, on the loop's thread. Must not throw.
using Progress = std::function<void(const std::string& line)>;

/// How far a search is.
struct Figures {
  std::size_t tried = 0, of = 0;  ///< edits; more may become known later
  double per_second = 0;          ///< 0 = not known yet
  std::int64_t left_ms = -1;      ///< at most, as it looks now; -1 = not known yet
  std::size_t found = 0;          ///< edits that pass the tests
};
/// On the loop's thread, some times a second. Must not throw.
using OnFigures = std::function<void(const Figures&)>;

struct Options {
  io::Millis budget{120000};  ///< wall time of the search
  std::size_t workers = 0;    ///< copies in which candidates are tried side by side; 0 = one a core, at most 8
  io::Millis check_timeout{600000};
  std::string scratch;        ///< an existing folder for the copies; "" = $TMPDIR
  std::vector<std::string> tests;  ///< make these pass, each a part of a name; empty = all that fail
  std::vector<std::string> files;  ///< edit only these, or what is in these folders; empty = any
  OnFigures on_figures;            ///< may be empty
  std::function<bool()> stop;      ///< asked often: true = end the search with what it has; may be empty
};

/// One edited file: its path relative to the root, and its texts.
struct EditedFile {
  std::string path, before, after;
};
/// Edits that make all failing tests pass.
struct Proposal {
  std::vector<EditedFile> files;
  std::string what;  ///< "relational operator at tally/intervals.py:27"
  std::string diff;  ///< unified
  std::string explanation;  ///< the fault and the change, a sentence each
};

/// An input that tells a rival from the proposal.
struct Contrast {
  std::string call;           ///< "clamp(11, 0, 10)"
  std::string mine, theirs;   ///< what comes back
};
struct Rival {
  Proposal proposal;
  std::optional<Contrast> contrast;  ///< nothing = none was found, or it could not be looked for
};

/// How sure it is that the proposal is what was meant, beyond the tests.
enum class Certainty { sure, likely, guess };
std::string_view name(Certainty certainty);  ///< "sure", "likely", "a guess"

/// Why the search ended.
enum class Stopped {
  enough,     ///< it had found something and looked for rivals
  all,        ///< nothing was left to try
  time,       ///< the budget was used up
  asked,      ///< Options::stop ended it before it was through
  cancelled,
};

struct Outcome {
  verify::CheckRun before;            ///< the check, in a copy of the tree as it is
  std::optional<Proposal> proposal;   ///< the best that passes the whole check in a fresh copy
  verify::CheckRun after;             ///< that run, if there is a proposal
  std::vector<Rival> rivals;          ///< others that pass the tests too, best first, at most 4, none that is
                                      ///< known to do the same as another
  std::size_t alternatives = 0;       ///< other edits that pass the tests, in all
  std::size_t faulty = 0;             ///< more edits pass, but not with sanitizers, as the proposal does
  std::size_t same = 0;               ///< of `alternatives` do the same as the proposal, as far as I could see
  std::size_t compared = 0;           ///< of them were compared with it
  std::size_t calls = 0;              ///< by so many calls
  Certainty certainty = Certainty::guess;
  std::string certainty_why;          ///< a sentence
  Stopped stopped = Stopped::enough;  ///< cancelled: `proposal` was not run against the whole check
  std::vector<std::string> failing;   ///< tests that had to be made to pass
  std::vector<std::string> others;    ///< fail too, and were not asked for
  std::vector<std::string> left;      ///< of `failing`, those that fail with the proposal too
  std::optional<Proposal> hint;       ///< no proposal, but this makes some pass and breaks none
  std::vector<std::string> unstable;  ///< fail with the others, pass alone
  std::size_t functions = 0, tried = 0, rank = 0;
  std::int64_t search_ms = 0;
  std::string why_not;  ///< one plain sentence if there is no proposal
  std::string first_error;  ///< of a check that did not come to its tests; the project's words, one line
};

/// `root` is the project's own folder; only `fork` touches it, reading. Works in a new folder of `scratch`
/// that is removed in the end. Python (pytest, unittest), C and C++ (CTest, make), JavaScript and TypeScript
/// (node:test, mocha, jest, vitest), Java (JUnit 4 and 5, `main` methods), Go, Rust; other runners of these
/// slowly, through the check itself. That nothing
/// is found, or that the project is of another kind, is an outcome. Cancelled (within 100 ms), it gives the best
/// that it has found so far; with nothing found it fails with cancelled. Fails with no_space, and as the check does.
io::Task<base::Result<Outcome>> repair(io::Launcher launcher, std::string root, verify::Check check,
                                       base::Env env, Fork fork, Options options,
                                       Progress progress);

/// An outcome for a language model: how sure, what else passed, what still fails; or why there is no
/// proposal. Without the proposal's own diff. Some lines, at most about 12 KiB.
std::string summary(const Outcome& outcome);
/// Why a search found nothing, in a sentence or two, for whoever goes on. Of the project's own words
/// it has only the names of tests.
std::string takeover(const Outcome& outcome);
/// The same for people, with the diff: what builtin says at its end.
std::string explanation(const Outcome& outcome);

}  // namespace repair
