#pragma once
#include <cstddef>
#include <vector>

class Ring {
 public:
  explicit Ring(std::size_t capacity) : data_(capacity) {}
  bool push(int value);
  bool pop(int& value);
  std::size_t size() const { return size_; }
  bool full() const { return size_ == data_.size(); }

 private:
  std::vector<int> data_;
  std::size_t head_ = 0, size_ = 0;
};
