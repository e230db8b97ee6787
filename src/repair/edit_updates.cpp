// What is to be kept up to date: the other end of a list that ran empty, the count of an element that changed, the sign after an
// exchange, an object that is to be told.

#include <algorithm>
#include <map>

#include "block.h"
#include "declared_types.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_methods_max = 4;

class Updater : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines || !edits_.is_suspect(statement)) continue;
      edits_.look_from(statement.begin());
      ran_empty(statement, *lines);
      fields_of_element(statement, *lines);
      turn_sign(statement, *lines, i + 1 == statements_.size());
      tell(statement, *lines);
      skip_seen(statement, *lines);
      follow(statement, *lines);
    }
  }

 private:
  void put(double cost, const Lines& lines, const std::string& statement, std::size_t line) {
    std::vector<Splice> one;
    one.push_back({lines.end, lines.end, lines.indent + statement + "\n"});
    splice(cost, "update inserted", line, std::move(one));
  }

  /// q->head = n->next; if (!q->head) q->tail = NULL;
  void ran_empty(Node statement, const Lines& lines) {
    const Node inner = statement.child(0);
    if (edits_.kind(statement) != Kind::expression_statement || edits_.kind(inner) != Kind::assignment) return;
    const std::string target = edits_.text(inner.field("left")), value = edits_.text(inner.field("right"));
    const Value* self = edits_.value_of(target);
    const bool moves_on = value.find("next") != std::string::npos || value.find("prev") != std::string::npos || value.find("Next") != std::string::npos;
    if (self == nullptr || !self->is_member || !moves_on || value.starts_with(target + " ")) return;
    const std::string object = target.substr(0, target.find_first_of(".-"));
    const std::string type = self->type;
    for (const auto* list : {&edits_.scope.values, &edits_.scope.untouched})
      for (const auto& other : *list) {
        const bool is_beside = other.is_member && other.text != target && (target.find_first_of(".-") == std::string::npos || other.text.substr(0, other.text.find_first_of(".-")) == object);
        const bool is_same = !type.empty() ? other.type == type : edits_.language() == code::Language::java && (other.text.ends_with("tail") || other.text.ends_with("last") || other.text.ends_with("head") || other.text.ends_with("first"));
        if (is_beside && is_same) put(1.8, lines, "if (" + is_nothing(target) + ")\n" + lines.indent + "    " + other.text + " = " + null() + ";", statement.line());
      }
  }

  /// slots[i].value.reset(); ++slots[i].generation;
  void fields_of_element(Node statement, const Lines& lines) {
    if (edits_.kind(statement) != Kind::expression_statement || !edits_.is_native()) return;
    for (code::Cursor at(statement); at.next();) {
      const Node member = at.node();
      if (edits_.kind(member) != Kind::member || edits_.kind(object_of(member)) != Kind::subscript) continue;
      const std::string object = edits_.text(object_of(member));
      const auto* fields = edits_.types().fields_of(edits_.types().type_of(object));
      if (fields == nullptr) continue;
      const std::string link = edits_.source.text().substr(object_of(member).end(), member_of(member).begin() - object_of(member).end());
      for (const auto& field : *fields) {
        const std::string text = object + link + field.name;
        if (own().find(text) != std::string_view::npos) continue;
        const Shape shape = edits_.types().shape_of(field.type);
        if (shape == Shape::number) {
          put(2.2, lines, edits_.language() == code::Language::c ? text + "++;" : "++" + text + ";", statement.line());
          put(2.6, lines, edits_.language() == code::Language::c ? text + "--;" : "--" + text + ";", statement.line());
          put(2.5, lines, text + " = 0;", statement.line());
        }
        if (shape == Shape::truth)
          for (const char* truth : {"true", "false"}) put(2.3, lines, text + " = " + truth + ";", statement.line());
        if (shape == Shape::pointer) put(2.4, lines, text + " = " + null() + ";", statement.line());
        for (const auto& value : edits_.scope.values)
          if (!value.is_member && !value.type.empty() && value.type == field.type) put(2.5, lines, text + " = " + value.text + ";", statement.line());
      }
      return;
    }
  }

  /// Two rows exchanged turn the sign of a determinant; what alternates is turned at the end of each round.
  void turn_sign(Node statement, const Lines& lines, bool is_last) {
    const bool exchanges = edits_.kind(statement) == Kind::expression_statement && edits_.text(statement).find("swap(") != std::string::npos;
    const Kind owner = edits_.kind(block_.parent());
    const bool ends_round = is_last && (owner == Kind::for_ || owner == Kind::while_);
    if (!exchanges && !ends_round) return;
    for (const auto& value : edits_.scope.values) {
      const auto begins_with_one = own().find(value.text + " = 1") != std::string_view::npos || own().find(value.text + " = -1") != std::string_view::npos;
      if (value.shape != Shape::number || value.is_member || value.is_pair || !begins_with_one) continue;
      if (own().find(value.text + " = -" + value.text) == std::string_view::npos) put(exchanges ? 1.6 : 2.1, lines, value.text + " = -" + value.text + ";", statement.line());
    }
  }

  /// hex(s[i + 1]), hex(s[i + 2]): i += 2;
  void skip_seen(Node statement, const Lines& lines) {
    if (!in_loop() || (edits_.kind(statement) != Kind::expression_statement && edits_.kind(statement) != Kind::declaration)) return;
    std::string name;
    int most = 0;
    for (code::Cursor at(statement); at.next();) {
      const auto parts = edits_.kind(at.node()) == Kind::arithmetic ? binaries(at.node()) : std::vector<Binary>();
      if (parts.size() != 1 || edits_.text(parts[0].op) != "+" || edits_.kind(parts[0].left) != Kind::name || edits_.kind(parts[0].right) != Kind::number) continue;
      const std::string number = edits_.text(parts[0].right);
      if (number.size() != 1 || number[0] < '1' || number[0] > '9' || number[0] - '0' < most) continue;
      most = number[0] - '0';
      name = edits_.text(parts[0].left);
    }
    if (most < 1) return;
    for (const int by : {most, most + 1}) put(by == most ? 1.7 : 1.9, lines, name + " += " + std::to_string(by) + ";", statement.line());
  }

  /// prev = node; in a loop that goes along a list.
  void follow(Node statement, const Lines& lines) {
    if (!in_loop() || !edits_.is_native()) return;
    for (const auto& to : edits_.scope.values)
      for (const auto& from : edits_.scope.values) {
        const bool are_pointers = !to.is_member && !from.is_member && !to.is_pair && to.shape == Shape::pointer && to.type == from.type && !to.type.empty() && to.text != from.text;
        if (are_pointers) put(2.4, lines, to.text + " = " + from.text + ";", statement.line());
      }
  }

  /// C++: Rollback rollback(...); rollback.dismiss(); of a class that the file defines.
  void tell(Node statement, const Lines& lines) {
    if (edits_.language() != code::Language::cpp || edits_.kind(statement) == Kind::return_) return;
    for (const auto& value : edits_.scope.values) {
      if (value.is_member || value.is_pair || value.type.empty() || value.type.ends_with("*") || own().find(value.text) == std::string_view::npos) continue;
      const auto [known, is_new] = doers_.try_emplace(value.type);
      if (is_new) known->second = doers_of(value.type);
      for (const auto& method : known->second) {
        const std::string text = value.text + "." + method + "();";
        if (own().find(text) == std::string_view::npos) put(2.2, lines, text, statement.line());
      }
    }
  }

  /// void methods of a class without parameters that may change it.
  [[nodiscard]] std::vector<std::string> doers_of(const std::string& type) const {
    std::vector<std::string> out;
    for (const auto& unit : edits_.source.units()) {
      if (unit.is_top || out.size() >= k_methods_max) continue;
      const Node declarator = unit.node.field("declarator");
      const Node parameters = declarator.field("parameters");
      if (declarator.type() != "function_declarator" || edits_.text(unit.node.field("type")) != "void" || !parameters.named_children().empty()) continue;
      const std::string full = unit.name;
      const auto colons = full.rfind("::");
      if (colons == std::string::npos || edits_.text(declarator).ends_with("const")) continue;
      const std::string holder = full.substr(0, colons);
      const bool is_of_type = holder == type || holder.ends_with("::" + type) || type.ends_with("::" + holder);
      if (is_of_type) out.push_back(full.substr(colons + 2));
    }
    return out;
  }

  std::map<std::string, std::vector<std::string>> doers_;  ///< by the type
};

}  // namespace

void edit_updates(Edits& edits, Node block) {
  Updater(edits, block).edit();
}

}  // namespace repair
