#pragma once
// What the families of operators share: the function at hand, what is in scope there, and the list
// that their candidates go to.

#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "candidate.h"
#include "dialect.h"
#include "source.h"
#include "syntax.h"
#include "text_hash.h"
#include "values.h"

namespace repair {

/// A text that is put somewhere, and its price.
struct Filled {
  double cost;
  std::string text;
};

struct Ingredient {
  std::string text;
  Kind kind = Kind::none;
  Shape shape = Shape::unknown;
};

struct Spot {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// a, b = whole
struct Unpacked {
  std::size_t end = 0;
  std::string whole, parts;
};

/// What occurs in the function (and, for names, in the file around it).
struct Scope {
  std::vector<std::string> names;  ///< parameters and locals, in the order of their first use
  std::vector<std::string>
      outer;  ///< names of the file that the function uses or that are constants of it
  std::vector<std::string> functions;  ///< called by plain name
  std::vector<std::string> callables;  ///< written in the file
  std::vector<std::pair<std::string, std::string>>
      members;                       ///< object text and member name, each once
  std::vector<std::string> numbers;  ///< literals, each once
  std::unordered_map<std::string, std::size_t> number_counts;
  std::vector<std::string> strings;
  std::vector<code::Node> conditions;  ///< of if and while
  std::vector<code::Node> simple_statements;
  std::vector<std::string> attributes;  ///< of self (Python), from all of the class
  std::vector<Value> values;            ///< names and members, with their shapes
  std::vector<Value> untouched;         ///< C and C++: untouched_of()
  std::vector<Filled> borrowed;         ///< statements of functions around that mean something here
  std::vector<std::string> converters;  ///< functions of the file with one parameter, as they are called here
  std::vector<std::string> doers;       ///< "self.notify()": methods of the same class without parameters
};

/// A declaration in the function: its name means something in [begin, end).
struct Visible {
  std::string name;
  std::size_t begin = 0, end = 0;
};
/// None in Python, whose functions are one scope.
std::vector<Visible> visible_in(const Source& source, const Unit& unit);

class DeclaredTypes;

/// Where expressions stand in the functions around (edit_analogies.cpp).
struct Slots;
std::shared_ptr<const Slots> slots_around(const Source& source, const Unit& unit);

/// What the file says of members of objects: JavaScript, TypeScript, Python.
struct Members {
  std::unordered_set<std::string> defined;  ///< keys, targets, functions, fields; quoted too
  std::vector<std::string> list;            ///< keys of objects and targets of assignments, some of them
  std::vector<std::string> flags;           ///< those that are true or false, some of them
  std::vector<std::string> data;            ///< what is read of plain names and not called, some of them
  bool is_whole = false;                    ///< else the file is too large to be read for it
};
Members members_of(const Source& source);

class Edits {
 public:
  Edits(const Source& source, std::size_t source_index, std::size_t unit_index,
        const std::function<bool(std::size_t)>& is_suspect);

  const Source& source;
  const Unit& unit;
  Scope scope;
  std::unique_ptr<const std::vector<Filled>> known_statements;  ///< what may be missing anywhere (edit_guards.cpp), once it was wanted

  [[nodiscard]] code::Language language() const { return source.language(); }
  [[nodiscard]] const Dialect& words() const { return dialect(language()); }
  [[nodiscard]] bool is_native() const {
    return language() == code::Language::c || language() == code::Language::cpp;
  }
  /// Types are declared, and a compiler looks at them.
  [[nodiscard]] bool is_typed() const {
    return is_native() || language() == code::Language::java || language() == code::Language::go || language() == code::Language::rust;
  }
  [[nodiscard]] bool is_python() const { return source.is_python(); }
  [[nodiscard]] std::string text(code::Node node) const {
    return std::string(source.text_of(node));
  }
  [[nodiscard]] Kind kind(code::Node node) const { return kind_of(node, language()); }
  [[nodiscard]] bool is_suspect(code::Node node) const;
  [[nodiscard]] Shape shape_of(code::Node node) const { return repair::shape_of(source, node, scope.values); }
  /// A compiler would refuse one in the place of the other, as far as is known.
  [[nodiscard]] bool is_refused(Shape shape, Shape wanted) const { return is_typed() && !may_be(shape, wanted); }
  /// The same of declared types: pointers to one thing are not pointers to another. True where nothing is known.
  [[nodiscard]] bool is_same_type(const Value& a, const Value& b) const;
  [[nodiscard]] const Value* value_of(std::string_view text) const;
  /// Whether functions around call this one at several places.
  [[nodiscard]] bool is_shared() const { return is_shared_; }
  /// From now on scope.names and scope.values are those that mean something at `at`.
  void look_from(std::size_t at);
  /// Looked for when they are wanted first.
  [[nodiscard]] const Slots& slots() {
    if (slots_ == nullptr) slots_ = slots_around(source, unit);
    return *slots_;
  }

  /// Expressions of the function that can stand elsewhere in it, each text once, some hundred at most.
  [[nodiscard]] const std::vector<Ingredient>& ingredients();
  /// What a statement looks at, up to its block, that may be a number: names, members, elements, each text once, some at most.
  [[nodiscard]] const std::vector<Spot>& numbers_of(code::Node statement);
  /// Numbers that things may go round by: some literals of the file around, and lengths that the function asks for.
  [[nodiscard]] const std::vector<std::string>& moduli();
  /// What the function calls by name with one plain value, each once, some at most.
  [[nodiscard]] const std::vector<std::string>& functions_of_one();
  /// What is taken apart in the function: a, b = pair.
  [[nodiscard]] const std::vector<Unpacked>& unpacked();
  /// C and C++ (declared_types.h); read when it is wanted first.
  [[nodiscard]] const DeclaredTypes& types();
  [[nodiscard]] const Members& members() {
    if (members_ == nullptr) members_ = std::make_unique<Members>(members_of(source));
    return *members_;
  }
  [[nodiscard]] bool is_script() const {
    return language() == code::Language::javascript || language() == code::Language::typescript || language() == code::Language::tsx;
  }

  /// The text of an operand: in brackets, if it needs them anywhere.
  [[nodiscard]] std::string tight(code::Node node) const { return is_tight(kind(node)) ? text(node) : "(" + text(node) + ")"; }

  /// Puts one candidate on the list; nothing changes = not a candidate.
  void replace(double cost, const char* what, code::Node node, std::string text);
  void splice(double cost, const char* what, std::size_t line, std::vector<Splice> splices);
  /// An expression in the place of `node`, with brackets if it needs them there. `kind` is that of
  /// the new expression.
  void replace_expression(double cost, const char* what, code::Node node, std::string text,
                          Kind kind);

  /// So much text was made that nothing more is looked at.
  [[nodiscard]] bool is_full() const;
  /// What costs as much is not taken any more, so its text need not be made.
  [[nodiscard]] double ceiling() const { return ceiling_; }
  std::vector<Candidate> take();

 private:
  /// is_open_place(), remembered for the node at hand: it asks for a parent, which is slow in a long block.
  bool is_open(code::Node node);
  /// The length of a list that is looked into by a place that may vary.
  void note_length(code::Node subscript, std::vector<std::string>& found) const;
  /// Drops the dearest: what stands late in a large function must not miss its place for what stands early.
  void thin_out();

  std::size_t source_index_, unit_index_;
  const std::function<bool(std::size_t)>& is_suspect_;
  std::vector<Candidate> out_;
  std::shared_ptr<const Slots> slots_;
  std::unique_ptr<const Members> members_;
  std::shared_ptr<const DeclaredTypes> types_;
  std::unique_ptr<const std::vector<std::string>> moduli_, functions_of_one_;
  std::unique_ptr<const std::vector<Ingredient>> ingredients_;
  std::unique_ptr<const std::vector<Unpacked>> unpacked_;
  std::unordered_map<std::size_t, std::vector<Spot>> numbers_;  ///< by the beginning of the statement
  TextHash hash_;
  std::vector<Visible> declared_;
  std::vector<std::string> all_names_;
  std::vector<Value> all_values_;
  bool is_shared_ = false;
  code::Node last_place_;
  bool is_last_open_ = false;
  std::size_t spent_ = 0;  ///< bytes of text that were put in
  double ceiling_ = std::numeric_limits<double>::infinity();  ///< what costs as much is dropped
  std::unordered_map<std::uint64_t, std::size_t>
      seen_;  ///< hash of a resulting text -> index in out_
};

/// Phrases filled with the values at hand that fit them, with what each costs: dearer where a shape is not known. What
/// changes a value that nothing changes (Value::is_stale) is cheaper by far.
std::vector<Filled> fill_each(std::span<const Phrase> phrases, const std::vector<Value>& values, bool is_typed);  ///< {0}
std::vector<Filled> fill_pairs(std::span<const Phrase> phrases, const Edits& edits);                               ///< {0} and {1}
/// Small questions about the values at hand, as conditions.
std::vector<Filled> questions(const Edits& edits);

/// object.name(...); an empty name: it is no such call.
struct MethodCall {
  code::Node object;
  std::string name;
};
MethodCall method_call_of(const Edits& edits, code::Node call);

/// How alike two names look, 0..1: programmers take the wrong one of two similar names.
double likeness(std::string_view a, std::string_view b);

/// What the value of `node` is called: the target of the assignment, the key of the pair. "" = nothing.
std::string target_name(Edits& edits, code::Node node);

/// What an expression or a statement looks into: a of a.b and a[k].
struct Look {
  std::string object, key;  ///< no key: a member
  bool is_place = false;    ///< the key is a number
};
std::vector<Look> looks_of(Edits& edits, code::Node node);  ///< some at most
/// Whether what is looked for is there: "k in a"; and its contrary.
struct Question {
  double cost;
  std::string if_there, if_missing;
};
std::vector<Question> questions_of(const Edits& edits, const Look& look);

/// C, C++, Java: constants of the enum that `name` is of, or else of its family, as they stand in the file. Some at most.
std::vector<std::string> constants_like(Edits& edits, const std::string& name);

/// A clause with `op` in it in the place of `node`, in brackets where the place needs them.
void put_clause(Edits& edits, double cost, const char* what, code::Node node, std::string_view op, std::string text);

/// The functions around as this one can call them: Scope::converters and doers.
void note_helpers(const Source& source, const Unit& unit, Scope& scope);

/// Fills the scope.
Scope scope_of(const Source& source, const Unit& unit);

// The families. Each looks at one node.
void edit_operators(Edits& edits, code::Node node);  ///< relational, arithmetic, logical, augmented
void edit_constants(Edits& edits, code::Node node);
void edit_names(Edits& edits, code::Node node);  ///< identifiers, members, names of functions
void edit_conditions(Edits& edits, code::Node node);
void edit_expressions(Edits& edits, code::Node node);  ///< e±1, slices, swaps, calls, ingredients
void edit_statements(Edits& edits, code::Node block);  ///< a block: insert, delete, wrap
void edit_moves(Edits& edits, code::Node block);       ///< a block: what stands in the wrong place
void edit_analogies(Edits& edits, code::Node node);  ///< what stands in a place like this
void edit_idioms(Edits& edits, code::Node node);     ///< known traps: rows that are one, sort() of numbers, 0 for nothing
void edit_brackets(Edits& edits, code::Node node);   ///< what binds tighter than it reads
void edit_patterns(Edits& edits, code::Node node);   ///< regular expressions, formats
void edit_native(Edits& edits, code::Node node);       ///< what only C and C++ have
// Of C, C++ and Java.
void edit_typed(Edits& edits, code::Node node);        ///< known traps of languages with types: bounds, divisions, copies
void edit_letters(Edits& edits, code::Node node);      ///< the same of letters and texts
void edit_siblings(Edits& edits, code::Node node);     ///< C, C++, Java: another member, another constant of the enum, the pointer behind
void edit_forgotten(Edits& edits, code::Node block);   ///< a block of C, C++, Java: the step that goes with another one
void edit_bits(Edits& edits, code::Node node);         ///< masks, bits from the other end
void edit_pointers(Edits& edits, code::Node node);     ///< what is pointed to, steps, sizes
void edit_order(Edits& edits, code::Node node);        ///< loops the other way, from the other end
void edit_beginnings(Edits& edits, code::Node node);   ///< what a value begins with
void edit_containers(Edits& edits, code::Node node);   ///< C++
void edit_classes(Edits& edits, code::Node node);      ///< members that are left out, captures
void edit_series(Edits& edits, code::Node node);       ///< numbers in rows, what stands between elements
void edit_buffers(Edits& edits, code::Node node);      ///< sizes of buffers, widths of numbers
void edit_likewise(Edits& edits, code::Node block);    ///< a block: what its neighbours do, for another one
void edit_updates(Edits& edits, code::Node block);     ///< a block: what is to be kept up to date
void edit_checks(Edits& edits, code::Node block);      ///< a block: what a call says and nobody looks at
// Of Python and JavaScript.
void edit_traps(Edits& edits, code::Node node);    ///< more known traps
void edit_nothing(Edits& edits, code::Node node);  ///< values that are not there
void edit_calls(Edits& edits, code::Node node);    ///< order of calls, copies, results
void edit_gaps(Edits& edits, code::Node node);     ///< nothing to divide by, places behind the end, the other half
void edit_scripts(Edits& edits, code::Node node);  ///< closures, texts that are numbers, keys of all objects
void edit_guards(Edits& edits, code::Node block);  ///< a block: statements that are forgotten
void edit_leftovers(Edits& edits, code::Node block);  ///< a block: statements that belong behind or around others
void edit_twins(Edits& edits, code::Node node);       ///< a block too: what is done to one of two
void edit_waits(Edits& edits, code::Node node);       ///< await, yield
void edit_arguments(Edits& edits, code::Node node);   ///< how things are handed over
void edit_wholes(Edits& edits, code::Node node);      ///< a part that stands for the whole
void edit_additions(Edits& edits, code::Node block);  ///< a block: more statements that are forgotten
void edit_together(Edits& edits, code::Node node);    ///< a block too: what goes together
void edit_truths(Edits& edits, code::Node node);       ///< conditions that ask for half of what they mean

}  // namespace repair
