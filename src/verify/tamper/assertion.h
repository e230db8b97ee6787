#pragma once
// What a test demands, in whatever words: `assert x == 3`, `EXPECT_EQ(3, x)`, `expect(x).toBe(3)`,
// `if x != 3 { t.Error() }` are the same assertion here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "code/language.h"
#include "tamper/tokens.h"

namespace verify::tamper {

enum class Form : std::uint8_t {
  equal,
  not_equal,
  approx,    ///< extra: the tolerance
  ordering,  ///< extra: "<", "<=" (a > b is b < a)
  contains,
  not_contains,
  matches,  ///< a pattern, a part of an object, a snapshot
  type,
  null,
  not_null,
  truthy,
  falsy,
  raises,  ///< expected: the type, extra: the message
  not_raises,
  custom,  ///< a call of a helper that asserts: subject is its name
  any_of,  ///< alternatives
  always_true,
};

/// How much a form demands; a smaller number is a weaker test.
int strength(Form form);

struct Assertion {
  Form form = Form::truthy;
  Tokens subject, expected;
  std::string extra;
  std::vector<std::string> alternatives;  ///< keys, of any_of
  std::string shown;                      ///< as written, on one line
  std::size_t line = 0;
  std::vector<std::string> guards;  ///< conditions on which it is reached
  bool dead = false;                ///< is never reached
  bool swallowed = false;           ///< its failure is caught

  /// The same for assertions that demand the same.
  [[nodiscard]] std::string key() const;
  [[nodiscard]] std::vector<std::string> literals() const;
};

/// What being true of `condition` demands; of its being false if `negated`. A conjunction gives
/// several. Python's tuple `(x, "message")` is always true.
std::vector<Assertion> read_condition(Tokens condition, bool negated, code::Language language);

/// What a call demands, by its name: "self.assertEqual", "EXPECT_EQ", "assert.equal",
/// "assert_eq!". Empty if it is no assertion.
std::vector<Assertion> read_call(std::string_view callee, const std::vector<Tokens>& arguments,
                                 code::Language language);

/// What a chain demands: expect(x).not.toBe(3), assertThat(x).isEqualTo(3), x.should.equal(3).
/// Empty if it is none.
std::vector<Assertion> read_chain(const Tokens& tokens, code::Language language);

/// True for names by which people call helpers that assert: assert_valid, checkResult, verifyAll.
bool is_assertion_name(std::string_view name);

}  // namespace verify::tamper
