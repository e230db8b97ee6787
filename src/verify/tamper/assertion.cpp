#include "tamper/assertion.h"

#include <algorithm>

#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;

Assertion make(Form form, Tokens subject, Tokens expected = {}, std::string extra = {}) {
  Assertion out;
  out.form = form;
  out.subject = without_brackets(std::move(subject));
  out.expected = without_brackets(std::move(expected));
  out.extra = std::move(extra);
  return out;
}

bool is_null(const Tokens& tokens) {
  if (tokens.size() != 1) return false;
  const std::string& text = tokens[0].text;
  return text == "None" || text == "null" || text == "nil" || text == "nullptr" ||
         text == "undefined" || text == "NULL";
}
bool is_true(const Tokens& tokens) {
  return tokens.size() == 1 && (tokens[0].text == "True" || tokens[0].text == "true");
}
bool is_false(const Tokens& tokens) {
  return tokens.size() == 1 && (tokens[0].text == "False" || tokens[0].text == "false");
}

/// name(...) that is the whole expression: its arguments, and the name with what stands before it.
std::optional<std::vector<Tokens>> arguments_of(const Tokens& tokens, std::string& name) {
  if (tokens.size() < 3 || tokens.back().text != ")") return std::nullopt;
  std::size_t open = tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text != "(" && tokens[i].text != "[") continue;
    const std::size_t close = closing(tokens, i);
    if (close == tokens.size() - 1 && tokens[i].text == "(") open = i;
    if (close >= tokens.size()) return std::nullopt;
    i = close;
  }
  if (open == tokens.size() || open == 0) return std::nullopt;
  name = joined(slice(tokens, 0, open));
  return split(slice(tokens, open + 1, tokens.size() - 1), ",");
}

std::string rest_of(const std::vector<Tokens>& arguments, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < arguments.size(); ++i)
    out += (out.empty() ? "" : ",") + joined(arguments[i]);
  return out;
}

/// pytest.approx(3, abs=1) as an operand: the value and the tolerance.
std::optional<std::pair<Tokens, std::string>> approximate(const Tokens& operand) {
  std::string name;
  const auto arguments = arguments_of(operand, name);
  if (!arguments || arguments->empty()) return std::nullopt;
  const bool known = name == "pytest.approx" || name == "approx" || name == "Approx" ||
                     name == "doctest::Approx" || name == "Catch::Approx";
  if (!known) return std::nullopt;
  return std::pair((*arguments)[0], rest_of(*arguments, 1));
}

Assertion equality(Tokens left, Tokens right, bool negated) {
  left = without_brackets(std::move(left));
  right = without_brackets(std::move(right));
  if (joined(left) == joined(right))
    return make(negated ? Form::not_equal : Form::always_true, left, right);
  if (is_null(right)) return make(negated ? Form::not_null : Form::null, left);
  if (is_null(left)) return make(negated ? Form::not_null : Form::null, right);
  if (is_true(right)) return make(negated ? Form::falsy : Form::truthy, left);
  if (is_false(right)) return make(negated ? Form::truthy : Form::falsy, left);
  if (is_true(left)) return make(negated ? Form::falsy : Form::truthy, right);
  if (is_false(left)) return make(negated ? Form::truthy : Form::falsy, right);
  if (auto about = approximate(right)) return make(Form::approx, left, about->first, about->second);
  if (auto about = approximate(left)) return make(Form::approx, right, about->first, about->second);
  // What is computed is the subject, whichever side it stands on.
  if (is_constant(left) && !is_constant(right)) std::swap(left, right);
  if (!negated && is_constant(left) && is_constant(right)) return make(Form::equal, left, right);
  return make(negated ? Form::not_equal : Form::equal, left, right);
}

constexpr int k_depth_max = 30;
std::vector<Assertion> read(Tokens c, bool negated, Language language, int depth);

std::vector<Assertion> alternatives(const std::vector<Tokens>& parts, bool negated,
                                    const Tokens& all, Language language, int depth) {
  Assertion out = make(Form::any_of, all);
  for (const Tokens& part : parts) {
    for (const Assertion& one : read(part, negated, language, depth)) {
      if (one.form == Form::always_true) return {make(Form::always_true, all)};
      out.alternatives.push_back(one.key());
    }
  }
  return {out};
}

std::vector<Assertion> all_of(const std::vector<Tokens>& parts, bool negated, Language language,
                              int depth) {
  std::vector<Assertion> out;
  for (const Tokens& part : parts) {
    auto some = read(part, negated, language, depth);
    out.insert(out.end(), some.begin(), some.end());
  }
  return out;
}

/// a < b, a <= b < c; the smaller side is the subject if it is no constant.
Assertion order(Tokens left, std::string_view sign, Tokens right, bool negated) {
  std::string op(sign);
  if (negated) op = op == "<" ? ">=" : op == "<=" ? ">" : op == ">" ? "<=" : "<";
  if (is_constant(left) && !is_constant(right)) {
    std::swap(left, right);
    op = op == "<" ? ">" : op == "<=" ? ">=" : op == ">" ? "<" : "<=";
  }
  return make(Form::ordering, std::move(left), std::move(right), op);
}

std::vector<Assertion> comparison(const Tokens& c, bool negated) {
  std::vector<Assertion> out;
  const std::vector<std::string_view> signs = {"==",  "!=",     "===",    "!==",       "<",
                                               "<=",  ">",      ">=",     "is",        "in",
                                               "not", "is not", "not in", "instanceof"};
  std::size_t begin = 0;
  for (std::size_t at = find_sign(c, signs); at < c.size();) {
    std::size_t after = at + 1;
    std::string op = c[at].text;
    if (op == "not" && after < c.size() && c[after].text == "in") op = "not in", ++after;
    if (op == "is" && after < c.size() && c[after].text == "not") op = "is not", ++after;
    const std::size_t next = find_sign(c, signs, after);
    const Tokens left = slice(c, begin, at), right = slice(c, after, next);
    if (left.empty() || right.empty()) return {};
    const bool no = op == "!=" || op == "!==" || op == "is not" || op == "not in";
    if (op == "in" || op == "not in") {
      const bool is_in = no == negated;
      out.push_back(make(is_in ? Form::contains : Form::not_contains, right, left));
    } else if (op == "instanceof") {
      out.push_back(make(Form::type, left, right, negated ? "not" : ""));
    } else if (op[0] == '<' || op[0] == '>') {
      out.push_back(order(left, op, right, negated));
    } else if (op == "not") {
      return {};
    } else {
      out.push_back(equality(left, right, no != negated));
    }
    begin = after;
    at = next;
  }
  return out;
}

std::vector<Assertion> by_call(const Tokens& c, bool negated) {
  std::string name;
  const auto arguments = arguments_of(c, name);
  if (!arguments) return {};
  const std::size_t n = arguments->size();
  const std::size_t dot = name.rfind('.');
  const std::string last = dot == std::string::npos ? name : name.substr(dot + 1);
  if (last == "equals" || last == "Equal" || last == "DeepEqual" || last == "deepEqual" ||
      last == "EqualFold") {
    const bool of_object = n == 1 && dot != std::string::npos;
    if (!of_object && n != 2) return {};
    const Tokens left =
        of_object ? slice(c, 0, find_sign(c, {"equals", "Equal"}) - 1) : (*arguments)[0];
    return {equality(left, (*arguments)[of_object ? 0 : 1], negated)};
  }
  if ((last == "isinstance" || last == "issubclass") && n == 2) {
    const std::string type = joined((*arguments)[1]);
    if (type == "object" && !negated) return {make(Form::always_true, c)};
    return {make(Form::type, (*arguments)[0], (*arguments)[1], negated ? "not" : "")};
  }
  if ((last == "isclose" || last == "allclose") && n >= 2 && !negated)
    return {make(Form::approx, (*arguments)[0], (*arguments)[1], rest_of(*arguments, 2))};
  if ((last == "includes" || last == "contains" || last == "Contains" || last == "HasPrefix" ||
       last == "HasSuffix" || last == "startswith" || last == "endswith" || last == "startsWith" ||
       last == "endsWith" || last == "contains_key" || last == "starts_with") &&
      n >= 1) {
    const bool of_object = n == 1 && dot != std::string::npos;
    Tokens subject = of_object ? c : (*arguments)[0];
    if (of_object) {
      std::size_t at = c.size();
      for (std::size_t i = 0; i < c.size(); ++i)
        if (c[i].text == last) at = i;
      subject = slice(c, 0, at == 0 ? 0 : at - 1);
    }
    return {make(negated ? Form::not_contains : Form::contains, subject,
                 (*arguments)[of_object ? 0 : 1 % n], last)};
  }
  if (last == "bool" && n == 1)
    return {make(negated ? Form::falsy : Form::truthy, (*arguments)[0])};
  return {};
}

/// True whatever the program does.
bool cannot_fail(const Tokens& c) {
  if (is_true(c)) return true;
  if (c.size() == 1 && c[0].kind == TokenKind::number) return c[0].text != "0";
  if (c.size() == 1 && c[0].kind == TokenKind::string) return c[0].text != "\"\"";
  if (c.size() == 2 && c[0].text == "!") return is_false(slice(c, 1, 2));
  return false;
}

std::vector<Assertion> read(Tokens c, bool negated, Language language, int depth) {
  if (++depth > k_depth_max) return {make(negated ? Form::falsy : Form::truthy, c)};
  if (language == Language::python && c.size() > 2 && c[0].text == "(" &&
      closing(c, 0) == c.size() - 1 && split(slice(c, 1, c.size() - 1), ",").size() > 1)
    return {make(Form::always_true, c)};
  c = without_brackets(std::move(c));
  if (c.empty()) return {};
  for (const std::string_view sign : {"or", "||"}) {
    const auto parts = split(c, sign);
    if (parts.size() > 1)
      return negated ? all_of(parts, true, language, depth)
                     : alternatives(parts, false, c, language, depth);
  }
  for (const std::string_view sign : {"and", "&&"}) {
    const auto parts = split(c, sign);
    if (parts.size() > 1)
      return negated ? alternatives(parts, true, c, language, depth)
                     : all_of(parts, false, language, depth);
  }
  if (c[0].text == "not" && c.size() > 1)
    return read(slice(c, 1, c.size()), !negated, language, depth);
  if (auto compared = comparison(c, negated); !compared.empty()) {
    if (negated && compared.size() > 1) return {make(Form::falsy, c)};
    return compared;
  }
  if (c[0].text == "!" && c.size() > 1)
    return read(slice(c, 1, c.size()), !negated, language, depth);
  if (auto called = by_call(c, negated); !called.empty()) return called;
  if (!negated && cannot_fail(c)) return {make(Form::always_true, c)};
  if (negated && (is_false(c) || (c.size() == 1 && c[0].text == "0")))
    return {make(Form::always_true, c)};
  return {make(negated ? Form::falsy : Form::truthy, c)};
}

}  // namespace

int strength(Form form) {
  switch (form) {
    case Form::equal:
    case Form::null:
      return 6;
    case Form::approx:
    case Form::raises:
      return 5;
    case Form::contains:
    case Form::matches:
    case Form::custom:
      return 4;
    case Form::ordering:
    case Form::type:
    case Form::falsy:
      return 3;
    case Form::not_equal:
    case Form::not_contains:
    case Form::truthy:
    case Form::not_raises:
      return 2;
    case Form::not_null:
    case Form::any_of:
      return 1;
    case Form::always_true:
      return 0;
  }
  return 0;
}

std::string Assertion::key() const {
  std::string left = joined(subject), right = joined(expected);
  const bool symmetric = form == Form::equal || form == Form::not_equal || form == Form::approx;
  if (symmetric && right < left) std::swap(left, right);
  std::string out = std::to_string(static_cast<int>(form)) + '\n' + left + '\n' + right;
  out += '\n' + extra;
  return out;
}

std::vector<std::string> Assertion::literals() const {
  auto out = literals_of(subject);
  const auto more = literals_of(expected);
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<Assertion> read_condition(Tokens condition, bool negated, Language language) {
  return read(std::move(condition), negated, language, 0);
}

bool is_assertion_name(std::string_view name) {
  const std::size_t dot = name.find_last_of(".:>");
  std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
  while (!last.empty() && last.front() == '_') last.remove_prefix(1);
  const std::string small = lower(last);
  for (const std::string_view begin :
       {"assert", "expect", "verify", "check", "require", "ensure", "should"}) {
    if (!small.starts_with(begin)) continue;
    if (small.size() == begin.size()) return begin != "require";
    const char next = last[begin.size()];
    return next == '_' || next == 's' || (next >= 'A' && next <= 'Z') || !is_word_char(next);
  }
  return false;
}

}  // namespace verify::tamper
