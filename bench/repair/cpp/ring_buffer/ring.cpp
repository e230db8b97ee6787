#include "ring.h"

bool Ring::push(int value) {
  if (full()) return false;
  data_[(head_ + size_) % data_.size()] = value;
  ++size_;
  return true;
}

bool Ring::pop(int& value) {
  if (size_ == 0) return false;
  value = data_[head_];
  head_ = (head_ + 1) % size_;
  --size_;
  return true;
}
