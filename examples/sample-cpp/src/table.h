#pragma once
#include <string>
#include <vector>

namespace columns {

/// Sets rows in columns, two blanks between them. Numbers stand to the right, all else to the left;
/// no blanks at the end of a line. Rows may have different lengths.
class Table {
 public:
  void add(std::vector<std::string> row);
  std::string text() const;

 private:
  std::vector<std::size_t> widths() const;
  std::vector<std::vector<std::string>> rows_;
};

/// "12", "-3.5", "1,200.00"
bool is_number(const std::string& cell);

}  // namespace columns
