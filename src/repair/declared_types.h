#pragma once
// C and C++: the declared types of names and members, as far as the file tells. A type is its text without const, struct
// and blanks, with a "*" for each pointer and "[]" for each array: "node*", "char[]", "size_t". Typedefs are not resolved
// but for those of structs.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shape.h"
#include "source.h"

namespace repair {

struct Field {
  std::string name, type;
  bool is_const = false;  ///< what it points to or refers to is not to be changed
};

class DeclaredTypes {
 public:
  /// Reads the unit and what the file declares outside of functions. Empty for other languages.
  DeclaredTypes(const Source& source, const Unit& unit);

  /// Of "x", "x->y", "x.y.z"; "" = not known.
  [[nodiscard]] std::string type_of(std::string_view expression) const;
  /// Of a struct or of a pointer to one; nullptr: none that the file defines.
  [[nodiscard]] const std::vector<Field>* fields_of(std::string_view type) const;
  /// The other fields of a struct that has a field of this name and of the same type.
  [[nodiscard]] std::vector<std::string> beside(std::string_view field) const;
  [[nodiscard]] Shape shape_of(std::string_view type) const;
  /// Parameters and locals, in the order of the text.
  [[nodiscard]] const std::vector<Field>& locals() const { return locals_; }

 private:
  void read_outside(const Source& source, code::Node holder, std::size_t depth);
  void guess_fields(const Source& source, const Unit& unit);
  void name_alike(std::vector<Field>& fields) const;
  void note_struct(const Source& source, code::Node specifier, std::string_view name);

  std::map<std::string, std::vector<Field>, std::less<>> structs_;
  std::map<std::string, std::string, std::less<>> aliases_;  ///< of a tag its typedef
  std::vector<std::string> enums_;
  std::vector<Field> locals_;
  std::string class_;  ///< C++: whose member the unit is
};

}  // namespace repair
