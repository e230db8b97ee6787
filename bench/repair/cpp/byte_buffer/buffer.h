#pragma once
#include <cstddef>
#include <string>

/// Bytes that are appended at the end and taken from the front.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer& other);
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer other) noexcept;
  ~Buffer();

  void append(const std::string& text);
  /// At most `count` bytes from the front.
  std::string take(std::size_t count);
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }
  std::string text() const;

 private:
  void swap(Buffer& other) noexcept;
  void reserve(std::size_t more);

  char* data_ = nullptr;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t capacity_ = 0;
};
