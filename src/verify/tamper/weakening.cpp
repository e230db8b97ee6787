// An assertion is recognised by its subject: what is computed and looked at. With the same subject,
// the forms are compared by how much they demand, and within a form the expected values. Values
// that only got a name, or lost it, are the same.
#include "tamper/weakening.h"

#include <algorithm>
#include <array>

#include "tamper/words.h"

namespace verify::tamper {
namespace {

using Kind = Judged::Kind;

std::string head_of(const Tokens& subject) {
  std::string out;
  for (const Token& token : subject) {
    if (token.text == "(") break;
    out += token.text;
  }
  return out;
}

/// The value behind a name, as far as the file says.
using Names = std::vector<const Constants*>;

Tokens resolved(const Tokens& value, const Names& names) {
  if (value.size() > 5) return value;
  const std::string name = joined(value);
  for (const std::string& key :
       {name, name.substr(name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1)}) {
    for (const Constants* some : names)
      if (const auto found = some->find(key); found != some->end()) return found->second;
  }
  return value;
}

bool is_anything(const Tokens& expected) {
  const std::string text = joined(expected);
  constexpr std::array k_any = std::to_array<std::string_view>(
      {"ANY", "mock.ANY", "expect.anything()", "any()", "expect.any(Object)", "expect.any(Number)",
       "expect.any(String)", "_", "anything()", "sinon.match.any"});
  return std::find(k_any.begin(), k_any.end(), text) != k_any.end() ||
         text.find("expect.any") != std::string::npos;
}

bool is_broad(const Tokens& type) {
  const std::string text = joined(type);
  constexpr std::array k_broad = std::to_array<std::string_view>(
      {"Exception", "BaseException", "Throwable", "Throwable.class", "Exception.class", "Error",
       "RuntimeException.class", "std::exception", "object", "Object", "Object.class",
       "StandardError", "const std::exception&"});
  return std::find(k_broad.begin(), k_broad.end(), text) != k_broad.end();
}

double number_of(const Tokens& value) {
  const auto found = numbers(joined(value));
  const double number = found.empty() ? 0 : found[0];
  return !value.empty() && value[0].text == "-" ? -number : number;
}

Judged order(const Assertion& before, const Assertion& after) {
  const bool less = before.extra.starts_with('<');
  if (less != after.extra.starts_with('<')) return {Kind::other, "the order is turned around"};
  const bool numeric =
      !numbers(joined(before.expected)).empty() && !numbers(joined(after.expected)).empty();
  if (joined(before.expected) != joined(after.expected)) {
    if (!numeric) return {Kind::other, {}};
    const double old = number_of(before.expected), now = number_of(after.expected);
    const bool relaxed = less ? now > old : now < old;
    return relaxed ? Judged{Kind::weaker, "the bound is wider"} : Judged{};
  }
  if (before.extra.size() < after.extra.size()) return {Kind::weaker, "it allows the bound itself"};
  return {};
}

/// Digits that have to agree, or how far apart two numbers may be.
Judged tolerance(const Assertion& before, const Assertion& after) {
  if (before.extra == after.extra) return {};
  const auto old = numbers(before.extra), now = numbers(after.extra);
  const auto counts_digits = [](const Assertion& one) {
    return one.extra.find("places") != std::string::npos ||
           (one.shown.find("CloseTo") != std::string::npos &&
            one.shown.find("isCloseTo") == std::string::npos) ||
           (one.shown.find("lmostEqual") != std::string::npos &&
            one.extra.find("delta") == std::string::npos);
  };
  if (!old.empty() && !now.empty() && counts_digits(before) == counts_digits(after)) {
    const bool relaxed = counts_digits(after) ? now[0] < old[0] : now[0] > old[0];
    if (old[0] == now[0] || !relaxed) return {};
  }
  return {Kind::weaker, "the tolerance is wider"};
}

Judged thrown(const Assertion& before, const Assertion& after) {
  const std::string old = joined(before.expected), now = joined(after.expected);
  if (old != now) {
    if (now.empty() && !old.empty()) return {Kind::weaker, "any exception will do"};
    if (is_broad(after.expected) && !is_broad(before.expected))
      return {Kind::weaker, "almost any exception will do"};
    if (!old.empty() && now.find(old) != std::string::npos)
      return {Kind::weaker, "other exceptions will do, too"};
    if (!old.empty()) return {Kind::other, {}};
  }
  if (before.extra != after.extra) {
    if (after.extra.empty() || after.extra == "#[should_panic]")
      return {Kind::weaker, "the message no longer matters"};
    if (!before.extra.empty() && before.extra != "#[should_panic]") return {Kind::other, {}};
  }
  return {};
}

/// Names may be chosen anew; the rest of the value may not.
std::string shape(const Tokens& value) {
  std::string out;
  for (const Token& token : value)
    out += token.kind == TokenKind::word && !is_literal(token) ? std::string("a") : token.text;
  return out;
}

Judged values(const Assertion& before, const Assertion& after, const Names& old_names,
              const Names& new_names) {
  // The pair shares one side; the other sides are compared. For a symmetric form either may.
  Tokens old = before.expected, now = after.expected;
  const bool symmetric =
      before.form == Form::equal || before.form == Form::not_equal || before.form == Form::approx;
  if (symmetric && joined(before.subject) != joined(after.subject)) {
    if (joined(before.subject) == joined(after.expected)) {
      now = after.subject;
    } else if (joined(before.expected) == joined(after.subject)) {
      old = before.subject;
      now = after.expected;
    } else if (joined(before.expected) == joined(after.expected)) {
      old = before.subject;
      now = after.subject;
    }
  }
  if (joined(old) == joined(now)) return {};
  if (is_anything(now)) return {Kind::weaker, "any value will do"};
  old = resolved(old, old_names);
  now = resolved(now, new_names);
  if (literals_of(old) == literals_of(now) &&
      (shape(old) == shape(now) || literals_of(old).size() > 0))
    return {};
  return {Kind::other, {}};
}

bool is_opposite(Form before, Form after) {
  const auto pair = [&](Form a, Form b) {
    return (before == a && after == b) || (before == b && after == a);
  };
  return pair(Form::truthy, Form::falsy) || pair(Form::contains, Form::not_contains) ||
         pair(Form::null, Form::not_null) || pair(Form::raises, Form::not_raises) ||
         (before == Form::not_equal && after == Form::equal);
}

}  // namespace

Judged judge_assertion(const Assertion& before, const Assertion& after, const Names& old_names,
                       const Names& new_names) {
  if (after.form == Form::always_true) return {Kind::weaker, "it cannot fail"};
  if (after.form == Form::any_of && before.form != Form::any_of) {
    return {Kind::weaker, "other results will do, too"};
  }
  if (before.form != after.form) {
    if (is_opposite(before.form, after.form)) return {Kind::other, "it is turned around"};
    if (strength(after.form) < strength(before.form)) return {Kind::weaker, {}};
    return {};
  }
  // Another subject is a new name for it, as long as no value in it changes.
  const bool same_subject = joined(before.subject) == joined(after.subject);
  switch (before.form) {
    case Form::raises:
      return thrown(before, after);
    case Form::ordering:
      return order(before, after);
    case Form::approx: {
      const Judged value = values(before, after, old_names, new_names);
      return value.kind == Kind::same ? tolerance(before, after) : value;
    }
    case Form::any_of:
      return after.alternatives.size() > before.alternatives.size()
                 ? Judged{Kind::weaker, "more results will do"}
                 : Judged{Kind::other, {}};
    case Form::custom: {
      if (before.extra != after.extra) return {Kind::other, "it is turned around"};
      const auto old = literals_of(before.expected), now = literals_of(after.expected);
      if (is_anything(after.expected) && !is_anything(before.expected))
        return {Kind::weaker, "any value will do"};
      return is_part_of(old, now) ? Judged{} : Judged{Kind::other, {}};
    }
    case Form::truthy:
    case Form::falsy:
    case Form::null:
    case Form::not_null:
    case Form::not_raises: {
      if (same_subject) return {};
      return is_part_of(literals_of(before.subject), literals_of(after.subject))
                 ? Judged{}
                 : Judged{Kind::other, {}};
    }
    default:
      break;
  }
  if (same_subject || joined(before.subject) == joined(after.expected) ||
      joined(before.expected) == joined(after.subject) || before.expected.empty() ||
      after.expected.empty()) {
    if (before.extra != after.extra) return {Kind::weaker, {}};
    return values(before, after, old_names, new_names);
  }
  const bool inputs_kept = is_part_of(literals_of(before.subject), literals_of(after.subject));
  const Tokens old = resolved(before.expected, old_names),
               now = resolved(after.expected, new_names);
  if (inputs_kept && (literals_of(old) == literals_of(now))) return {};
  return {Kind::other, {}};
}

int likeness(const Assertion& before, const Assertion& after) {
  const std::string old_subject = joined(before.subject), new_subject = joined(after.subject);
  const std::string old_expected = joined(before.expected), new_expected = joined(after.expected);
  const int same_form = before.form == after.form ? 10 : 0;
  if (after.form == Form::any_of && std::find(after.alternatives.begin(), after.alternatives.end(),
                                              before.key()) != after.alternatives.end())
    return 120;
  const bool shares_subject = !old_subject.empty() && !is_constant(before.subject) &&
                              (old_subject == new_subject || old_subject == new_expected);
  if (shares_subject) return 100 + same_form;
  const bool shares_other = !old_expected.empty() && !is_constant(before.expected) &&
                            (old_expected == new_subject || old_expected == new_expected);
  if (shares_other) return 90 + same_form;
  if (same_form && before.form == Form::raises) return 85;
  if (same_form && !old_expected.empty() && old_expected == new_expected) return 80;
  if (after.form == Form::truthy || after.form == Form::not_null || after.form == Form::ordering ||
      after.form == Form::type || after.form == Form::not_equal) {
    // `assert result` for `assert result["a"] == 3`
    if (!new_subject.empty() && old_subject.starts_with(new_subject)) return 75;
  }
  if (same_form && !head_of(before.subject).empty() &&
      head_of(before.subject) == head_of(after.subject))
    return 60;
  if (same_form && is_part_of(before.literals(), after.literals())) return 45;
  if (strength(after.form) >= strength(before.form) && !before.literals().empty() &&
      is_part_of(before.literals(), after.literals()))
    return 40;
  return 0;
}

}  // namespace verify::tamper
