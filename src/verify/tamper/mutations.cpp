#include "tamper/mutations.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Language;
using code::Node;

template <class Table>
bool is_in(std::string_view word, const Table& table) {
  return std::find(table.begin(), table.end(), word) != table.end();
}

/// Nodes with nothing in them that a test could notice.
constexpr std::array k_idle = std::to_array<std::string_view>({"import_statement",
                                                               "import_from_statement",
                                                               "import_declaration",
                                                               "use_declaration",
                                                               "package_clause",
                                                               "package_declaration",
                                                               "preproc_include",
                                                               "preproc_def",
                                                               "preproc_function_def",
                                                               "type",
                                                               "type_annotation",
                                                               "type_arguments",
                                                               "type_parameters",
                                                               "template_argument_list",
                                                               "template_parameter_list",
                                                               "decorator",
                                                               "attribute_item",
                                                               "inner_attribute_item",
                                                               "annotation",
                                                               "marker_annotation",
                                                               "attribute_declaration",
                                                               "assert_statement",
                                                               "static_assert_declaration",
                                                               "interface_declaration",
                                                               "type_alias_declaration",
                                                               "struct_item",
                                                               "extern_crate_declaration",
                                                               "array_type",
                                                               "array_declarator",
                                                               "bitfield_clause",
                                                               "export_specifier",
                                                               "future_import_statement",
                                                               "global_statement",
                                                               "nonlocal_statement",
                                                               "type_declaration",
                                                               "alias_declaration",
                                                               "using_declaration",
                                                               "friend_declaration",
                                                               "enum_specifier",
                                                               "trait_bounds",
                                                               "where_clause",
                                                               "lifetime",
                                                               "modifiers"});

bool is_logging(std::string_view code) {
  const std::string flat = lower(squeeze(code.substr(0, 200)));
  constexpr std::array k_heads = std::to_array<std::string_view>(
      {"log.",         "logger.",        "logging.",      "self.logger.",   "self.log.",
       "this.logger.", "this.log.",      "console.debug", "console.warn",   "console.error",
       "console.info", "console.trace",  "debug!(",       "info!(",         "warn!(",
       "error!(",      "trace!(",        "eprintln!(",    "eprint!(",       "tracing::",
       "log::",        "slog.",          "system.err.",   "fprintf(stderr", "std::cerr",
       "std::clog",    "warnings.warn(", "_log.",         "_logger.",       "spdlog::",
       "log_debug(",   "log_info(",      "log_warn(",     "log_error(",     "dbg!(",
       "debug(",       "klog.",          "glog."});
  return std::any_of(k_heads.begin(), k_heads.end(),
                     [&](std::string_view head) { return flat.starts_with(head); });
}

bool is_printing(std::string_view code) {
  constexpr std::array k_heads =
      std::to_array<std::string_view>({"print(", "console.log(", "println!(", "fmt.Print",
                                       "System.out.", "printf(", "std::cout", "puts(", "print!("});
  const std::string flat = squeeze(code.substr(0, 100));
  return std::any_of(k_heads.begin(), k_heads.end(),
                     [&](std::string_view head) { return flat.starts_with(head); });
}

bool is_comparison(std::string_view op) {
  constexpr std::array k_ops = std::to_array<std::string_view>(
      {"<", "<=", ">", ">=", "==", "!=", "===", "!==", "is", "is not", "in", "not in"});
  return is_in(op, k_ops);
}

struct Swap {
  std::string_view from, to;
  double strength;
};
constexpr Swap k_swaps[] = {
    {"==", "!=", 3.2},     {"!=", "==", 3.2},     {"===", "!==", 3.2},   {"!==", "===", 3.2},
    {"<", ">=", 3.0},      {"<=", ">", 3.0},      {">", "<=", 3.0},      {">=", "<", 3.0},
    {"<", "<=", 2.2},      {"<=", "<", 2.2},      {">", ">=", 2.2},      {">=", ">", 2.2},
    {"is", "is not", 3.0}, {"is not", "is", 3.0}, {"in", "not in", 3.0}, {"not in", "in", 3.0},
    {"and", "or", 2.8},    {"or", "and", 2.8},    {"&&", "||", 2.8},     {"||", "&&", 2.8},
    {"+", "-", 2.6},       {"-", "+", 2.6},       {"*", "+", 2.6},       {"/", "*", 2.6},
    {"//", "*", 2.6},      {"%", "*", 2.6},       {"**", "*", 2.4},      {"+=", "-=", 2.7},
    {"-=", "+=", 2.7},     {"*=", "+=", 2.6},     {"/=", "*=", 2.6},     {"++", "--", 2.7},
    {"--", "++", 2.7},     {"&", "|", 2.2},       {"|", "&", 2.2},       {"??", "&&", 2.2},
};

class Finder {
 public:
  Finder(Language language, std::string_view text, const std::set<std::size_t>& lines)
      : language_(language), text_(text), lines_(lines) {}

  std::vector<Mutation> find(Node root) {
    code::Cursor at(root);
    for (bool more = at.next(); more && out_.size() < k_mutations_max;) {
      const Node node = at.node();
      if (is_idle(node)) {
        more = at.skip();
        continue;
      }
      if (lines_.contains(node.line())) mutate(node);
      more = at.next();
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view text(Node node) const { return node.text(text_); }
  [[nodiscard]] bool is_python() const { return language_ == Language::python; }
  [[nodiscard]] bool is_js() const {
    return language_ == Language::javascript || language_ == Language::typescript ||
           language_ == Language::tsx;
  }
  [[nodiscard]] bool is_typed() const { return !is_python() && !is_js(); }

  void add(Node node, std::string replacement, std::string what, double strength) {
    out_.push_back(
        {node.begin(), node.end(), std::move(replacement), std::move(what), node.line(), strength});
  }
  [[nodiscard]] static std::string became(std::string_view before, std::string_view after) {
    return "`" + shown(before, 60) + "` became `" + shown(after, 60) + "`";
  }

  bool is_idle(Node node) const {
    const std::string_view type = node.type();
    if (type.find("comment") != std::string_view::npos || is_in(type, k_idle)) return true;
    if (type == "expression_statement") {
      const Node inside = node.child(0);
      if (inside.type() == "string" || is_logging(text(node))) return true;  // a docstring
      const Node left = inside.type() == "assignment" ? inside.field("left") : Node();
      if (left && text(left).starts_with("__")) return true;
      if (inside.type() == "call_expression" && lower(text(inside.field("function"))) == "assert")
        return true;
    }
    if (type == "if_statement" &&
        text(node.field("condition")).find("__name__") != std::string_view::npos)
      return true;
    return type == "mod_item" && is_test_module(node);
  }

  bool is_test_module(Node module) const {
    for (Node before = module.previous_sibling(); before && before.type() == "attribute_item";
         before = before.previous_sibling())
      if (squeeze(text(before)).find("cfg(test)") != std::string::npos) return true;
    return false;
  }

  void mutate(Node node) {
    const std::string_view type = node.type();
    if (type == "expression_statement" || type == "assignment_statement" ||
        type == "raise_statement" || type == "throw_statement" || type == "inc_statement" ||
        type == "dec_statement" || type == "send_statement" || type == "go_statement" ||
        type == "defer_statement" || type == "delete_statement")
      return remove(node);
    if (type == "if_statement" || type == "elif_clause" || type == "if_expression")
      return negate(node.field("condition"));
    if (type == "ternary_expression" || type == "conditional_expression") return ternary(node);
    if (type == "while_statement" || type == "while_expression")
      return never(node.field("condition"));
    if (type == "return_statement" || type == "return_expression") return change_return(node);
    if (type == "block" && language_ == Language::rust) return change_tail(node);
    if (type == "arrow_function") return change_arrow(node);
    if (type == "break_statement" || type == "continue_statement") return leave(node);
    if (type == "binary_expression" || type == "binary_operator" || type == "comparison_operator" ||
        type == "boolean_operator" || type == "augmented_assignment" ||
        type == "augmented_assignment_expression" || type == "assignment_expression" ||
        type == "compound_assignment_expr" || type == "update_expression")
      return swap_operators(node);
    if (type == "not_operator")
      return add(node, std::string(text(node.field("argument"))),
                 became(text(node), text(node.field("argument"))), 3.0);
    constant(node);
  }

  /// A statement that does something. In Go and Rust a declaration cannot go without its uses.
  void remove(Node node) {
    const std::string code = squeeze(text(node).substr(0, 400));
    if (node.type() == "expression_statement") {
      const std::string_view inside = node.child(0).type();
      constexpr std::array k_acts = std::to_array<std::string_view>(
          {"call", "call_expression", "method_invocation", "assignment", "assignment_expression",
           "augmented_assignment", "augmented_assignment_expression", "compound_assignment_expr",
           "update_expression", "await", "await_expression", "macro_invocation", "try_expression",
           "delete_expression", "throw_expression", "unary_expression"});
      if (!is_in(inside, k_acts)) return;
      // Python: the first binding of a name is a declaration; without it all fails.
      if (inside == "assignment" && node.child(0).field("left").type() == "identifier") return;
      if (inside == "assignment" && node.child(0).field("type")) return;
    }
    const Node parent = node.parent();
    const bool needed = parent.type() == "for_statement" || parent.type() == "if_statement" ||
                        parent.type() == "while_statement" || parent.type() == "else_clause";
    std::string nothing = is_python() ? "pass" : needed ? ";" : "";
    if (language_ == Language::go && needed) return;
    double strength = is_printing(code) ? 1.2 : 5.0;
    if (node.type() == "raise_statement" || node.type() == "throw_statement") {
      // Without it the function may end without a value, which a typed language refuses.
      if (is_typed()) return;
      strength = 4.5;
    }
    add(node, std::move(nothing), "`" + shown(text(node), 80) + "` is gone", strength);
  }

  /// The condition itself, without the brackets that belong to the statement.
  Node bare(Node condition) const {
    if (condition.type() == "condition_clause") {
      const Node value = condition.field("value");
      return condition.field("initializer") ? Node() : value;
    }
    return condition;
  }

  void negate(Node whole) {
    const Node condition = bare(whole);
    if (!condition) return;
    const std::string_view type = condition.type();
    if (type == "let_condition" || type == "let_chain" || type == "declaration") return;
    const std::string code(text(condition));
    const std::string turned = is_python()                          ? "not (" + code + ")"
                               : type == "parenthesized_expression" ? "(!" + code + ")"
                                                                    : "!(" + code + ")";
    add(condition, turned, became(code, turned), 4.0);
  }

  void ternary(Node node) {
    // Python: A if C else B, without field names.
    Node condition = node.field("condition");
    if (!condition && is_python() && node.named_children().size() == 3)
      condition = node.named_children()[1];
    if (!condition) return;
    const std::string code(text(condition));
    add(condition, is_python() ? "not (" + code + ")" : "!(" + code + ")",
        "`" + shown(code, 60) + "` is turned around", 3.6);
  }

  void never(Node whole) {
    const Node condition = bare(whole);
    if (!condition || condition.type() == "let_condition") return;
    const bool brackets = condition.type() == "parenthesized_expression";
    std::string no = is_python() ? "False" : language_ == Language::c ? "0" : "false";
    if (brackets) no = "(" + no + ")";
    add(condition, no, "the loop `" + shown(text(condition), 60) + "` is never entered", 2.4);
  }

  void leave(Node node) {
    if (node.type() == "break_statement") return;  // an endless loop is a slow way to fail
    add(node, is_python() ? "pass" : "", "`" + shown(text(node), 60) + "` is gone", 2.5);
  }

  /// The declared type of what the function around `node` returns, without white space.
  std::string return_type(Node node) const {
    std::size_t steps = 0;
    for (Node up = node.parent(); up && ++steps < 40; up = up.parent()) {
      const std::string_view type = up.type();
      if (type == "lambda_expression" || type == "closure_expression" || type == "func_literal" ||
          type == "arrow_function") {
        if (type == "func_literal") return squeeze(text(up.field("result")));
        return {};
      }
      if (type == "function_item" || type == "function_definition" ||
          type == "function_declaration" || type == "method_declaration" ||
          type == "method_definition") {
        for (const std::string_view field : {"return_type", "result", "type"})
          if (const Node found = up.field(field)) {
            // int* f(): the star stands with the name.
            if (up.field("declarator").type() == "pointer_declarator" ||
                up.field("declarator").type() == "reference_declarator")
              return {};
            return squeeze(text(found));
          }
        return {};
      }
    }
    return {};
  }

  static bool is_number_type(std::string_view type) {
    constexpr std::array k_types = std::to_array<std::string_view>(
        {"int",     "long",     "short",        "unsigned",      "unsignedint",  "longlong",
         "double",  "float",    "size_t",       "std::size_t",   "int64_t",      "uint64_t",
         "int32_t", "uint32_t", "std::int64_t", "std::uint64_t", "std::int32_t", "std::uint32_t",
         "i8",      "i16",      "i32",          "i64",           "i128",         "isize",
         "u8",      "u16",      "u32",          "u64",           "u128",         "usize",
         "int64",   "int32",    "uint64",       "uint32",        "uint",         "unsignedlong",
         "uint8_t"});
    return is_in(type, k_types);
  }

  void change_value(Node value, double strength) {
    const std::string code(text(value));
    const std::string_view type = value.type();
    std::string to;
    if (is_python()) {
      to = type == "none" ? "0" : type == "true" ? "False" : type == "false" ? "True" : "None";
    } else if (is_js()) {
      to = code == "true"                          ? "false"
           : code == "false"                       ? "true"
           : code == "undefined" || code == "null" ? "0"
                                                   : "undefined";
    } else {
      const std::string declared = return_type(value);
      if (code == "true" || code == "false") {
        to = code == "true" ? "false" : "true";
      } else if (declared == "bool" || declared == "boolean") {
        to = "!(" + code + ")";
      } else if (is_number_type(declared)) {
        to = "(" + code + ") + 1";
      } else if (declared == "f64" || declared == "f32" || declared == "float64" ||
                 declared == "float32") {
        to = "(" + code + ") + 1.0";
      } else if (declared == "string" && language_ == Language::go &&
                 type != "interpreted_string_literal") {
        to = "(" + code + ") + \"mutated\"";
      } else if (declared == "String" && language_ == Language::java) {
        to = "\"mutated\"";
      } else if (declared == "std::string" ||
                 (declared == "String" && language_ == Language::rust)) {
        to = language_ == Language::rust ? "String::new()" : "std::string()";
      }
    }
    if (to.empty() || to == code) return;
    add(value, to, "the result " + became(code, to), strength);
  }

  void change_return(Node node) {
    const auto values = node.named_children();
    if (values.empty()) return;
    Node value = values[0];
    if (value.type() == "expression_list") {
      if (value.named_children().size() != 1) return;
      if (language_ == Language::go) value = value.named_children()[0];
    }
    change_value(value, 3.5);
  }

  /// Rust's block whose last expression is its value, if it is a function's.
  void change_tail(Node block) {
    if (block.parent().type() != "function_item") return;
    const auto inside = block.named_children();
    if (inside.empty()) return;
    const Node last = inside.back();
    const std::string_view type = last.type();
    if (type == "expression_statement" || type.ends_with("_item") || type == "let_declaration" ||
        type.find("comment") != std::string_view::npos || !lines_.contains(last.line()))
      return;
    if (type == "if_expression" || type == "match_expression" || type == "loop_expression" ||
        type == "for_expression" || type == "while_expression")
      return;
    change_value(last, 3.5);
  }

  void change_arrow(Node node) {
    const Node body = node.field("body");
    if (body.type() == "statement_block" || !lines_.contains(body.line())) return;
    if (body.type() == "call_expression" && is_logging(text(body))) return;
    change_value(body, 3.4);
  }

  void swap_operators(Node node) {
    // i-- for i++ in a loop's head never ends.
    if (node.parent().type() == "for_statement" && node.parent().field("update") == node) return;
    const auto children = node.children();
    bool strings = false;
    for (const Node child : children)
      strings = strings || child.type().find("string") != std::string_view::npos;
    for (const Node child : children) {
      if (child.named()) continue;
      const std::string op = one_line(text(child));
      // Between strings `-` has no meaning, and the build would notice.
      if (strings && !is_comparison(op)) continue;
      for (const Swap& swap : k_swaps) {
        if (swap.from != op) continue;
        double strength = swap.strength;
        if (is_typed() && (op == "+" || op == "+=")) strength = 2.0;
        add(child, std::string(swap.to),
            became(op, swap.to) + " in `" + shown(text(node), 60) + "`", strength);
      }
    }
  }

  /// Texts of errors are for people; tests seldom look at them.
  bool is_in_message(Node node) const {
    std::size_t steps = 0;
    for (Node up = node.parent(); up && ++steps < 6; up = up.parent()) {
      const std::string_view type = up.type();
      if (type == "raise_statement" || type == "throw_statement" || type == "throw_expression")
        return true;
      if (type == "call" || type == "call_expression" || type == "macro_invocation" ||
          type == "object_creation_expression" || type == "new_expression") {
        const std::string head = squeeze(text(up).substr(0, 80));
        for (const std::string_view sign :
             {"Error(", "Exception(", "errors.New(", "fmt.Errorf(", "panic", "expect(", "fail("})
          if (head.find(sign) != std::string::npos) return true;
        if (is_printing(head) || is_logging(head)) return true;
      }
    }
    return false;
  }

  void constant(Node node) {
    const std::string_view type = node.type();
    const std::string code(text(node));
    if (code == "true" || code == "false" || code == "True" || code == "False") {
      if (node.child_count() > 0) return;
      const std::string to = code == "true"    ? "false"
                             : code == "false" ? "true"
                             : code == "True"  ? "False"
                                               : "True";
      return add(node, to, became(code, to), 2.5);
    }
    constexpr std::array k_numbers =
        std::to_array<std::string_view>({"integer", "number", "int_literal", "integer_literal",
                                         "decimal_integer_literal", "number_literal"});
    if (is_in(type, k_numbers)) {
      long long value = 0;
      const auto [rest, error] = std::from_chars(code.data(), code.data() + code.size(), value);
      if (error != std::errc() || rest != code.data() + code.size() || value > 1'000'000'000)
        return;
      const std::string_view parent = node.parent().type();
      if (parent == "case_clause" || parent == "enumerator" || parent == "case_statement") return;
      const std::string to = std::to_string(value + 1);
      return add(node, to, became(code, to), 2.0);
    }
    const bool is_string =
        type == "string" || type == "interpreted_string_literal" || type == "string_literal";
    if (!is_string || node.parent().type() == "expression_statement" || is_in_message(node)) return;
    if (code.find_first_of("\"'") != 0 || code.starts_with("\"\"\"")) return;
    if (code.size() > 200 || node.parent().type() == "concatenated_string" ||
        node.parent().type() == "export_statement")
      return;
    const std::string quote = code.substr(0, 1);
    const std::string to = code.size() == 2 ? quote + "mutated" + quote : quote + quote;
    add(node, to, became(code, to), 1.5);
  }

  Language language_;
  std::string_view text_;
  const std::set<std::size_t>& lines_;
  std::vector<Mutation> out_;
};

}  // namespace

std::vector<Mutation> mutations_of(Node root, Language language, std::string_view text,
                                   const std::set<std::size_t>& lines) {
  return Finder(language, text, lines).find(root);
}

}  // namespace verify::tamper
