#include "completion.h"

#include <algorithm>

#include "clean.h"

namespace tui {

namespace {

constexpr std::size_t k_offered = 50;
bool is_blank(char c) { return c == ' ' || c == '\n'; }

}  // namespace

std::optional<Asked> asked_at(const std::string& text, std::size_t cursor) {
  cursor = std::min(cursor, text.size());
  std::size_t begin = cursor, end = cursor;
  while (begin > 0 && !is_blank(text[begin - 1])) --begin;
  while (end < text.size() && !is_blank(text[end])) ++end;
  if (begin == cursor) return std::nullopt;
  if (text[begin] == '/' && begin == 0) return Asked{Asked::What::command, begin, end, text.substr(1, cursor - 1)};
  if (text[begin] == '@') return Asked{Asked::What::file, begin, end, text.substr(begin + 1, cursor - begin - 1)};
  return std::nullopt;
}

void Completion::update(const Editor& editor, const FuzzyNames& files, const std::vector<PickerRow>& commands) {
  const auto now = asked_at(editor.shown(), editor.cursor());
  if (closed_ && now && closed_->what == now->what && closed_->begin == now->begin) {
    asked_.reset();
    return;
  }
  closed_.reset();
  const std::string before = is_open() && now && asked_ && asked_->query == now->query ? rows_[selected_].label : std::string();
  asked_ = now;
  rows_.clear();
  selected_ = 0;
  if (!now) return;
  if (now->what == Asked::What::file) {
    for (const auto i : files.find(now->query, k_offered)) rows_.push_back({clean_line(files[i]), {}});
    // A name that has characters that cannot be typed cannot be meant.
  } else if (now->query.find('/') == std::string::npos) {
    std::vector<std::pair<int, std::size_t>> fits;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      const bool begins = commands[i].label.starts_with("/" + now->query);
      const int score = begins ? 100'000 - static_cast<int>(commands[i].label.size()) : fuzzy_score(now->query, std::string_view(commands[i].label).substr(1));
      if (score != k_no_fit) fits.emplace_back(now->query.empty() ? 0 : -score, i);
    }
    std::stable_sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [score, i] : fits) rows_.push_back(commands[i]);
  }
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (!before.empty() && rows_[i].label == before) selected_ = i;
}

void Completion::close() {
  closed_ = asked_;
  asked_.reset();
  rows_.clear();
}

void Completion::move(int by) {
  if (rows_.empty()) return;
  const auto count = static_cast<int>(rows_.size());
  selected_ = static_cast<std::size_t>((static_cast<int>(selected_) + by + count) % count);
}

void Completion::accept(Editor& editor) {
  if (!is_open()) return;
  const std::string word = asked_->what == Asked::What::file ? "@" + rows_[selected_].label : rows_[selected_].label;
  const auto& text = editor.shown();
  const bool blank_follows = asked_->end < text.size() && is_blank(text[asked_->end]);
  editor.replace(asked_->begin, asked_->end, blank_follows ? word : word + " ");
  asked_.reset();
  rows_.clear();
}

}  // namespace tui
