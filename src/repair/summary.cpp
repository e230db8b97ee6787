// An outcome as it is told to a language model: short, since every word is paid.

#include <algorithm>

#include "repair/repair.h"
#include "text/cut.h"

namespace repair {
namespace {

constexpr std::size_t k_names_max = 8;
constexpr std::size_t k_name_max = 200;
constexpr std::size_t k_diff_max = 2000;

std::string count(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), k_names_max); ++i)
    out += (i == 0 ? "" : ", ") + std::string(text::clip(names[i], k_name_max));
  if (names.size() > k_names_max) out += " and " + std::to_string(names.size() - k_names_max) + " more";
  return out;
}

std::string effort(const Outcome& outcome) {
  return count(outcome.tried, "edit") + " of " + count(outcome.functions, "function") + " in " +
         std::to_string((outcome.search_ms + 500) / 1000) + " s";
}

std::string line(const std::string& text) {
  return text + "\n";
}

}  // namespace

std::string summary(const Outcome& outcome) {
  std::string out;
  if (!outcome.proposal) {
    if (outcome.before.passed()) return "`" + outcome.before.check.command + "` passes: no test fails.\n";
    out += line("No fix: " + outcome.why_not + (outcome.tried > 0 ? " (" + effort(outcome) + ")." : "."));
    if (!outcome.first_error.empty()) out += line("Its first error: " + outcome.first_error);
    if (outcome.hint)
      out += "This one makes some of the tests pass and breaks none:\n" + text::keep_ends(outcome.hint->diff, k_diff_max);
    if (!outcome.failing.empty()) out += line("Failing: " + list(outcome.failing));
  } else {
    std::vector<std::string> fixed;
    for (const auto& name : outcome.failing)
      if (std::find(outcome.left.begin(), outcome.left.end(), name) == outcome.left.end()) fixed.push_back(name);
    out += line((outcome.left.empty() && outcome.others.empty() ? "With it `" + outcome.after.check.command + "` passes in a fresh copy"
                                                               : "With it nothing fails in a fresh copy that passed before") +
                ". Fixed: " + list(fixed));
    if (!outcome.left.empty()) out += line("Still failing: " + list(outcome.left));
    if (!outcome.rivals.empty()) {
      out += line("The tests cannot tell it from " + (outcome.rivals.size() == 1 ? std::string("this") : "these") + ", ranked lower:");
      for (const auto& rival : outcome.rivals) {
        out += text::keep_ends(rival.proposal.diff, k_diff_max);
        if (rival.contrast)
          out += line(rival.contrast->call + " gives " + rival.contrast->mine + " with mine, " + rival.contrast->theirs + " with this");
      }
    } else {
      out += line("No other edit that was tried passes (" + effort(outcome) + ").");
    }
  }
  if (outcome.proposal && !outcome.certainty_why.empty()) out += line("How sure: " + std::string(name(outcome.certainty)) + ", " + outcome.certainty_why);
  if (!outcome.others.empty()) out += line("Not asked for, and failing: " + list(outcome.others));
  if (!outcome.unstable.empty()) out += line("Fail only together with others (order, time or chance): " + list(outcome.unstable));
  return out;
}

std::string takeover(const Outcome& outcome) {
  if (outcome.before.passed()) return "`" + outcome.before.check.command + "` passes as it is: no test fails.";
  if (outcome.tried == 0) return "A search for a small edit was tried first, without success: " + outcome.why_not + ".";
  return "A search for a small edit was tried first, without success (" + effort(outcome) + "): " + outcome.why_not +
         ". Failing: " + list(outcome.failing) + ".";
}

}  // namespace repair
