#pragma once
#include <string>
#include <utility>
#include <vector>

/// A text with undo and redo.
class Editor {
 public:
  const std::string& text() const { return text_; }

  void insert(std::size_t at, const std::string& what) {
    if (what.empty()) return;
    apply({at, "", what});
  }

  void erase(std::size_t at, std::size_t length) {
    if (at >= text_.size() || length == 0) return;
    apply({at, text_.substr(at, length), ""});
  }

  bool undo() {
    if (undo_.empty()) return false;
    const Change change = take(undo_);
    text_.replace(change.at, change.added.size(), change.removed);
    redo_.push_back(change);
    return true;
  }

  bool redo() {
    if (redo_.empty()) return false;
    const Change change = take(redo_);
    text_.replace(change.at, change.removed.size(), change.added);
    undo_.push_back(change);
    return true;
  }

 private:
  struct Change {
    std::size_t at;
    std::string removed, added;
  };

  static Change take(std::vector<Change>& changes) {
    Change change = std::move(changes.back());
    changes.pop_back();
    return change;
  }

  void apply(Change change) {
    text_.replace(change.at, change.removed.size(), change.added);
    undo_.push_back(std::move(change));
  }

  std::string text_;
  std::vector<Change> undo_, redo_;
};
