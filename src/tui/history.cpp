#include "history.h"

#include <fcntl.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"

namespace tui {

namespace {

constexpr std::size_t k_entry_max = std::size_t{64} << 10;

std::string as_line(const std::string& text) { return json::dump(json::Value(text)) + "\n"; }

}  // namespace

void History::load() {
  if (std::exchange(loaded_, true) || file_.empty()) return;
  const auto text = base::read_file(file_);
  if (!text) {
    if (text.error().code != base::Code::not_found) problem_ = text.error().what;
    return;
  }
  std::size_t lines = 0;
  std::vector<std::string> read;
  for (std::size_t at = 0; at < text->size();) {
    const auto end = std::min(text->find('\n', at), text->size());
    const auto value = json::parse(std::string_view(*text).substr(at, end - at));
    if (value && value->is_string()) read.emplace_back(json::string_or(&*value));   // a torn line is left out
    at = end + 1;
    ++lines;
  }
  if (read.size() > k_history_max) read.erase(read.begin(), read.end() - static_cast<std::ptrdiff_t>(k_history_max));
  entries_.insert(entries_.begin(), read.begin(), read.end());
  if (lines < 2 * k_history_max) return;
  std::string rest;
  for (const auto& entry : entries_) rest += as_line(entry);
  if (const auto written = base::write_file(file_, rest, 0600); !written) problem_ = written.error().what;
}

const std::vector<std::string>& History::all() {
  load();
  return entries_;
}

void History::add(const std::string& text) {
  at_ = std::string::npos;
  if (text.empty() || text.size() > k_entry_max) return;
  load();
  if (!entries_.empty() && entries_.back() == text) return;
  entries_.push_back(text);
  if (file_.empty()) return;
  auto made = base::make_dirs(base::parent(file_), 0700);
  const base::Fd fd(made ? ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1);
  const auto written = !made ? made : !fd ? base::Result<>(base::fail_errno("cannot open " + file_)) : base::write_all(fd.get(), as_line(text));
  if (!written) problem_ = written.error().what;
}

const std::string* History::older(const std::string& draft) {
  load();
  if (at_ == std::string::npos) {
    draft_ = draft;
    at_ = entries_.size();
  }
  if (at_ == 0) return nullptr;
  return &entries_[--at_];
}

const std::string* History::newer() {
  if (at_ == std::string::npos) return nullptr;
  if (++at_ >= entries_.size()) {
    at_ = std::string::npos;
    return &draft_;
  }
  return &entries_[at_];
}

}  // namespace tui
