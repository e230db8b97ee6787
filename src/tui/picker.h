#pragma once
// A list to choose from, narrowed by typing. Pure; one thread.

#include <cstddef>
#include <string>
#include <vector>

#include "fuzzy.h"
#include "keys.h"
#include "style.h"

namespace tui {

struct PickerRow {
  std::string label, detail;   ///< clean
};

class Picker {
 public:
  enum class Did { nothing, changed, chosen, cancelled };
  /// `hint`: what else can be done, below the list.
  Picker(std::string title, std::vector<PickerRow> rows, std::string hint = {});
  /// What is typed may be taken although nothing in the list fits: chosen() is npos then.
  void take_words() { takes_words_ = true; }
  Did key(const Key& key);
  /// The row that is chosen, by its place in `rows`; npos = there is none.
  [[nodiscard]] std::size_t chosen() const { return selected_ < found_.size() ? found_[selected_] : std::string::npos; }
  [[nodiscard]] const std::string& query() const { return query_; }
  void select(std::size_t row);
  /// What the row shows from now on; it is found by its first words still.
  void set_row(std::size_t row, PickerRow shown);
  [[nodiscard]] Lines lines(std::size_t columns, std::size_t rows_max) const;

 private:
  void narrow();
  std::string title_, hint_, query_;
  std::vector<PickerRow> rows_;
  FuzzyNames names_;
  std::vector<std::size_t> found_;
  std::size_t selected_ = 0;
  bool takes_words_ = false;
};

/// Rows with the selected one in sight: used by everything that is a list below the message.
Lines list_lines(const std::vector<PickerRow>& rows, std::size_t selected, std::size_t columns, std::size_t rows_max);

}  // namespace tui
