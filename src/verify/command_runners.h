#pragma once
// Readers of the command lines of test runners and build tools; command_kind.cpp calls them.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "command_kind.h"

namespace verify {

using Words = std::vector<std::string>;
using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view word, const Names& names);
/// A path without "./" in front and "/" behind.
std::string_view without_slash(std::string_view path);

/// How the options of a program are to be read.
struct Rules {
  Names takes = {};     ///< have a value behind them
  Names selects = {};   ///< choose a part of the tests
  Names dry = {};       ///< run nothing
  Names swallows = {};  ///< end with 0
};

/// Options into the action, the other words into the result, from word `from` on.
Words take_options(Action& action, const Words& words, std::size_t from, const Rules& rules);
/// Notes that only `what` is run.
void select(Action& action, std::string what);
/// The same for all words but those that name all there is.
void select_rest(Action& action, const Words& rest);
bool names_all(std::string_view word);
/// "test-unit" has the head "test", "unit-test" the tail "test".
bool has_head(std::string_view word, std::string_view head);
bool has_tail(std::string_view word, std::string_view tail);

void pytest(Action& action, const Words& argv);
void unittest(Action& action, const Words& argv);
void tox(Action& action, const Words& argv);
/// make, ninja, just, task, rake, invoke.
void make(Action& action, const Words& argv, bool builds_by_default);
/// jest, vitest, mocha and the like.
void js_runner(Action& action, const Words& argv);
/// npm, yarn, pnpm, bun: what they run is a script of package.json.
void npm(Action& action, const Words& argv);
const Rules& js_rules();
void cargo(Action& action, Words argv);
void go(Action& action, Words argv);
void ctest(Action& action, const Words& argv);
void cmake(Action& action, const Words& argv);
void meson(Action& action, const Words& argv);
void maven(Action& action, const Words& argv);
void gradle(Action& action, const Words& argv);

}  // namespace verify
