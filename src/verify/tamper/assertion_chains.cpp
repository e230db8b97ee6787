// expect(x).not.toBe(3) and its relatives: a value, and a chain of words of which most are filling.
#include <algorithm>
#include <array>

#include "tamper/assertion.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;

struct Segment {
  std::string name;
  bool called = false;
  std::vector<Tokens> arguments;
};

struct Matcher {
  std::string_view name;
  Form form;
  std::string_view extra = {};
};

constexpr Matcher k_matchers[] = {
    {"toBe", Form::equal},
    {"toEqual", Form::equal},
    {"toStrictEqual", Form::equal},
    {"equal", Form::equal},
    {"equals", Form::equal},
    {"eq", Form::equal},
    {"eql", Form::equal},
    {"eqls", Form::equal},
    {"isEqualTo", Form::equal},
    {"isSameAs", Form::equal},
    {"containsExactly", Form::equal},
    {"containsExactlyInAnyOrder", Form::equal},
    {"containsOnly", Form::equal},
    {"members", Form::equal},
    {"isNotEqualTo", Form::not_equal},
    {"toBeCloseTo", Form::approx},
    {"closeTo", Form::approx},
    {"approximately", Form::approx},
    {"isCloseTo", Form::approx},
    {"toBeTruthy", Form::truthy},
    {"ok", Form::truthy},
    {"isTrue", Form::truthy},
    {"true", Form::truthy},
    {"toBeFalsy", Form::falsy},
    {"false", Form::falsy},
    {"isFalse", Form::falsy},
    {"toBeNull", Form::null},
    {"toBeUndefined", Form::null},
    {"isNull", Form::null},
    {"null", Form::null},
    {"undefined", Form::null},
    {"toBeDefined", Form::not_null},
    {"isNotNull", Form::not_null},
    {"isNotEmpty", Form::not_null},
    {"exist", Form::not_null},
    {"toContain", Form::contains},
    {"toContainEqual", Form::contains},
    {"contain", Form::contains},
    {"contains", Form::contains},
    {"include", Form::contains},
    {"includes", Form::contains},
    {"startsWith", Form::contains},
    {"endsWith", Form::contains},
    {"doesNotContain", Form::not_contains},
    {"toMatch", Form::matches},
    {"toMatchObject", Form::matches},
    {"match", Form::matches},
    {"matches", Form::matches},
    {"toMatchSnapshot", Form::matches, "snapshot"},
    {"toMatchInlineSnapshot", Form::matches, "snapshot"},
    {"toBeGreaterThan", Form::ordering, ">"},
    {"above", Form::ordering, ">"},
    {"greaterThan", Form::ordering, ">"},
    {"isGreaterThan", Form::ordering, ">"},
    {"gt", Form::ordering, ">"},
    {"toBeGreaterThanOrEqual", Form::ordering, ">="},
    {"least", Form::ordering, ">="},
    {"isGreaterThanOrEqualTo", Form::ordering, ">="},
    {"gte", Form::ordering, ">="},
    {"toBeLessThan", Form::ordering, "<"},
    {"below", Form::ordering, "<"},
    {"isLessThan", Form::ordering, "<"},
    {"lt", Form::ordering, "<"},
    {"toBeLessThanOrEqual", Form::ordering, "<="},
    {"most", Form::ordering, "<="},
    {"isLessThanOrEqualTo", Form::ordering, "<="},
    {"lte", Form::ordering, "<="},
    {"toHaveLength", Form::equal, "length"},
    {"lengthOf", Form::equal, "length"},
    {"hasSize", Form::equal, "length"},
    {"toThrow", Form::raises},
    {"toThrowError", Form::raises},
    {"throw", Form::raises},
    {"throws", Form::raises},
    {"toBeInstanceOf", Form::type},
    {"instanceof", Form::type},
    {"instanceOf", Form::type},
    {"isInstanceOf", Form::type},
    {"a", Form::type},
    {"an", Form::type},
    {"isEmpty", Form::equal, "empty"},
    {"empty", Form::equal, "empty"},
};

constexpr std::array k_filling =
    std::to_array<std::string_view>({"to",    "be",          "been",
                                     "is",    "that",        "which",
                                     "and",   "has",         "have",
                                     "with",  "at",          "of",
                                     "same",  "but",         "does",
                                     "still", "also",        "deep",
                                     "own",   "nested",      "ordered",
                                     "any",   "all",         "eventually",
                                     "as",    "describedAs", "withFailMessage",
                                     "soft",  "poll",        "extracting",
                                     "first"});

Form opposite(Form form) {
  switch (form) {
    case Form::equal:
      return Form::not_equal;
    case Form::not_equal:
      return Form::equal;
    case Form::contains:
    case Form::matches:
      return Form::not_contains;
    case Form::null:
      return Form::not_null;
    case Form::not_null:
      return Form::null;
    case Form::truthy:
      return Form::falsy;
    case Form::falsy:
      return Form::truthy;
    case Form::raises:
      return Form::not_raises;
    default:
      return Form::custom;
  }
}

/// What follows the value at `at`: ".name", ".name(...)".
std::vector<Segment> segments(const Tokens& tokens, std::size_t at) {
  std::vector<Segment> out;
  while (at + 1 < tokens.size() && (tokens[at].text == "." || tokens[at].text == "?.")) {
    Segment segment;
    segment.name = tokens[at + 1].text;
    at += 2;
    if (at < tokens.size() && tokens[at].text == "<") {  // type arguments
      while (at < tokens.size() && tokens[at].text != ">") ++at;
      ++at;
    }
    if (at < tokens.size() && tokens[at].text == "(") {
      const std::size_t close = closing(tokens, at);
      segment.called = true;
      segment.arguments = split(slice(tokens, at + 1, close), ",");
      at = close + 1;
    }
    out.push_back(std::move(segment));
  }
  return out;
}

struct Chain {
  Tokens value;
  std::vector<Segment> segments;
};

std::optional<Chain> chain_of(const Tokens& tokens) {
  if (tokens.size() < 4) return std::nullopt;
  const std::string& head = tokens[0].text;
  const bool function = head == "expect" || head == "assertThat" || head == "expectTypeOf" ||
                        head == "assertThatThrownBy" || head == "assertThatExceptionOfType" ||
                        head == "then" || head == "assert_that" || head == "assertThatCode";
  if (function) {
    std::size_t open = 1;
    if (tokens[1].text == "." && tokens.size() > 4 && tokens[3].text == "(")
      open = 3;  // expect.soft(
    if (tokens[open].text != "(") return std::nullopt;
    const std::size_t close = closing(tokens, open);
    const auto arguments = split(slice(tokens, open + 1, close), ",");
    if (arguments.empty()) return std::nullopt;
    return Chain{arguments[0], segments(tokens, close + 1)};
  }
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i)
    if (tokens[i].text == "should" && tokens[i - 1].text == "." && tokens[i + 1].text == ".")
      return Chain{slice(tokens, 0, i - 1), segments(tokens, i + 1)};
  return std::nullopt;
}

Assertion made(Form form, const Tokens& subject, Tokens expected, std::string extra) {
  Assertion out;
  out.form = form;
  out.subject = without_brackets(subject);
  out.expected = without_brackets(std::move(expected));
  out.extra = std::move(extra);
  return out;
}

std::string all_but_first(const std::vector<Tokens>& arguments) {
  std::string out;
  for (std::size_t i = 1; i < arguments.size(); ++i) out += joined(arguments[i]) + ",";
  return out;
}

std::vector<Assertion> one(const Chain& chain, const Segment& segment, bool negated,
                           Language language) {
  const auto found = std::find_if(std::begin(k_matchers), std::end(k_matchers),
                                  [&](const Matcher& one) { return one.name == segment.name; });
  Tokens expected = segment.arguments.empty() ? Tokens() : segment.arguments[0];
  if (found == std::end(k_matchers)) {
    if (!segment.called) return {};
    Tokens subject = chain.value;
    subject.push_back({"." + segment.name, TokenKind::word});
    for (std::size_t i = 1; i < segment.arguments.size(); ++i) {
      expected.push_back({",", TokenKind::sign});
      expected.insert(expected.end(), segment.arguments[i].begin(), segment.arguments[i].end());
    }
    return {made(Form::custom, subject, expected, negated ? "not" : "")};
  }
  Form form = found->form;
  std::string extra(found->extra);
  if (extra == "empty") expected = {{"empty", TokenKind::word}};
  if ((form == Form::equal && extra.empty()) || form == Form::not_equal) {
    if (segment.arguments.empty()) return {};
    for (std::size_t i = 1; i < segment.arguments.size(); ++i) {  // containsExactly(1, 2)
      expected.push_back({",", TokenKind::sign});
      expected.insert(expected.end(), segment.arguments[i].begin(), segment.arguments[i].end());
    }
    const bool no = (form == Form::not_equal) != negated;
    Tokens condition = {{"(", TokenKind::sign}};
    condition.insert(condition.end(), chain.value.begin(), chain.value.end());
    condition.push_back({")", TokenKind::sign});
    condition.push_back({no ? "!=" : "==", TokenKind::sign});
    condition.push_back({"(", TokenKind::sign});
    condition.insert(condition.end(), expected.begin(), expected.end());
    condition.push_back({")", TokenKind::sign});
    return read_condition(condition, false, language);
  }
  if (form == Form::truthy || form == Form::falsy)
    return read_condition(chain.value, (form == Form::falsy) != negated, language);
  if (form == Form::approx) extra = all_but_first(segment.arguments);
  if (form == Form::raises) extra = all_but_first(segment.arguments);
  if (negated) {
    form = opposite(form);
    if (form == Form::custom) extra += "not";
  }
  return {made(form, chain.value, expected, extra)};
}

}  // namespace

std::vector<Assertion> read_chain(const Tokens& tokens, Language language) {
  const auto chain = chain_of(tokens);
  std::vector<Assertion> out;
  if (!chain) return out;
  bool negated = false;
  for (const Segment& segment : chain->segments) {
    if (segment.name == "not") {
      negated = !negated;
      continue;
    }
    if (segment.name == "resolves" || segment.name == "rejects") continue;
    if (std::find(k_filling.begin(), k_filling.end(), segment.name) != k_filling.end()) continue;
    auto some = one(*chain, segment, negated, language);
    out.insert(out.end(), some.begin(), some.end());
  }
  return out;
}

}  // namespace verify::tamper
