#include "buffer.h"

#include <algorithm>
#include <cstring>
#include <utility>

Buffer::Buffer(const Buffer& other) { append(other.text()); }

Buffer::Buffer(Buffer&& other) noexcept { swap(other); }

Buffer& Buffer::operator=(Buffer other) noexcept {
  swap(other);
  return *this;
}

Buffer::~Buffer() { delete[] data_; }

void Buffer::swap(Buffer& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(end_, other.end_);
  std::swap(capacity_, other.capacity_);
}

void Buffer::reserve(std::size_t more) {
  if (end_ + more <= capacity_) return;
  const std::size_t held = size();
  const std::size_t wanted = std::max<std::size_t>(16, (held + more) * 2);
  char* grown = new char[wanted];
  if (held > 0) std::memcpy(grown, data_ + begin_, held);
  delete[] data_;
  data_ = grown;
  begin_ = 0;
  end_ = held;
  capacity_ = wanted;
}

void Buffer::append(const std::string& text) {
  reserve(text.size());
  if (!text.empty()) std::memcpy(data_ + end_, text.data(), text.size());
  end_ += text.size();
}

std::string Buffer::take(std::size_t count) {
  const std::size_t taken = std::min(count, size());
  std::string front = taken > 0 ? std::string(data_ + begin_, taken) : std::string();
  begin_ += taken;
  if (empty()) begin_ = end_ = 0;
  return front;
}

std::string Buffer::text() const { return empty() ? std::string() : std::string(data_ + begin_, size()); }
