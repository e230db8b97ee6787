#pragma once
// What is offered below the message while `@` or `/` is typed. Pure but for the lists, which are handed in. One thread.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "editor.h"
#include "fuzzy.h"
#include "picker.h"

namespace tui {

/// The word in front of the cursor that asks for completion.
struct Asked {
  enum class What { file, command } what = What::file;
  std::size_t begin = 0, end = 0;   ///< of the whole word, its "@" or "/" included
  std::string query;
  bool operator==(const Asked&) const = default;
};
std::optional<Asked> asked_at(const std::string& text, std::size_t cursor);

class Completion {
 public:
  /// Looks at the editor again; true if what is offered has changed.
  void update(const Editor& editor, const FuzzyNames& files, const std::vector<PickerRow>& commands);
  void close();
  [[nodiscard]] bool is_open() const { return asked_ && !rows_.empty(); }
  [[nodiscard]] bool wants_files() const { return asked_ && asked_->what == Asked::What::file; }
  [[nodiscard]] bool wants_commands() const { return asked_ && asked_->what == Asked::What::command; }
  /// The chosen one stands there already.
  [[nodiscard]] bool is_whole() const { return is_open() && asked_->query == rows_[selected_].label; }
  void move(int by);
  /// Puts the chosen one into the editor.
  void accept(Editor& editor);
  [[nodiscard]] const std::string& chosen() const { return rows_[selected_].label; }
  [[nodiscard]] Lines lines(std::size_t columns, std::size_t rows_max) const { return list_lines(rows_, selected_, columns, rows_max); }

 private:
  std::optional<Asked> asked_, closed_;
  std::vector<PickerRow> rows_;
  std::size_t selected_ = 0;
};

}  // namespace tui
