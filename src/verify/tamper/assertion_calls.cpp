// Assertions that are calls. There are some hundred names in the runners of nine languages, but few
// roots: assertEqual, EXPECT_EQ, assert_eq!, assert.strictEqual and CHECK_EQ all say "equal" once
// prefix, case and underscores are gone. A name with such a prefix and an unknown root is a helper
// of somebody's own: it is compared by its arguments.
#include <algorithm>
#include <array>

#include "tamper/assertion.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;

/// How the arguments stand.
enum class Shape : std::uint8_t {
  two,        ///< subject and expected, in any order
  one,        ///< a condition
  subject,    ///< a value
  in,         ///< member, container
  container,  ///< container, member
  ordered,    ///< left, right; extra is the sign
  thrown,     ///< type and what throws it, in the order of the language
  length,     ///< value, its length
};

struct Root {
  std::string_view name;
  Form form;
  Shape shape;
  std::string_view extra = {};
};

constexpr Root k_roots[] = {
    {"equal", Form::equal, Shape::two},
    {"equals", Form::equal, Shape::two},
    {"eq", Form::equal, Shape::two},
    {"strictequal", Form::equal, Shape::two},
    {"deepequal", Form::equal, Shape::two},
    {"deepstrictequal", Form::equal, Shape::two},
    {"same", Form::equal, Shape::two},
    {"is", Form::equal, Shape::two},
    {"streq", Form::equal, Shape::two},
    {"strcaseeq", Form::equal, Shape::two},
    {"floateq", Form::equal, Shape::two},
    {"doubleeq", Form::equal, Shape::two},
    {"sequenceequal", Form::equal, Shape::two},
    {"listequal", Form::equal, Shape::two},
    {"dictequal", Form::equal, Shape::two},
    {"setequal", Form::equal, Shape::two},
    {"tupleequal", Form::equal, Shape::two},
    {"multilineequal", Form::equal, Shape::two},
    {"countequal", Form::equal, Shape::two},
    {"itemsequal", Form::equal, Shape::two},
    {"arrayequals", Form::equal, Shape::two},
    {"arrayequal", Form::equal, Shape::two},
    {"iterableequals", Form::equal, Shape::two},
    {"linesmatch", Form::equal, Shape::two},
    {"inteq", Form::equal, Shape::two},
    {"uinteq", Form::equal, Shape::two},
    {"ptreq", Form::equal, Shape::two},
    {"intequal", Form::equal, Shape::two},
    {"stringequal", Form::equal, Shape::two},
    {"equalstring", Form::equal, Shape::two},
    {"equalint", Form::equal, Shape::two},
    {"equalvalues", Form::equal, Shape::two},
    {"exactly", Form::equal, Shape::two},
    {"elementsmatch", Form::equal, Shape::two},
    {"jsoneq", Form::equal, Shape::two},
    {"yamleq", Form::equal, Shape::two},
    {"compare", Form::equal, Shape::two},
    {"notequal", Form::not_equal, Shape::two},
    {"notequals", Form::not_equal, Shape::two},
    {"ne", Form::not_equal, Shape::two},
    {"notstrictequal", Form::not_equal, Shape::two},
    {"notdeepequal", Form::not_equal, Shape::two},
    {"notdeepstrictequal", Form::not_equal, Shape::two},
    {"isnot", Form::not_equal, Shape::two},
    {"strne", Form::not_equal, Shape::two},
    {"notsame", Form::not_equal, Shape::two},
    {"almostequal", Form::approx, Shape::two},
    {"near", Form::approx, Shape::two},
    {"close", Form::approx, Shape::two},
    {"allclose", Form::approx, Shape::two},
    {"inepsilon", Form::approx, Shape::two},
    {"indelta", Form::approx, Shape::two},
    {"arrayalmostequal", Form::approx, Shape::two},
    {"closefraction", Form::approx, Shape::two},
    {"closeto", Form::approx, Shape::two},
    {"approximately", Form::approx, Shape::two},
    {"relativeeq", Form::approx, Shape::two},
    {"absdiffeq", Form::approx, Shape::two},
    {"true", Form::truthy, Shape::one},
    {"ok", Form::truthy, Shape::one},
    {"istrue", Form::truthy, Shape::one},
    {"isok", Form::truthy, Shape::one},
    {"truthy", Form::truthy, Shape::one},
    {"false", Form::falsy, Shape::one},
    {"isfalse", Form::falsy, Shape::one},
    {"notok", Form::falsy, Shape::one},
    {"falsy", Form::falsy, Shape::one},
    {"isnone", Form::null, Shape::subject},
    {"null", Form::null, Shape::subject},
    {"nil", Form::null, Shape::subject},
    {"isnull", Form::null, Shape::subject},
    {"isundefined", Form::null, Shape::subject},
    {"isnotnone", Form::not_null, Shape::subject},
    {"notnull", Form::not_null, Shape::subject},
    {"notnil", Form::not_null, Shape::subject},
    {"isnotnull", Form::not_null, Shape::subject},
    {"exists", Form::not_null, Shape::subject},
    {"isdefined", Form::not_null, Shape::subject},
    {"notempty", Form::not_null, Shape::subject},
    {"notzero", Form::not_null, Shape::subject},
    {"empty", Form::equal, Shape::subject, "empty"},
    {"zero", Form::equal, Shape::subject, "zero"},
    {"in", Form::contains, Shape::in},
    {"contains", Form::contains, Shape::container},
    {"include", Form::contains, Shape::container},
    {"includes", Form::contains, Shape::container},
    {"subset", Form::contains, Shape::container},
    {"notin", Form::not_contains, Shape::in},
    {"notcontains", Form::not_contains, Shape::container},
    {"notinclude", Form::not_contains, Shape::container},
    {"regex", Form::matches, Shape::two},
    {"match", Form::matches, Shape::two},
    {"matches", Form::matches, Shape::two},
    {"regexp", Form::matches, Shape::two},
    {"snapshot", Form::matches, Shape::subject},
    {"greater", Form::ordering, Shape::ordered, ">"},
    {"gt", Form::ordering, Shape::ordered, ">"},
    {"isabove", Form::ordering, Shape::ordered, ">"},
    {"greaterequal", Form::ordering, Shape::ordered, ">="},
    {"greaterorequal", Form::ordering, Shape::ordered, ">="},
    {"ge", Form::ordering, Shape::ordered, ">="},
    {"isatleast", Form::ordering, Shape::ordered, ">="},
    {"less", Form::ordering, Shape::ordered, "<"},
    {"lt", Form::ordering, Shape::ordered, "<"},
    {"isbelow", Form::ordering, Shape::ordered, "<"},
    {"lessequal", Form::ordering, Shape::ordered, "<="},
    {"lessorequal", Form::ordering, Shape::ordered, "<="},
    {"le", Form::ordering, Shape::ordered, "<="},
    {"isatmost", Form::ordering, Shape::ordered, "<="},
    {"isinstance", Form::type, Shape::two},
    {"instanceof", Form::type, Shape::two},
    {"istype", Form::type, Shape::two},
    {"raises", Form::raises, Shape::thrown},
    {"raisesregex", Form::raises, Shape::thrown},
    {"warns", Form::raises, Shape::thrown},
    {"throws", Form::raises, Shape::thrown},
    {"throw", Form::raises, Shape::thrown},
    {"throwsexactly", Form::raises, Shape::thrown},
    {"throwsas", Form::raises, Shape::thrown},
    {"throwswith", Form::raises, Shape::thrown},
    {"rejects", Form::raises, Shape::thrown},
    {"anythrow", Form::raises, Shape::thrown},
    {"panics", Form::raises, Shape::thrown},
    {"error", Form::raises, Shape::thrown},
    {"erroris", Form::raises, Shape::thrown},
    {"erroras", Form::raises, Shape::thrown},
    {"errorcontains", Form::raises, Shape::thrown},
    {"equalerror", Form::raises, Shape::thrown},
    {"death", Form::raises, Shape::thrown},
    {"doesnotthrow", Form::not_raises, Shape::subject},
    {"doesnotreject", Form::not_raises, Shape::subject},
    {"nothrow", Form::not_raises, Shape::subject},
    {"notpanics", Form::not_raises, Shape::subject},
    {"noerror", Form::not_raises, Shape::subject},
    {"len", Form::equal, Shape::length},
    {"length", Form::equal, Shape::length},
    {"lengthof", Form::equal, Shape::length},
};

constexpr std::array k_prefixes = std::to_array<std::string_view>(
    {"boostcheck", "boostrequire", "boosttest", "testassert", "ckassert", "cuassert", "debugassert",
     "propassert", "pytest", "expect", "assert", "require", "check", "tt", "q"});

const Root* root_of(std::string_view name) {
  const auto found = std::find_if(std::begin(k_roots), std::end(k_roots),
                                  [&](const Root& root) { return root.name == name; });
  return found == std::end(k_roots) ? nullptr : found;
}

/// Objects whose methods are assertions without a prefix of their own: assert.equal, t.is.
bool is_asserting_object(std::string_view object) {
  constexpr std::array k_objects = std::to_array<std::string_view>(
      {"assert", "assert.strict", "require", "chai.assert", "Assert", "Assertions", "t", "tap",
       "t.assert", "QUnit.assert", "suite", "s", "is", "pytest", "Assert.assert"});
  return std::find(k_objects.begin(), k_objects.end(), object) != k_objects.end();
}

/// Calls whose one argument is the condition.
bool takes_condition(std::string_view callee) {
  constexpr std::array k_names = std::to_array<std::string_view>(
      {"assert",         "ASSERT",      "CHECK",       "REQUIRE",       "EXPECT",
       "static_assert",  "BOOST_TEST",  "BOOST_CHECK", "BOOST_REQUIRE", "ck_assert",
       "TEST_ASSERT",    "CU_ASSERT",   "QVERIFY",     "debug_assert",  "prop_assert",
       "console.assert", "TT_ASSERT",   "WARN",        "TEST_CHECK",    "Assert.True",
       "g_assert",       "ASSERT_THAT", "assert_true", "assert_that"});
  return std::find(k_names.begin(), k_names.end(), callee) != k_names.end();
}

Assertion plain(Form form, Tokens subject, Tokens expected = {}, std::string extra = {}) {
  Assertion out;
  out.form = form;
  out.subject = without_brackets(std::move(subject));
  out.expected = without_brackets(std::move(expected));
  out.extra = std::move(extra);
  return out;
}

Tokens binary(const Tokens& left, std::string_view sign, const Tokens& right) {
  Tokens out = {{"(", TokenKind::sign}};
  out.insert(out.end(), left.begin(), left.end());
  out.push_back({")", TokenKind::sign});
  out.push_back({std::string(sign), TokenKind::sign});
  out.push_back({"(", TokenKind::sign});
  out.insert(out.end(), right.begin(), right.end());
  out.push_back({")", TokenKind::sign});
  return out;
}

std::vector<Assertion> compared(const Tokens& left, std::string_view sign, const Tokens& right,
                                Language language) {
  return read_condition(binary(left, sign, right), false, language);
}

/// An argument that is only a message: a string, or made of one.
bool is_message(const Tokens& argument) {
  return !argument.empty() && argument[0].kind == TokenKind::string;
}

Assertion thrown(const std::vector<Tokens>& arguments, std::string_view root, Language language) {
  const bool type_first = language == Language::python || language == Language::java;
  Assertion out = plain(Form::raises, {}, {}, {});
  if (type_first) {
    out.expected = arguments[0];
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const std::string text = joined(arguments[i]);
      const bool pattern = text.starts_with("match=") || (i == 1 && root == "raisesregex");
      (pattern ? out.extra : out.shown) += text;
    }
    if (arguments.size() > 1 && out.extra.empty()) out.subject = arguments[1];
  } else {
    out.subject = arguments[0];
    if (arguments.size() > 1) out.expected = arguments[1];
  }
  out.shown.clear();
  return out;
}

std::vector<Assertion> by_root(const Root& root, std::vector<Tokens> a, Language language) {
  const bool two = a.size() >= 2;
  switch (root.shape) {
    case Shape::two:
      if (!two) return {};
      // JUnit's assertEquals(0.3, x, 0.01)
      if (root.form == Form::equal && language == Language::java && a.size() > 2 &&
          is_constant(a[2]) && !is_message(a[2])) {
        if (is_constant(a[0]) && !is_constant(a[1])) std::swap(a[0], a[1]);
        return {plain(Form::approx, a[0], a[1], joined(a[2]))};
      }
      if (root.form == Form::equal) return compared(a[0], "==", a[1], language);
      if (root.form == Form::not_equal) return compared(a[0], "!=", a[1], language);
      if (root.form == Form::approx) {
        std::string tolerance;
        for (std::size_t i = 2; i < a.size(); ++i)
          if (!is_message(a[i]) && !joined(a[i]).starts_with("msg=")) tolerance += joined(a[i]);
        if (is_constant(a[0]) && !is_constant(a[1])) std::swap(a[0], a[1]);
        return {plain(Form::approx, a[0], a[1], tolerance)};
      }
      return {plain(root.form, a[0], a[1])};
    case Shape::one:
      return read_condition(a[0], root.form == Form::falsy, language);
    case Shape::subject:
      if (!root.extra.empty())
        return {plain(root.form, a[0], {{std::string(root.extra), TokenKind::word}})};
      return {plain(root.form, a[0])};
    case Shape::in:
      return two ? std::vector{plain(root.form, a[1], a[0])} : std::vector<Assertion>();
    case Shape::container:
      return two ? std::vector{plain(root.form, a[0], a[1])} : std::vector<Assertion>();
    case Shape::ordered:
      return two ? compared(a[0], root.extra, a[1], language) : std::vector<Assertion>();
    case Shape::thrown:
      return {thrown(a, root.name, language)};
    case Shape::length:
      return two ? std::vector{plain(Form::equal, a[0], a[1], "length")} : std::vector<Assertion>();
  }
  return {};
}

/// EXPECT_THAT(x, Eq(3)), assertThat(x, is(3)).
std::vector<Assertion> by_matcher(const Tokens& value, const Tokens& matcher, Language language,
                                  int depth = 0) {
  std::size_t bracket = 0;
  while (bracket < matcher.size() && matcher[bracket].text != "(") ++bracket;
  const std::string name = joined(slice(matcher, 0, bracket));
  const Tokens inside =
      bracket < matcher.size() ? slice(matcher, bracket + 1, closing(matcher, bracket)) : Tokens();
  const std::string small =
      lower(name.substr(name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1));
  if (small == "is" || small == "equalto" || small == "eq" || small == "equals") {
    if (inside.size() > 1 && inside.back().text == ")" && depth < 5) {
      auto inner = by_matcher(value, inside, language, depth + 1);
      if (inner.size() == 1 && inner[0].form != Form::matches) return inner;
    }
    return compared(value, "==", inside, language);
  }
  if (small == "not" || small == "ne") return {plain(Form::not_equal, value, inside)};
  if (small == "notnullvalue" || small == "notnull") return {plain(Form::not_null, value)};
  if (small == "nullvalue" || small == "isnull") return {plain(Form::null, value)};
  if (small == "anything" || small == "_" || small == "any")
    return {plain(Form::always_true, value)};
  return {plain(Form::matches, value, matcher)};
}

}  // namespace

std::vector<Assertion> read_call(std::string_view callee, const std::vector<Tokens>& arguments,
                                 Language language) {
  const std::size_t dot = callee.find_last_of(".:");
  std::string_view last = dot == std::string_view::npos ? callee : callee.substr(dot + 1);
  std::string_view object =
      dot == std::string_view::npos ? std::string_view() : callee.substr(0, dot);
  while (object.ends_with(":")) object.remove_suffix(1);
  std::vector<Tokens> a = arguments;
  const bool is_js = language == Language::javascript || language == Language::typescript ||
                     language == Language::tsx;
  if (is_js && callee == "require") return {};
  // testify's functions take the T first.
  if (language == Language::go && !a.empty() &&
      (joined(a[0]) == "t" || joined(a[0]) == "b" || joined(a[0]).ends_with(".T()")))
    a.erase(a.begin());
  if (a.empty()) return {};
  if (takes_condition(callee)) {
    if (a.size() >= 2 && !is_message(a[1]) && (last == "ASSERT_THAT" || last == "assert_that"))
      return by_matcher(a[0], a[1], language);
    return read_condition(a[0], false, language);
  }
  std::string flat = lower(last);
  std::erase(flat, '_');
  const bool asserting = is_asserting_object(object);
  // log.error(), list.contains() and the like are no assertions: a prefix has to say so.
  bool prefixed = asserting;
  for (const std::string_view prefix : k_prefixes) {
    if (!flat.starts_with(prefix) || flat.size() == prefix.size()) continue;
    if (prefix == "q" && !last.starts_with("Q")) continue;
    if (prefix == "pytest" || prefix == "tt") continue;
    flat.erase(0, prefix.size());
    prefixed = true;
    break;
  }
  if (!prefixed && !is_assertion_name(last)) return {};
  // t.Error and t.Fatal end a test: they are what a condition leads to.
  if (language == Language::go && (object == "t" || object == "b")) return {};
  if (flat == "that" && a.size() >= 2) return by_matcher(a[0], a[1], language);
  if (const Root* root = prefixed ? root_of(flat) : nullptr) {
    auto found = by_root(*root, a, language);
    if (!found.empty()) return found;
  }
  if (!is_assertion_name(last)) return {};
  Assertion own = plain(Form::custom, {{std::string(callee), TokenKind::word}});
  for (const Tokens& argument : a) {
    if (!own.expected.empty()) own.expected.push_back({",", TokenKind::sign});
    own.expected.insert(own.expected.end(), argument.begin(), argument.end());
  }
  return {own};
}

}  // namespace verify::tamper
