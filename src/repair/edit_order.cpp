// C, C++, Java: the other way round. Loops that go down for those that go up, elements counted from the other end.

#include <optional>

#include "declared_types.h"
#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// for (type name = from; name op to; name step)
struct Count {
  Node start, from, condition, update;
  std::string name, op, to;
  bool goes_up = false;
};

std::optional<Count> count_of(Edits& edits, Node loop) {
  if (loop.type() != "for_statement") return std::nullopt;
  Count count;
  const Node initializer = loop.field("initializer") ? loop.field("initializer") : loop.field("init");
  for (code::Cursor at(initializer); at.next() && !count.start;) {
    const std::string_view type = at.node().type();
    if (type == "init_declarator" || type == "variable_declarator" || type == "assignment_expression") count.start = at.node();
  }
  count.condition = condition_of(loop);
  count.update = loop.field("update");
  if (!count.start || edits.kind(count.condition) != Kind::comparison || count.update.type() != "update_expression") return std::nullopt;
  count.from = count.start.field("value") ? count.start.field("value") : count.start.field("right");
  const Node name = count.start.named_children().empty() ? Node() : count.start.named_children().front();
  const auto parts = binaries(count.condition);
  if (!count.from || parts.size() != 1) return std::nullopt;
  count.name = edits.text(name);
  count.op = edits.text(parts[0].op);
  count.to = edits.tight(parts[0].right);
  const std::string step = edits.text(count.update);
  count.goes_up = step.find("++") != std::string::npos;
  if (edits.text(parts[0].left) != count.name || step.find(count.name) == std::string::npos) return std::nullopt;
  return count;
}

std::string by_one(const std::string& text, int by) {
  if (by > 0 && text.ends_with(" - 1")) return text.substr(0, text.size() - 4);
  if (by < 0 && text.ends_with(" + 1")) return text.substr(0, text.size() - 4);
  if (text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos) return std::to_string(std::stoll(text) + by);
  return text + (by > 0 ? " + 1" : " - 1");
}

/// for (i = 1; i < n; i++) -> for (i = n - 1; i > 0; i--), and back.
void turn_loop(Edits& edits, const Count& count) {
  const std::string from = edits.text(count.from);
  std::string begins, ends;
  if (count.goes_up && (count.op == "<" || count.op == "<=")) {
    begins = count.op == "<" ? by_one(count.to, -1) : count.to;
    ends = from == "0" || edits.kind(count.from) != Kind::number ? " >= " + from : " > " + by_one(from, -1);
  } else if (!count.goes_up && (count.op == ">" || count.op == ">=")) {
    begins = count.op == ">" ? by_one(count.to, 1) : count.to;
    ends = " < " + by_one(from, 1);
  } else {
    return;
  }
  std::string step = edits.text(count.update);
  const auto at = step.find(count.goes_up ? "++" : "--");
  if (at == std::string::npos || count.op == "!=") return;
  step.replace(at, 2, count.goes_up ? "--" : "++");
  std::vector<Splice> all;
  all.push_back({count.from.begin(), count.from.end(), begins});
  all.push_back({count.condition.begin(), count.condition.end(), count.name + ends});
  all.push_back({count.update.begin(), count.update.end(), step});
  edits.splice(1.9, "loop the other way", count.start.line(), std::move(all));
}

/// for (size_t i = n - 1; i >= 0; i--): what has no sign is never less. -> for (size_t i = n; i-- > 0;)
void end_of_unsigned(Edits& edits, const Count& count, Node loop) {
  if (count.goes_up || count.op != ">=" || count.to != "0" || !edits.is_native()) return;
  const std::string_view header = edits.source.text_of(loop).substr(0, 40);
  const bool is_unsigned = header.find("size_t") != std::string_view::npos || header.find("unsigned") != std::string_view::npos || header.find("uint") != std::string_view::npos || header.find("auto") != std::string_view::npos;
  std::vector<Splice> all;
  all.push_back({count.from.begin(), count.from.end(), by_one(edits.text(count.from), 1)});
  all.push_back({count.condition.begin(), count.condition.end(), count.name + "-- > 0"});
  all.push_back({count.update.begin(), count.update.end(), ""});
  if (is_unsigned) edits.splice(0.9, "loop the other way", count.start.line(), std::move(all));
}

/// text[i] -> text[n - 1 - i], where i runs up to n.
void from_other_end(Edits& edits, const Count& count, Node loop) {
  if (!count.goes_up || (count.op != "<" && count.op != "<=")) return;
  const std::string last = count.op == "<" ? by_one(count.to, -1) : count.to;
  for (code::Cursor at(loop.field("body")); at.next();) {
    if (edits.kind(at.node()) != Kind::subscript) continue;
    for (const Node index : indices_of(at.node()))
      if (edits.text(index) == count.name && edits.is_suspect(index)) edits.replace(2.2, "from the other end", index, last + " - " + count.name);
  }
}

/// for (j = 0; j < n; j++) in a loop over i: from i + 1, up to n - i.
void inner_loop(Edits& edits, const Count& count, Node loop) {
  for (Node around = loop.parent(); around && edits.kind(around) != Kind::function; around = around.parent()) {
    const auto outer = edits.kind(around) == Kind::for_ ? count_of(edits, around) : std::nullopt;
    if (!outer) continue;
    const auto parts = binaries(count.condition);
    edits.replace(1.7, "inner loop", count.from, outer->name + " + 1");
    edits.replace(1.9, "inner loop", count.from, outer->name);
    if (!count.goes_up) continue;
    edits.replace(1.9, "inner loop", parts[0].right, count.to + " - " + outer->name);
    edits.replace(1.9, "inner loop", parts[0].right, count.to + " - " + outer->name + " - 1");
    edits.replace(2.1, "inner loop", parts[0].right, count.to + " - 1");
  }
}

/// for (...; i++) -> i += 2
void larger_step(Edits& edits, const Count& count) {
  for (const auto& value : edits.scope.values)
    if (value.shape == Shape::number && !value.is_member && value.text != count.name) edits.replace(2.1, "step", count.update, count.name + (count.goes_up ? " += " : " -= ") + value.text);
  for (const char* step : {"2", "3", "4"}) edits.replace(step[0] == '2' ? 2.2 : 2.6, "step", count.update, count.name + (count.goes_up ? " += " : " -= ") + step);
}

/// if (n == 0) return ...; of what calls itself with less: n <= 0, n <= 1
void last_case(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "==" || edits.kind(parts[0].left) == Kind::arithmetic) return;
  const std::string number = edits.text(parts[0].right);
  if (number.size() != 1 || number[0] < '0' || number[0] > '8') return;
  const auto& name = edits.unit.name;
  const std::string own = name.substr(name.find_last_of(".:") == std::string::npos ? 0 : name.find_last_of(".:") + 1);
  if (edits.text(edits.unit.body).find(own + "(") == std::string::npos) return;
  edits.replace(1.4, "relational operator", node, edits.text(parts[0].left) + " <= " + number);
  edits.replace(1.6, "relational operator and its bound", node, edits.text(parts[0].left) + " <= " + std::string(1, static_cast<char>(number[0] + 1)));
}

/// a + b > MOST runs over before it is asked: a > MOST - b
void ask_before_sum(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::arithmetic) return;
  const std::string op = edits.text(parts[0].op), bound = edits.tight(parts[0].right);
  const auto terms = binaries(parts[0].left);
  if (op == "==" || op == "!=" || terms.size() != 1) return;
  const bool is_most = bound.find("MAX") != std::string::npos || bound.find("max") != std::string::npos || bound.find("size") != std::string::npos || bound.find("cap") != std::string::npos || bound.find("len") != std::string::npos;
  const std::string left = edits.text(terms[0].left), right = edits.tight(terms[0].right);
  if (edits.text(terms[0].op) == "+" && is_most && edits.kind(terms[0].right) != Kind::number) edits.replace(1.7, "comparison of values", node, left + " " + op + " " + bound + " - " + right);
  if (edits.text(terms[0].op) == "*" && is_most) edits.replace(1.7, "comparison of values", node, left + " " + op + " " + bound + " / " + right);
}

/// Fractions that are computed are hardly ever the same.
void nearly_same(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op);
  const auto is_fraction = [&](Node side) {
    const std::string text = edits.text(side), type = edits.types().type_of(text);
    return type == "double" || type == "float" || (edits.kind(side) == Kind::number && text.find('.') != std::string::npos);
  };
  if ((op != "==" && op != "!=") || (!is_fraction(parts[0].left) && !is_fraction(parts[0].right))) return;
  const std::string a = edits.text(parts[0].left), b = edits.tight(parts[0].right);
  const bool has_fabs = edits.language() == code::Language::cpp || edits.source.text().find("math.h") != std::string::npos;
  if (!has_fabs) return edits.replace(1.6, "comparison of values", node, std::string(op == "==" ? "(" : "!(") + a + " - " + b + " < 1e-9 && " + b + " - " + a + " < 1e-9)");
  const std::string difference = (edits.language() == code::Language::c ? "fabs(" : "std::abs(") + a + " - " + b + ")";
  edits.replace(1.6, "comparison of values", node, difference + (op == "==" ? " < 1e-9" : " > 1e-9"));
}

/// a < b - c -> a + c < b: b may be less than c, and has no sign.
void add_for_subtract(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op);
  const auto terms = binaries(parts[0].right);
  if (op == "==" || op == "!=" || edits.kind(parts[0].right) != Kind::arithmetic || terms.size() != 1 || edits.text(terms[0].op) != "-") return;
  const bool is_surely_unsigned = edits.text(terms[0].left).find("size()") != std::string::npos || edits.text(terms[0].left).find("length()") != std::string::npos || edits.text(terms[0].left).starts_with("strlen(");
  edits.replace(is_surely_unsigned ? 1.1 : 2.3, "comparison of values", node, edits.text(parts[0].left) + " + " + edits.tight(terms[0].right) + " " + op + " " + edits.text(terms[0].left));
}

/// n < size: what is less than 0 is no more so beside what has no sign. n < (int) size
void signs_apart(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const auto type_of = [&](Node side) {
    const std::string text = edits.text(side);
    return text.ends_with(".size()") || text.ends_with(".length()") || text.starts_with("strlen(") || text.starts_with("sizeof") ? std::string("size_t") : edits.types().type_of(text);
  };
  const auto is_unsigned = [](const std::string& type) { return type.find("size_t") != std::string::npos || type.find("unsigned") != std::string::npos || type.find("uint") != std::string::npos; };
  const auto is_signed = [](const std::string& type) { return type == "int" || type == "long" || type == "ptrdiff_t" || type == "ssize_t"; };
  for (const auto& [left, right] : {std::pair(parts[0].left, parts[0].right), std::pair(parts[0].right, parts[0].left)}) {
    const std::string to = type_of(left);
    if (!is_signed(to) || !is_unsigned(type_of(right))) continue;
    edits.replace(1.4, "cast", right, edits.language() == code::Language::cpp ? "static_cast<" + to + ">(" + edits.text(right) + ")" : "(" + to + ") " + edits.tight(right));
  }
}

/// (low + high) / 2 -> low + (high - low) / 2: the sum may be too large.
void middle(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "/" || edits.text(parts[0].right) != "2") return;
  const Node sum = edits.kind(parts[0].left) == Kind::parenthesised && parts[0].left.named_children().size() == 1 ? parts[0].left.named_children()[0] : Node();
  const auto terms = edits.kind(sum) == Kind::arithmetic ? binaries(sum) : std::vector<Binary>();
  if (terms.size() != 1 || edits.text(terms[0].op) != "+") return;
  const std::string low = edits.tight(terms[0].left);
  edits.replace_expression(1.5, "middle", node, low + " + (" + edits.tight(terms[0].right) + " - " + low + ") / 2", Kind::arithmetic);
}

}  // namespace

void edit_order(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::comparison && edits.is_native()) {
    add_for_subtract(edits, node);
    signs_apart(edits, node);
    ask_before_sum(edits, node);
    nearly_same(edits, node);
  }
  if (kind == Kind::comparison) last_case(edits, node);
  if (kind == Kind::arithmetic) middle(edits, node);
  if (kind != Kind::for_) return;
  const auto count = count_of(edits, node);
  if (!count) return;
  turn_loop(edits, *count);
  end_of_unsigned(edits, *count, node);
  from_other_end(edits, *count, node);
  inner_loop(edits, *count, node);
  larger_step(edits, *count);
}

}  // namespace repair
