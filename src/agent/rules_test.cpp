#include "agent/rules.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

bool has(const std::string& path) { return path == "Makefile" || path == "vendor" || path == "src/core"; }

/// "never-touch hand: a b", "run-before-commit: make lint | make test", "advice"
std::string told(const Reading& reading) {
  std::string out(name(reading.kind));
  static constexpr const char* k_against[] = {"", " changes", " deletes", " creates", " hand"};
  if (reading.kind == RuleKind::never_touch) out += k_against[static_cast<int>(reading.against)];
  if (!reading.paths.empty()) out += ":";
  for (const auto& path : reading.paths) out += " " + path;
  for (std::size_t i = 0; i < reading.commands.size(); ++i) out += (i == 0 ? ": " : " | ") + reading.commands[i];
  return out;
}

struct Case {
  const char *sentence, *reading;
};

TEST(Rules, SentencesThatAreRules) {
  const Case cases[] = {
      {"Never touch `vendor/`.", "never-touch: vendor/"},
      {"never touch vendor/", "never-touch: vendor/"},
      {"Do not edit `package-lock.json`", "never-touch: package-lock.json"},
      {"Do not edit package-lock.json.", "never-touch: package-lock.json"},
      {"Don\u2019t modify anything in `src/generated/`!", "never-touch: src/generated/"},
      {"**NEVER** edit files under `third_party/` or `vendor/`.", "never-touch: third_party/ vendor/"},
      {"IMPORTANT: Never edit `a.json`, `b.json`, or `c.json` for any reason.", "never-touch: a.json b.json c.json"},
      {"You must never modify the `vendor` directory.", "never-touch: vendor"},
      {"You must not change the file `legacy/core.c`, it is verified formally.", "never-touch: legacy/core.c"},
      {"Please do not touch `Makefile`", "never-touch: Makefile"},
      {"Do not modify generated files (`gen/`, `*.pb.go`).", "never-touch: gen/ *.pb.go"},
      {"Never edit `schema.sql` \u2014 it is generated.", "never-touch: schema.sql"},
      {"Never edit `schema.sql`; edit `schema.in` instead.", "never-touch: schema.sql"},
      {"Never edit `api.pb.go` by hand; run `make proto`.", "never-touch hand: api.pb.go"},
      {"Do not manually edit `CHANGELOG.md`", "never-touch hand: CHANGELOG.md"},
      {"Never delete files in `migrations/`.", "never-touch deletes: migrations/"},
      {"Never rename or remove `db/schema.sql`", "never-touch deletes: db/schema.sql"},
      {"Do not add new files to `legacy/`", "never-touch creates: legacy/"},
      {"Do not edit existing migrations in `db/migrations/`.", "never-touch changes: db/migrations/"},
      {"Do not modify or delete `.env`", "never-touch: .env"},
      {"Never touch _build/", "never-touch: _build/"},
      {"Never edit *.lock files.", "never-touch: *.lock"},
      {"`vendor/` is off limits.", "never-touch: vendor/"},
      {"The `vendor/` folder must never be edited.", "never-touch: vendor/"},
      {"Leave `legacy/` alone.", "never-touch: legacy/"},
      {"`src/gen/` must not be edited by hand", "never-touch hand: src/gen/"},
      {"Run `make lint` before committing.", "run-before-commit: make lint"},
      {"Always run `npm test` and `npm run lint` before you commit.", "run-before-commit: npm test | npm run lint"},
      {"Run the full test suite with `make check` before every commit.", "run-before-commit: make check"},
      {"Before committing, run `cargo fmt --check`.", "run-before-commit: cargo fmt --check"},
      {"Before each commit: always run `./scripts/lint.sh`", "run-before-commit: ./scripts/lint.sh"},
      {"Before you commit, make sure `go test ./...` passes.", "run-before-commit: go test ./..."},
      {"`make test` must pass before committing.", "run-before-commit: make test"},
      {"Make sure to run `ruff check .` and fix all errors before committing your changes.", "run-before-commit: ruff check ."},
      {"Run `a-check`, `b-check` and `c-check` before pushing", "run-before-commit: a-check | b-check | c-check"},
      {"No new dependencies.", "no-new-dependencies"},
      {"no new dependencies", "no-new-dependencies"},
      {"Do not add new dependencies!", "no-new-dependencies"},
      {"Never introduce third-party libraries.", "no-new-dependencies"},
      {"Do not add any dependencies to `package.json`.", "no-new-dependencies"},
      {"New dependencies are not allowed, since we ship one file.", "no-new-dependencies"},
      {"No additional runtime dependencies may be added.", "no-new-dependencies"},
  };
  for (const auto& c : cases) EXPECT_EQ(told(read_sentence(c.sentence, has)), c.reading) << c.sentence;
}

TEST(Rules, SentencesThatAreOnlyAdvice) {
  const char* sentences[] = {
      "Never edit `vendor/` unless the task asks for it.",
      "Do not touch `vendor/` without asking.",
      "If you can, do not edit `vendor/`.",
      "Do not modify `self.state` directly.",
      "Never change `config.timeout` at run time.",
      "Never edit code you do not understand.",
      "Do not change input/output handling.",
      "Do not touch and/or logic",
      "Never modify Node.js globals.",
      "Prefer not to edit `vendor/`.",
      "Try not to touch `vendor/`.",
      "You should not edit `vendor/`.",
      "Avoid editing `vendor/`.",
      "We never edit `vendor/`.",
      "Never edit `a.py` in the same commit as `b.py`.",
      "Do not edit `a.py` before reading it.",
      "Do not edit `a.py` and tests of it together.",
      "Never edit `*`.",
      "Never edit `**/*`.",
      "Never edit `../other/x.c`.",
      "Never edit `/etc/passwd`.",
      "Never commit `.env`.",
      "Why do we never edit `vendor/`?",
      "The tool does not edit `vendor/`.",
      "Do not say \"never edit `vendor/`\".",
      "Edit `vendor/` never mind the warnings.",
      "Run the tests before committing.",
      "Run `make lint` or `make check` before committing.",
      "Run `make lint` before committing if you changed C code.",
      "Run `make lint` before merging to main.",
      "Run `make lint` often.",
      "Run `npm run test:watch` before committing.",
      "Run `git diff` before committing.",
      "Run `pytest tests/test_<name>.py` before committing.",
      "Do not run `make lint` before committing.",
      "Update `CHANGELOG.md` before committing.",
      "Before committing, read `CONTRIBUTING.md`.",
      "Before committing, consider to run `make lint` when it is quick.",
      "Run `setup.py` before committing.",
      "No dependencies.",
      "Avoid new dependencies.",
      "No new dependencies without approval.",
      "Do not add dependencies unless necessary.",
      "Do not install packages globally.",
      "New dependencies are listed in `package.json`.",
      "No new modules.",
      "Keep dependencies up to date.",
      "",
      "`",
      "....",
  };
  for (const auto* sentence : sentences) EXPECT_EQ(told(read_sentence(sentence, has)), "advice") << sentence;
}

std::string all(const std::string& text) {
  std::string out;
  for (const auto& rule : read_rules({"/p/AGENTS.md", text}, has))
    out += std::to_string(rule.line) + " " + told(rule) + "  [" + rule.text + "]\n";
  return out;
}

TEST(Rules, AreFoundInMarkdown) {
  EXPECT_EQ(all("# Project\n"
                "Uses C. Never touch\n"
                "`vendor/`. Be kind.\n"
                "\n"
                "- Run `make lint` before\n"
                "  committing.\n"
                "- No new dependencies\n"),
            "2 advice  [Uses C.]\n"
            "2 never-touch: vendor/  [Never touch `vendor/`.]\n"
            "3 advice  [Be kind.]\n"
            "5 run-before-commit: make lint  [Run `make lint` before committing.]\n"
            "7 no-new-dependencies  [No new dependencies]\n");
}

TEST(Rules, AListSharesItsLead) {
  EXPECT_EQ(all("Never edit:\n\n- `vendor/` (third party)\n* `a.lock`\n- things\n"),
            "1 advice  [Never edit:]\n"
            "3 never-touch: vendor/  [Never edit `vendor/` (third party)]\n"
            "4 never-touch: a.lock  [Never edit `a.lock`]\n"
            "5 advice  [things]\n");
  EXPECT_EQ(all("## Do not touch\n- `vendor/`\n\n## Other\n- `gen/`\n"),
            "2 never-touch: vendor/  [Do not touch `vendor/`]\n"
            "5 advice  [`gen/`]\n");
  EXPECT_EQ(all("Before committing, run:\n```sh\n# both\n$ make lint   # style\nmake test\n```\n"),
            "1 advice  [Before committing, run:]\n"
            "4 run-before-commit: make lint  [Before committing, run `make lint`]\n"
            "5 run-before-commit: make test  [Before committing, run `make test`]\n");
  EXPECT_EQ(all("## Before you commit\n- Run `make lint`\n"), "2 run-before-commit: make lint  [Before you commit, Run `make lint`]\n");
}

TEST(Rules, WhatIsNoProseIsNoRule) {
  EXPECT_EQ(all("---\nno: new dependencies\n---\n<!-- Never edit `a.c` -->\n<!--\nNever edit `a.c`\n-->\n"
                "> Never edit `a.c`\n\n```\nNever edit `a.c`\n```\n| Never edit `a.c` |\n\n    Never edit `a.c`\n\n"
                "## Examples\nNever edit `a.c`\n### More\nNever edit `b.c`\n## Rules\n~~Never edit `a.c`~~\n"),
            "");
}

TEST(Rules, TheNextSentenceCanTakeItBack) {
  EXPECT_EQ(all("Never edit `a.c`. Unless it is broken.\n"), "1 advice  [Never edit `a.c`.]\n1 advice  [Unless it is broken.]\n");
  EXPECT_EQ(all("No new dependencies. The only exception is zlib.\n"), "1 advice  [No new dependencies.]\n1 advice  [The only exception is zlib.]\n");
}

TEST(Rules, AnyBytesAreRead) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "- Never edit `a" + std::to_string(i) + ".c`\n";
  EXPECT_EQ(read_rules({"/x", text}, has).size(), k_rules_max);
  (void)all(std::string("\0`\xff``- [ ]\n# \n- \n1.\n```", 24));
  (void)all(std::string(100000, '*'));
  (void)all(std::string(100000, '`'));
  (void)all("- " + std::string(100000, '('));
}

}  // namespace
}  // namespace agent
