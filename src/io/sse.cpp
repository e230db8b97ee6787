#include "io/sse.h"

#include <algorithm>
#include <charconv>

namespace io {

void SseParser::JsonEnd::feed(std::string_view text) {
  if (started_ && depth_ == 0 && !reached_) return;   // it began with something else
  for (const char c : text) {
    if (reached_) {
      if (c == ' ' || c == '\t') continue;
      reached_ = false;   // more than blanks after the value: the data is not one JSON value
      return;
    }
    if (in_string_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      else if (c == '"') in_string_ = false;
    } else if (c == '{' || c == '[') {
      ++depth_;
      started_ = true;
    } else if (depth_ == 0 && c != ' ' && c != '\t') {
      started_ = true;
      return;
    } else if (c == '}' || c == ']') {
      reached_ = --depth_ == 0;
    } else if (c == '"') {
      in_string_ = true;
    }
  }
}

void SseParser::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (skip_lf_) {
      skip_lf_ = false;
      if (bytes.front() == '\n') {
        bytes.remove_prefix(1);
        continue;
      }
    }
    // Not find_first_of, which searches its two letters for each byte.
    const auto at = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
    if (at == bytes.end()) return keep(bytes);
    const auto end = static_cast<std::size_t>(at - bytes.begin());
    skip_lf_ = bytes[end] == '\r';
    end_line(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
  }
}

void SseParser::finish() {
  if (!partial_.empty() || line_too_long_) end_line({});
  dispatch();
}

void SseParser::keep(std::string_view part) {
  if (line_too_long_ || partial_.size() + part.size() > k_sse_event_max) {
    line_too_long_ = true;
    partial_.clear();
    partial_.shrink_to_fit();
    return drop();
  }
  partial_ += part;
}

void SseParser::end_line(std::string_view text) {
  if (line_too_long_ || partial_.size() + text.size() > k_sse_event_max) {
    line_too_long_ = false;
    partial_.clear();
    return drop();
  }
  if (partial_.empty()) return line(text);
  partial_ += text;
  const std::string whole = std::exchange(partial_, {});
  line(whole);
}

void SseParser::line(std::string_view text) {
  if (!std::exchange(started_, true) && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.empty()) return dispatch();
  const auto colon = text.find(':');
  if (colon == 0) return;   // a comment
  const auto field = text.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "data") return add_data(value);
  Name& name = has_data_ && json_.reached() ? next_ : name_;
  if (field == "event") {
    name.event = value;
    name.has_event = true;
  } else if (field == "id" && value.find('\0') == std::string_view::npos) {
    name.id = value;
    name.has_id = true;
  } else if (field == "retry") {
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), retry_ms_);
    if (error != std::errc{} || end != value.data() + value.size() || retry_ms_ < 0) retry_ms_ = -1;
  }   // unknown fields are ignored
}

void SseParser::add_data(std::string_view value) {
  if (has_data_ && json_.reached()) {
    Name next = std::exchange(next_, {});
    dispatch();
    name_ = std::move(next);
  }
  if (dropping_) return;
  if (data_.size() + value.size() + 1 > k_sse_event_max) return drop();
  if (has_data_) data_ += '\n';
  data_ += value;
  json_.feed(value);
  has_data_ = true;
}

void SseParser::drop() {
  overflow_ = dropping_ = true;
  has_data_ = false;
  data_.clear();
  data_.shrink_to_fit();
  json_ = {};
}

void SseParser::dispatch() {
  // Fields after the data and before the blank line belong to the event after all.
  if (next_.has_event) name_.event = std::move(next_.event);
  if (next_.has_id) name_.id = std::move(next_.id), name_.has_id = true;
  next_ = {};
  if (name_.has_id) last_id_ = std::move(name_.id);
  SseEvent event;
  event.event = std::move(name_.event);
  event.data = std::exchange(data_, {});
  event.id = last_id_;
  const bool deliver = std::exchange(has_data_, false) && !std::exchange(dropping_, false);
  dropping_ = false;
  name_ = {};
  json_ = {};
  if (deliver) on_event_(std::move(event));
}

}  // namespace io
