// What is said of a look, and what it comes to.

#include "claim_answer.h"

#include <algorithm>

#include "output_lines.h"
#include "text/cut.h"

namespace verify {
namespace {

constexpr std::size_t k_name_shown = 80;  // bytes of a test's name in a sentence

std::string elsewhere(const Look& look, const std::string& command) {
  const auto place = place_of(look.run->dir, look.run->root, look.action.dir);
  if (!place) return command + " ran outside of the project";
  return command + " ran in " + shown(*place) + ", not in the project's root";
}

std::string hidden(const Look& look, const std::string& command) {
  if (look.state == State::unbelievable)
    return command + " changes what its own names mean, so its exit code shows nothing";
  if (!look.filters.empty())
    return command + " hides the exit code behind `" + look.filters +
           "`, and its output does not tell how many passed";
  return command +
         " hides the exit code of the run, and its output does not tell how many passed";
}

bool prints_warnings(const Evidence& run) {
  const OutputLines lines(run.output);
  return std::any_of(lines.all().begin(), lines.all().end(), [](std::string_view line) {
    const bool is_none = has(line, "0 warning") || has(line, "no warning") || has(line, "-W");
    return !is_none &&
           (has(line, "warning:") || has(line, " warning)") || has(line, " warnings)") ||
            has(line, "warnings generated") || has(line, "warning generated"));
  });
}

}  // namespace

Trouble trouble_of(const Look& look, bool needs_whole) {
  if (look.state == State::hidden || look.state == State::unbelievable) return Trouble::hidden;
  if (look.state == State::unfinished) return Trouble::unfinished;
  if (look.state == State::no_test) return Trouble::no_test;
  if (!look.inside) return Trouble::elsewhere;
  if (!look.fresh) return Trouble::stale;
  if (look.run->other_tree) return Trouble::other_tree;
  if (look.built == 0 && look.run->event != 0) return Trouble::unbuilt;
  if (!look.run->own_script.empty() && !look.may_be_own) return Trouble::own_script;
  if (needs_whole && !look.at_root) return Trouble::elsewhere;
  if (needs_whole && !look.whole) return Trouble::part;
  return Trouble::none;
}

std::string why_not(const Look& look, Trouble trouble) {
  const std::string command = shown(look.run->command);
  switch (trouble) {
    case Trouble::none:
      break;
    case Trouble::own_script:
      return command + " runs " + shown(look.run->own_script) +
             ", which this session wrote or changed itself";
    case Trouble::part:
      return command + " runs only a part of the tests";
    case Trouble::elsewhere:
      return elsewhere(look, command);
    case Trouble::other_tree:
      return command + " ran on a tree with changes of its own that did not stay";
    case Trouble::stale:
      if (look.state == State::failed)
        return command + " failed, and was not run again after the last change";
      return command + " was only run before the last change";
    case Trouble::unbuilt:
      return command + " ran what was built before the last change";
    case Trouble::no_test:
      return command + (look.action.dry ? " runs no test" : " ran no test");
    case Trouble::unfinished:
      return command + " had not ended";
    case Trouble::hidden:
      return hidden(look, command);
  }
  return command;
}

void set(MarkedClaim& out, Mark mark, std::string why, const Look& look) {
  out.mark = mark;
  out.why = std::move(why);
  out.event = look.run->event;
}

std::string subject(const Look& look) {
  return look.run->by_harness
             ? "plumb's own run of " + shown(look.run->command) + " on the final tree"
             : shown(look.run->command);
}

std::string failed_sentence(const Look& look) {
  std::string why = subject(look);
  const Counts counts = look.counts();
  if (!look.run->ended) return why + " did not end";
  if (counts.failed > 0) {
    why += " failed: " + std::to_string(counts.failed) + " of " +
           tests_in_words(counts.passed + counts.failed);
    if (!counts.failing.empty())
      why += ", " + std::string(text::clip(counts.failing.front(), k_name_shown));
    return why;
  }
  return why + " ended with exit code " + std::to_string(look.run->exit_code);
}

std::string passed_sentence(const Look& look) {
  std::string why =
      subject(look) + (look.run->by_harness ? " passed" : " passed after the last change");
  if (look.counts().passed > 0) why += ": " + tests_in_words(look.counts().passed);
  return why;
}

std::string miscounted(const Meaning& meaning, const Look& look) {
  const Counts counts = look.counts();
  if (!meaning.passed && !meaning.total && !meaning.failed) return "";
  if (counts.passed < 0) return "?";
  const std::string said = subject(look) + " counted ";
  if (meaning.failed && *meaning.failed != counts.failed)
    return said + std::to_string(counts.failed) + " failed, not " +
           std::to_string(*meaning.failed);
  if (meaning.passed && *meaning.passed != counts.passed)
    return said + std::to_string(counts.passed) + " passed, not " +
           std::to_string(*meaning.passed);
  const std::int64_t ran = counts.passed + counts.failed;
  if (meaning.total && *meaning.total != ran)
    return said + tests_in_words(ran) + ", not " + std::to_string(*meaning.total);
  return "";
}

void decide(MarkedClaim& out, const Meaning& meaning, const Look& look) {
  const std::string other = miscounted(meaning, look);
  if (other == "?") {
    set(out, Mark::unproven,
        subject(look) + " ended well, but its output does not tell how many tests passed", look);
  } else if (!other.empty()) {
    set(out, Mark::refuted, other, look);
  } else if (meaning.spotless && prints_warnings(*look.run)) {
    set(out, Mark::unproven, subject(look) + " ended well, but printed warnings", look);
  } else {
    set(out, Mark::proven, passed_sentence(look), look);
  }
}

}  // namespace verify
