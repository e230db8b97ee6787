#include "report.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "text/cut.h"

namespace repair {
namespace {

constexpr std::size_t k_diff_max = 4000;
constexpr std::size_t k_names_max = 5;

std::string count(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), k_names_max); ++i)
    out += "\n  - " + std::string(text::clip(names[i], 200));
  if (names.size() > k_names_max)
    out += "\n  - and " + std::to_string(names.size() - k_names_max) + " more";
  return out;
}

std::string effort(const Outcome& outcome) {
  return "Tried " + count(outcome.tried, "edit") + " in " + count(outcome.functions, "function") +
         " that the failing tests run, in " + std::to_string((outcome.search_ms + 500) / 1000) +
         " s";
}

std::string unstable(const Outcome& outcome) {
  if (outcome.unstable.empty()) return {};
  return "\n\nLeft out, because they fail with the others and pass alone (order of tests, time or "
         "chance):" +
         list(outcome.unstable);
}

std::string contrast(const Contrast& contrast) {
  return "`" + contrast.call + "`: my edit gives `" + contrast.mine + "`, this one gives `" + contrast.theirs + "`";
}

std::string fenced(const std::string& diff) {
  return "```diff\n" + text::keep_ends(diff, k_diff_max) + (diff.ends_with('\n') ? "" : "\n") +
         "```";
}

/// How many other edits passed, what they do, and those that are worth a look.
std::string alternatives(const Outcome& outcome) {
  if (outcome.alternatives == 0) return "No other edit that I tried passes the tests.";
  const bool one = outcome.alternatives == 1;
  std::string out = count(outcome.alternatives, "other edit") + (one ? " passes" : " pass") + " the tests too";
  if (outcome.compared > 0) {
    const std::size_t other = outcome.compared - outcome.same;
    out += "; of the " + std::to_string(outcome.compared) + " that I compared by " + count(outcome.calls, "call") + ", " +
           std::to_string(outcome.same) + " " + (outcome.same == 1 ? "does" : "do") + " the same as mine and " +
           std::to_string(other) + (other == 1 ? " does" : " do") + " not";
  }
  out += ".";
  if (outcome.rivals.empty()) return out;
  out += outcome.rivals.size() == 1 ? " This one I rank lower:" : " These I rank lower:";
  for (const auto& rival : outcome.rivals) {
    out += "\n\n" + fenced(rival.proposal.diff);
    if (rival.contrast) out += "\n" + contrast(*rival.contrast);
  }
  const bool told = std::any_of(outcome.rivals.begin(), outcome.rivals.end(), [](const Rival& rival) { return rival.contrast.has_value(); });
  if (told) out += "\n\nIf one of these answers is not the one that you want, a test that says so decides it.";
  return out;
}

}  // namespace

std::string_view name(Certainty certainty) {
  switch (certainty) {
    case Certainty::sure: return "sure";
    case Certainty::likely: return "likely";
    case Certainty::guess: return "a guess";
  }
  return "a guess";
}

bool is_about_failing_tests(const std::string& task) {
  std::string text = task;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto has = [&](const auto& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
  };
  constexpr std::array k_things = {"test", "check", "spec", "suite", "ctest"};
  constexpr std::array k_states = {"fail",   "pass",  "fix", "green", "broken",
                                   "repair", "wrong", "bug", " red"};
  return has(k_things) && has(k_states);
}

std::string greeting(const std::string& check_command, const std::string& why) {
  return "I am builtin: no language model, only a search. I can make failing tests pass by small "
         "edits, and nothing else. "
         "First I run the check, `" +
         check_command + "` (" + why + ").";
}

std::string refusal() {
  return "I am builtin, which is no language model: I can only make failing tests pass by small "
         "edits. This task asks for something "
         "else, as far as I can tell, so I changed nothing. `plumb models` says how to connect a "
         "language model; to have me look at "
         "failing tests, say so, for example: make the failing tests pass.";
}

std::string no_check() {
  return "I am builtin, which is no language model: I work by running the project's tests, and I "
         "found no way to run them. I changed "
         "nothing. Name the command in .plumb/config.toml:\n\n[check]\ncommand = \"...\"";
}

std::string gave_up(const Outcome& outcome) {
  if (outcome.before.passed()) {
    if (outcome.before.total == 0)
      return "The check passes, but it ran no test. I changed nothing.";
    return "The check passes: no test fails, so there is nothing for me to do. I changed nothing.";
  }
  std::string out = "I found no fix and changed nothing: " + outcome.why_not + ".";
  if (outcome.tried > 0)
    out += "\n\n" + effort(outcome) +
           ": each one alone, and in twos where one made some of the tests pass.";
  if (!outcome.failing.empty()) out += "\n\nThese tests fail:" + list(outcome.failing);
  out += unstable(outcome);
  out +=
      "\n\nI can only find fixes that are a small change of what is there. What needs new logic "
      "needs a language model: `plumb "
      "models` says how to connect one.";
  return out;
}

std::string proposal_text(const Outcome& outcome) {
  return "Found an edit that makes all tests pass in a copy of the project: " +
         outcome.proposal->what + ". Now I make it here.";
}

std::string cut_short(const Outcome& outcome) {
  const auto& proposal = *outcome.proposal;
  return "I was stopped, and changed nothing. The best edit that I had found by then makes the failing tests pass and "
         "breaks none of those that I ran with them, but I had not run the whole check on it, nor looked for all of its "
         "rivals.\n\n" + proposal.explanation + "\n\n" + fenced(proposal.diff) + "\n\n" + effort(outcome) + ".";
}

std::string final_report(const Outcome& outcome, std::optional<bool> passed) {
  const auto& proposal = *outcome.proposal;
  std::string out = "Changed: " + proposal.what + ".\n\n" + proposal.explanation + "\n\n" +
                    fenced(proposal.diff) + "\n\n";
  if (passed && !*passed) {
    return out +
           "But the check still fails here, although it passed in a fresh copy of the project: "
           "something outside of the "
           "project's files makes the difference. Do not trust this edit before you have looked at "
           "it; `plumb undo` takes it back.";
  }
  out += "Why I believe it: " +
         std::string(outcome.failing.size() == 1 ? "this test failed before and passes now"
                                                 : "these tests failed before and pass now") +
         ", and the whole check passes, in a fresh copy too:" + list(outcome.failing);
  out += unstable(outcome);
  out += "\n\n" + effort(outcome) + "; the first that passed was number " +
         std::to_string(outcome.rank) + ". " + alternatives(outcome);
  out += "\n\nHow sure I am: " + std::string(name(outcome.certainty)) + ": " + outcome.certainty_why + ".";
  out +=
      "\n\nWhat I cannot know: whether this is what you meant. I know the code only through its "
      "tests; please read the change.";
  return out;
}

}  // namespace repair
