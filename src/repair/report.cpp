#include "report.h"

#include <algorithm>

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
  const std::string faulty = outcome.faulty == 0 ? ""
                                                 : " " + count(outcome.faulty, "more edit") + (outcome.faulty == 1 ? " passes" : " pass") +
                                                       " only without sanitizers: by memory that is not theirs, or what the language does not define.";
  if (outcome.alternatives == 0) return "No other edit that I tried passes the tests" + std::string(outcome.faulty == 0 ? "." : " with sanitizers.") + faulty;
  // Not in the words of a claim: it is not about the tree that there is in the end.
  std::string out = "The tests cannot tell " + count(outcome.alternatives, "other edit") + " from mine";
  if (outcome.compared > 0) {
    const std::size_t other = outcome.compared - outcome.same;
    out += "; of the " + std::to_string(outcome.compared) + " that I compared by " + count(outcome.calls, "call") + ", " +
           std::to_string(outcome.same) + " " + (outcome.same == 1 ? "does" : "do") + " the same as mine and " +
           std::to_string(other) + (other == 1 ? " does" : " do") + " not";
  }
  out += "." + faulty;
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
      return "The check (`" + outcome.before.check.command + "`) passes, but it ran no test. I changed nothing.";
    return "The check (`" + outcome.before.check.command +
           "`) passes: no test fails, so there is nothing for me to do. I know code only through tests that fail. I "
           "changed nothing.";
  }
  std::string out = "I found no fix and changed nothing: " + outcome.why_not + ".";
  if (!outcome.first_error.empty()) out += " Its first error:\n\n    " + outcome.first_error;
  if (outcome.tried > 0)
    out += "\n\n" + effort(outcome) +
           ": each one alone, and in twos where one made some of the tests pass.";
  if (outcome.hint)
    out += "\n\nThis edit makes some of the tests pass and breaks none, but others that run the same code still "
           "fail, so I did not make it:\n\n" +
           fenced(outcome.hint->diff);
  if (!outcome.failing.empty()) out += "\n\nThese tests fail:" + list(outcome.failing);
  out += unstable(outcome);
  if (outcome.tried > 0)
    out +=
        "\n\nI can only find fixes that are a small change of what is there. What needs new logic "
        "needs a language model: `plumb "
        "models` says how to connect one.";
  return out;
}

std::string proposal_text(const Outcome& outcome) {
  return "Found an edit that makes " +
         std::string(outcome.left.empty() ? outcome.others.empty() ? "all tests" : "the tests asked for"
                                          : "some of the failing tests") +
         " pass in a copy of the project: " + outcome.proposal->what + ". Now I make it here.";
}

std::string cut_short(const Outcome& outcome) {
  const auto& proposal = *outcome.proposal;
  return "I was stopped, and changed nothing. The best edit that I had found by then makes the failing tests pass and "
         "breaks none of those that I ran with them, but I had not run the whole check on it, nor looked for all of its "
         "rivals.\n\n" + proposal.explanation + "\n\n" + fenced(proposal.diff) + "\n\n" + effort(outcome) + ".";
}

std::string explanation(const Outcome& outcome) {
  return outcome.proposal ? final_report(outcome) : gave_up(outcome);
}

std::string final_report(const Outcome& outcome) {
  const auto& proposal = *outcome.proposal;
  std::string out = "Changed: " + proposal.what + ".\n\n" + proposal.explanation + "\n\n" + fenced(proposal.diff) + "\n\n";
  if (outcome.stopped == Stopped::asked)
    out += "I was asked to stop: this is the best so far, and not all was tried.\n\n";
  std::vector<std::string> fixed;
  for (const auto& name : outcome.failing)
    if (std::find(outcome.left.begin(), outcome.left.end(), name) == outcome.left.end()) fixed.push_back(name);
  out += "Why I believe it: " +
         std::string(fixed.size() == 1 ? "this test failed before and passes now"
                                       : "these tests failed before and pass now") +
         (outcome.left.empty() && outcome.others.empty() ? ", and the whole check passes, in a fresh copy:"
                                                         : ", and no other fails that passed, in a fresh copy:") +
         list(fixed);
  if (!outcome.left.empty()) out += "\n\nFor the rest I found no fix. These tests still fail:" + list(outcome.left);
  if (!outcome.others.empty()) out += "\n\nThese fail too, and were not asked for:" + list(outcome.others);
  out += unstable(outcome);
  out += "\n\n" + effort(outcome) + "; the first that passed was number " +
         std::to_string(outcome.rank) + ". " + alternatives(outcome);
  if (!outcome.certainty_why.empty())
    out += "\n\nHow sure I am: " + std::string(name(outcome.certainty)) + ": " + outcome.certainty_why + ".";
  out +=
      "\n\nWhat I cannot know: whether this is what you meant. I know the code only through its "
      "tests; please read the change.";
  return out;
}

}  // namespace repair
