#pragma once
// SQLite in the two shapes that the index needs: a database and a statement. Heavy enough of an
// interface to be kept in this module.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace journal {

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, double value);
  Statement& bind(int at, std::string_view value);
  /// True while there is a row. Fails with io; with protocol where the file is no good database.
  base::Result<bool> step();
  /// Steps to the end and makes the statement ready for other values.
  base::Result<> run();
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  struct Close {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Close> statement_;
};

class Database {
 public:
  /// ":memory:" for one that is never on disk.
  static base::Result<Database> open(const std::string& path);
  base::Result<> execute(const char* sql);
  base::Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] std::int64_t last_row() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace journal
