// The grammar of enforceable sentences. It is anchored at both ends: what a sentence begins with must be the command,
// and what it ends with must be nothing, an emphasis ("under any circumstances") or a reason ("since it is generated").
// Everything else is advice: a rule that forbids what its author did not mean costs more than one that is not enforced.

#include <algorithm>
#include <array>

#include "agent/rules.h"
#include "rule_words.h"

namespace agent {

namespace {

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

/// Doors left open. In a reason ("since only the generator writes it") they do no harm to the rule, but who can tell.
constexpr std::array k_conditions = {
    std::string_view("unless"), std::string_view("except"), std::string_view("without"), std::string_view("until"),
    std::string_view("if"), std::string_view("when"), std::string_view("whenever"), std::string_view("while"),
    std::string_view("only"), std::string_view("but"), std::string_view("however"), std::string_view("excluding"),
    std::string_view("besides"), std::string_view("apart"), std::string_view("otherwise"), std::string_view("unnecessarily"),
    std::string_view("needed"), std::string_view("necessary"), std::string_view("possible"), std::string_view("permission"),
    std::string_view("approval"), std::string_view("asking"), std::string_view("asked"), std::string_view("confirm"),
    std::string_view("though"), std::string_view("although"), std::string_view("lightly")};

bool is_condition(const Word& word) { return word.kind == Word::Kind::word && is_in(k_conditions, word.low); }

bool leaves_a_door_open(const std::vector<Word>& words) { return std::any_of(words.begin(), words.end(), is_condition); }

/// "IMPORTANT:", "Please", "You must": what may stand before a command.
void skip_lead(Cursor& at) {
  for (const Word* word = at.peek(); word != nullptr && word->kind != Word::Kind::code && !word->raw.empty() &&
                                     static_cast<unsigned char>(word->raw.front()) >= 0xE2;
       word = at.peek())
    at.next();   // warning signs and the like
  if (const Word* mark = at.peek(1); mark != nullptr && (mark->low == ":" || mark->low == "!") &&
                                     at.take_one_of({"important", "note", "warning", "rule", "critical", "caution", "reminder", "attention"}))
    at.next();
  at.take("please");
  if (const Word* next = at.peek(1); next != nullptr && (next->low == "must" || next->low == "never" || next->low == "may"))
    at.take_one_of({"you", "agents", "assistants", "contributors"});
}

/// Nothing, an emphasis, or a reason.
bool ends_well(Cursor& at, Against* against = nullptr) {
  for (;;) {
    if (at.take_phrase({"by hand", "manually", "directly", "yourself"})) {
      if (against != nullptr && *against == Against::anything) *against = Against::hand;
      continue;
    }
    if (at.take_phrase({"ever", "at all", "under any circumstances", "under any circumstance", "in any way", "for any reason",
                        "no matter what", "please", "either", "anywhere", "in this repository", "in this repo", "in this project"}))
      continue;
    break;
  }
  if (at.at_end()) return true;
  if (at.take_one_of({".", "!", ",", ";", ":", "--", "-", "(", "because", "since"})) return true;   // conditions were looked for
  return at.take_phrase({"as it", "as they", "as these", "as this", "as that", "as those", "which are", "which is", "that are generated", "that is generated"});
}

// ---- paths ----

constexpr std::array k_extensions = {
    std::string_view("py"), std::string_view("js"), std::string_view("mjs"), std::string_view("cjs"), std::string_view("ts"),
    std::string_view("tsx"), std::string_view("jsx"), std::string_view("json"), std::string_view("json5"), std::string_view("lock"),
    std::string_view("lockb"), std::string_view("md"), std::string_view("yml"), std::string_view("yaml"), std::string_view("toml"),
    std::string_view("xml"), std::string_view("c"), std::string_view("cc"), std::string_view("cpp"), std::string_view("cxx"),
    std::string_view("h"), std::string_view("hpp"), std::string_view("rs"), std::string_view("go"), std::string_view("java"),
    std::string_view("kt"), std::string_view("kts"), std::string_view("gradle"), std::string_view("rb"), std::string_view("php"),
    std::string_view("cs"), std::string_view("swift"), std::string_view("sql"), std::string_view("txt"), std::string_view("cfg"),
    std::string_view("ini"), std::string_view("env"), std::string_view("csv"), std::string_view("html"), std::string_view("css"),
    std::string_view("scss"), std::string_view("sh"), std::string_view("sum"), std::string_view("mod"), std::string_view("proto"),
    std::string_view("snap"), std::string_view("cmake"), std::string_view("in"), std::string_view("svg"), std::string_view("png"),
    std::string_view("pem"), std::string_view("key"), std::string_view("pdf"), std::string_view("rst"), std::string_view("graphql"),
    std::string_view("prisma"), std::string_view("tf"), std::string_view("tfvars"), std::string_view("pyi"), std::string_view("vue")};

constexpr std::array k_nouns_of_one = {std::string_view("file"), std::string_view("files"), std::string_view("folder"),
                                       std::string_view("folders"), std::string_view("directory"), std::string_view("directories"),
                                       std::string_view("dir"), std::string_view("tree"), std::string_view("lockfile"),
                                       std::string_view("itself"), std::string_view("contents"), std::string_view("subtree")};

/// What may stand between the verb and the paths.
constexpr std::array k_nouns = {
    std::string_view("the"), std::string_view("any"), std::string_view("all"), std::string_view("anything"), std::string_view("everything"),
    std::string_view("of"), std::string_view("files"), std::string_view("file"), std::string_view("folder"), std::string_view("folders"),
    std::string_view("directory"), std::string_view("directories"), std::string_view("content"), std::string_view("contents"),
    std::string_view("code"), std::string_view("generated"), std::string_view("auto-generated"), std::string_view("autogenerated"),
    std::string_view("vendored"), std::string_view("existing"), std::string_view("third-party"), std::string_view("in"), std::string_view("under"),
    std::string_view("inside"), std::string_view("within"), std::string_view("below"), std::string_view("our"), std::string_view("this"),
    std::string_view("these"), std::string_view("sources"), std::string_view("source"), std::string_view("test"), std::string_view("tests"),
    std::string_view("migrations"), std::string_view("migration"), std::string_view("lock"), std::string_view("lockfile"),
    std::string_view("lockfiles"), std::string_view("config"), std::string_view("configuration"), std::string_view("fixtures"),
    std::string_view("snapshots"), std::string_view("docs"), std::string_view("schema"), std::string_view("legacy"), std::string_view("entire"),
    std::string_view("whole"), std::string_view("root"), std::string_view("committed"), std::string_view("build"), std::string_view("new"), std::string_view("following"),
    std::string_view("paths"), std::string_view(":")};

bool could_be_path(std::string_view raw) {
  if (raw.empty() || raw.size() > 200 || raw.find("://") != std::string_view::npos || raw.find("..") != std::string_view::npos) return false;
  if (raw.front() == '/' || raw.front() == '~' || raw.front() == '-' || raw.front() == '!' || raw.front() == '@' || raw.front() == '$') return false;
  for (const char c : raw) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) >= 0x80);
    if (!is_plain && std::string_view("._-/*?+@[]").find(c) == std::string_view::npos) return false;
  }
  // A star alone would forbid everything.
  return std::any_of(raw.begin(), raw.end(), [](char c) { return c != '*' && c != '/' && c != '?' && c != '.'; });
}

bool has_known_extension(std::string_view raw) {
  const auto name = raw.substr(raw.find_last_of('/') == std::string_view::npos ? 0 : raw.find_last_of('/') + 1);
  const auto dot = name.find_last_of('.');
  return dot != std::string_view::npos && dot + 1 < name.size() && is_in(k_extensions, small_letters(name.substr(dot + 1)));
}

/// A word that stands for a path in the middle of prose, or a code span that does: `self.state` is none.
bool is_path(const Word& word, bool named, const HasPath& has) {
  if (word.kind == Word::Kind::mark || !could_be_path(word.raw)) return false;
  if (has_known_extension(word.raw)) {
    static constexpr std::array k_names = {std::string_view("node.js"), std::string_view("vue.js"), std::string_view("next.js"),
                                           std::string_view("d3.js"), std::string_view("react.js"), std::string_view("express.js"),
                                           std::string_view("three.js")};   // products
    return word.kind == Word::Kind::code || !is_in(k_names, word.low) || has(word.raw);
  }
  const bool looks = word.raw.ends_with('/') || word.raw.find('*') != std::string::npos || word.raw.starts_with("./");
  const bool is_dotfile = word.raw.size() > 2 && word.raw.front() == '.';
  if (word.kind == Word::Kind::word) return looks || is_dotfile || (named && word.raw.find('/') != std::string::npos) || (word.raw.find('/') != std::string::npos && has(word.raw));
  return looks || is_dotfile || named || word.raw.find('/') != std::string::npos || has(word.raw);
}

bool names_one(const Word* word) { return word != nullptr && word->kind == Word::Kind::word && is_in(k_nouns_of_one, word->low); }

/// PATH [file] ((, | and | or) PATH [file])*
std::vector<std::string> take_paths(Cursor& at, bool named, const HasPath& has) {
  std::vector<std::string> paths;
  for (;;) {
    const std::size_t start = at.place();
    if (!paths.empty()) {
      bool joined = at.take(",");
      joined = at.take_one_of({"and", "or", "nor", "&"}) || joined;
      if (!joined) return paths;
      at.take("the");
      while (names_one(at.peek()) && at.peek(1) != nullptr && at.peek(1)->kind == Word::Kind::code) {
        named = true;
        at.next();
      }
      at.take_one_of({"in", "under"});
    }
    const bool quoted = at.take("\"");
    const Word* word = at.peek();
    if (word == nullptr || !is_path(*word, named || quoted || names_one(at.peek(1)), has)) {
      at.go_to(start);
      return paths;
    }
    paths.push_back(word->raw);
    at.next();
    if (quoted) at.take("\"");
    while (names_one(at.peek())) at.next();
  }
}

// ---- never ----

bool take_never(Cursor& at) {
  return at.take_phrase({"never ever", "never", "do not ever", "do not", "don't ever", "don't", "dont", "must not", "must never", "mustn't", "may not", "may never"});
}

struct Verbs {
  bool any = false, all = false, deletes = false, creates = false;
};

/// edit, modify or delete; move/rename
Verbs take_verbs(Cursor& at) {
  Verbs verbs;
  for (;;) {
    const std::size_t start = at.place();
    if (verbs.any) {
      bool joined = at.take(",");
      joined = at.take_one_of({"or", "and", "nor", "/"}) || joined;
      if (!joined) return verbs;
    }
    at.take_one_of({"manually", "directly", "ever"});
    if (at.take_phrase({"touch", "edit", "modify", "change", "alter", "overwrite", "update", "hand-edit", "rewrite", "write to", "write into",
                        "make changes to", "make any changes to", "make edits to", "edit/modify", "reformat", "refactor", "mess with"})) {
      verbs.all = true;
    } else if (at.take_one_of({"delete", "remove", "move", "rename"})) {
      verbs.deletes = true;
    } else if (at.take_phrase({"create files", "create new files", "create anything", "add files", "add new files", "add anything", "put files", "put anything"})) {
      verbs.creates = true;
      if (!at.take_one_of({"in", "to", "under", "into", "inside"})) return {};
    } else {
      if (verbs.any) at.go_to(start);
      return verbs;
    }
    verbs.any = true;
  }
}

bool is_by_hand(const Word& word) { return word.low == "manually" || word.low == "directly" || word.low == "hand-edit"; }

Reading never_touch(Cursor at, const std::vector<Word>& words, const HasPath& has) {
  Reading out;
  if (!take_never(at)) return out;
  const std::size_t verb = at.place();
  const Verbs verbs = take_verbs(at);
  if (!verbs.any || (verbs.creates && (verbs.all || verbs.deletes))) return out;
  const bool by_hand = std::any_of(words.begin() + static_cast<std::ptrdiff_t>(verb), words.begin() + static_cast<std::ptrdiff_t>(at.place()), is_by_hand);
  Against against = verbs.all ? Against::anything : verbs.deletes ? Against::deletes : Against::creates;
  bool named = false, existing = false;
  while (at.peek() != nullptr && at.peek()->kind != Word::Kind::code && is_in(k_nouns, at.peek()->low) && !is_path(*at.peek(), false, [](const auto&) { return false; })) {
    existing = existing || at.peek()->low == "existing";
    named = named || is_in(k_nouns_of_one, at.peek()->low) || at.peek()->low == "in" || at.peek()->low == "under" || at.peek()->low == "inside";
    at.next();
  }
  const bool in_brackets = at.take("(");
  auto paths = take_paths(at, named || verbs.creates, has);
  if (paths.empty() || (in_brackets && !at.take(")"))) return out;
  if (existing && against == Against::anything) against = Against::changes;
  if (by_hand && against == Against::anything) against = Against::hand;
  if (!ends_well(at, &against)) return out;
  out.kind = RuleKind::never_touch;
  out.against = against;
  out.paths = std::move(paths);
  return out;
}

/// "`vendor/` is off limits", "leave `x` alone", "`gen/` must never be edited".
Reading hands_off(Cursor at, const HasPath& has) {
  Reading out;
  const bool leave = at.take("leave");
  const bool keep = !leave && at.take_phrase({"stay out of", "keep your hands off", "keep out of", "hands off"});
  bool named = false;
  while (at.take_one_of({"the", "files", "file", "folder", "directory", "everything", "in", "under", "all", "anything"})) named = true;
  auto paths = take_paths(at, named, has);
  if (paths.empty()) return out;
  Against against = Against::anything;
  bool good = keep;
  if (leave) good = at.take_phrase({"alone", "untouched", "unchanged", "as is", "as they are", "as it is"});
  if (!leave && !keep) {
    if (at.take_phrase({"is off limits", "are off limits", "is off-limits", "are off-limits", "is read-only", "are read-only"})) {
      good = true;
    } else if (at.take_phrase({"must never be", "must not be", "should never be", "may not be", "may never be", "is not to be", "are not to be", "can never be"})) {
      at.take_one_of({"manually", "directly"});
      const bool deleted = at.take_one_of({"deleted", "removed", "renamed", "moved"});
      if (deleted) against = Against::deletes;
      good = deleted || at.take_one_of({"edited", "modified", "changed", "touched", "altered", "updated", "overwritten", "hand-edited"});
    }
  }
  if (!good || !ends_well(at, &against)) return out;
  out.kind = RuleKind::never_touch;
  out.against = against;
  out.paths = std::move(paths);
  return out;
}

// ---- run before commit ----

bool take_commit(Cursor& at) {
  if (!at.take_phrase({"you commit", "committing", "making a commit", "creating a commit", "each commit", "every commit", "any commit", "all commits", "a commit",
                       "the commit", "your commit", "commit", "commits", "git commit", "you push", "pushing", "each push", "every push", "any push", "push", "you finish", "finishing",
                       "you are done", "you're done", "submitting a pull request", "submitting a pr", "opening a pull request", "opening a pr",
                       "creating a pull request", "creating a pr", "submitting", "declaring the task done", "completing a task", "completing the task",
                       "finishing a task", "finishing the task", "finishing your work"})) {
    if (at.sees_code() && at.peek()->low == "git commit") { at.next(); return true; }
    return false;
  }
  at.take_phrase({"your changes", "your work", "your code", "any changes", "any code", "any change", "changes", "a change", "the change", "anything", "code", "work", "the task", "a task"});
  at.take_phrase({"or pushing", "and pushing", "or push", "and push", "or opening a pr", "or opening a pull request"});
  return true;
}

bool is_command(std::string_view text) {
  if (text.empty() || text.size() > 300 || text.find_first_of("<>\n`") != std::string_view::npos || text.find("...") != std::string_view::npos) {
    if (text.find("./...") == std::string_view::npos || text.find_first_of("<>\n`") != std::string_view::npos || text.size() > 300) return false;
  }
  for (const std::string_view never : {"--watch", " watch", ":watch", "path/to", " start", " dev", " serve"})
    if (text.find(never) != std::string_view::npos) return false;
  const std::string_view first = text.substr(0, text.find(' '));
  if (first == "git" || first == "cd" || first == "sudo" || first == "rm" || first == "plumb") return false;
  for (const char c : first)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("._-/+=").find(c) != std::string_view::npos)) return false;
  // `setup.py` is a file, `./run.sh` a command.
  return first.size() < text.size() || first.find('/') != std::string_view::npos || !has_known_extension(first);
}

/// `a`, `b` and `c`: commands one after the other. None where one of them is no command, or they are alternatives.
std::vector<std::string> take_commands(Cursor& at) {
  std::vector<std::string> commands;
  at.take("both");
  for (;;) {
    if (!at.sees_code() || !is_command(at.peek()->raw)) return {};
    commands.push_back(at.peek()->raw);
    at.next();
    const std::size_t start = at.place();
    bool joined = at.take(",");
    joined = at.take_one_of({"and", "then", "&&", "&"}) || joined;
    joined = at.take("then") || joined;
    at.take("run");
    if (!joined || !at.sees_code()) {
      at.go_to(start);
      if (at.take_one_of({"or", "/"}) || at.sees_code()) return {};
      return commands;
    }
  }
}

/// At most `most` words in front of code or of "before": "the full test suite with".
void skip_filler(Cursor& at, std::size_t most) {
  for (std::size_t i = 0; i < most && !at.at_end() && !at.sees_code() && !at.sees("before"); ++i) {
    const Word& word = *at.peek();
    if (word.kind == Word::Kind::mark && word.low != ":" && word.low != "(" && word.low != ")" && word.low != ",") return;
    if (word.low == "not" || word.low == "never") return;
    at.next();
  }
}

bool take_always(Cursor& at) {
  bool any = false;
  while (at.take_phrase({"always", "make sure to", "be sure to", "remember to", "make sure you", "ensure you", "please", "you must", "must", "you should always", "also", "first"})) any = true;
  return any;
}

/// "run `a`", "make sure `a` passes"; the commands.
std::vector<std::string> take_run(Cursor& at) {
  if (at.take_phrase({"run", "execute", "re-run", "rerun"})) {
    skip_filler(at, 8);
    auto commands = take_commands(at);
    at.take(")");
    return commands;
  }
  if (!at.take_phrase({"make sure that", "make sure", "ensure that", "ensure", "verify that", "check that"})) return {};
  auto commands = take_commands(at);
  if (!at.take_phrase({"passes", "pass", "succeeds", "succeed", "is green", "are green", "runs clean", "exits with 0", "is clean", "still passes", "still pass"})) return {};
  return commands;
}

Reading run_first(Cursor at) {
  Reading out;
  std::vector<std::string> commands;
  if (at.take("before")) {
    if (!take_commit(at)) return out;
    at.take_one_of({",", ":"});
    take_always(at);
    commands = take_run(at);
    if (commands.empty() || !ends_well(at)) return out;
  } else {
    take_always(at);
    commands = take_run(at);
    if (commands.empty() && at.sees_code()) {   // "`a` must pass before you commit"
      commands = take_commands(at);
      if (!at.take_phrase({"must pass", "must succeed", "has to pass", "have to pass", "must be run", "must be green", "needs to pass"})) return out;
    }
    if (commands.empty()) return out;
    skip_filler(at, 8);
    if (!at.take("before") || !take_commit(at) || !ends_well(at)) return out;
  }
  out.kind = RuleKind::run_first;
  out.commands = std::move(commands);
  return out;
}

// ---- dependencies ----

bool take_dependencies(Cursor& at) {
  while (at.take_one_of({"any", "new", "additional", "extra", "more", "other", "further", "external", "third-party", "3rd-party", "runtime", "npm", "pip",
                         "python", "production", "project", "cargo", "go", "package", "unneeded"})) {
  }
  if (at.take_one_of({"dependencies", "dependency", "deps", "packages", "libraries", "library", "crates"})) {
    at.take_phrase({"to the project", "to this project", "to the repo", "to this repo", "to the repository", "here"});
    if (at.take_one_of({"to", "in"})) {
      if (!at.sees_code() || !has_known_extension(at.peek()->raw)) return false;
      at.next();
    }
    return true;
  }
  return false;
}

Reading no_dependencies(Cursor at) {
  Reading out;
  bool good = false;
  if (take_never(at)) {
    good = at.take_phrase({"add or install", "add", "introduce", "install", "pull in", "bring in"}) && take_dependencies(at);
  } else if (at.take("no")) {
    if (at.take_one_of({"new", "additional", "extra", "more", "further", "added"})) good = take_dependencies(at);
  } else if (at.take_phrase({"new dependencies", "additional dependencies", "new third-party dependencies", "adding dependencies", "adding new dependencies"})) {
    good = at.take_phrase({"are not allowed", "are forbidden", "are prohibited", "are not permitted", "is not allowed", "is forbidden", "is prohibited", "must not be added", "must never be added"});
  }
  if (!good) return out;
  at.take_phrase({"may be added", "are allowed", "allowed", "are to be added"});
  if (!ends_well(at)) return out;
  out.kind = RuleKind::no_dependencies;
  return out;
}

}  // namespace

std::string_view name(RuleKind kind) {
  switch (kind) {
    case RuleKind::advice: return "advice";
    case RuleKind::never_touch: return "never-touch";
    case RuleKind::run_first: return "run-before-commit";
    case RuleKind::no_dependencies: return "no-new-dependencies";
  }
  return "advice";
}

Reading read_sentence(std::string_view sentence, const HasPath& has) {
  constexpr std::size_t k_sentence_max = 2000;
  if (sentence.size() > k_sentence_max) return {};
  const auto words = words_of(sentence);
  if (words.empty() || leaves_a_door_open(words) || words.back().low == "?") return {};
  Cursor at(words);
  skip_lead(at);
  for (auto reading : {never_touch(at, words, has), hands_off(at, has), run_first(at), no_dependencies(at)})
    if (reading.kind != RuleKind::advice) return reading;
  return {};
}

}  // namespace agent
