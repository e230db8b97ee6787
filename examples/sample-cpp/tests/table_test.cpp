#include "table.h"

#include <string>

#include "check.h"

int main() {
  using columns::is_number;
  CHECK_EQUAL(is_number("12"), true);
  CHECK_EQUAL(is_number("-3.5"), true);
  CHECK_EQUAL(is_number("3-5"), false);
  CHECK_EQUAL(is_number(""), false);
  CHECK_EQUAL(is_number("-"), false);

  columns::Table table;
  CHECK_EQUAL(table.text(), std::string());
  table.add({"name", "size"});
  table.add({"a.txt", "7", "new"});
  table.add({"long.txt", "1200"});
  CHECK_EQUAL(table.text(), std::string("name      size\n"
                                        "a.txt        7  new\n"
                                        "long.txt  1200\n"));
  return report();
}
