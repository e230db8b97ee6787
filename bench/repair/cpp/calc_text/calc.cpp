#include "calc.h"

#include <cmath>
#include <cstdlib>

namespace {

class Parser {
 public:
  explicit Parser(const std::string& text) : at_(text.c_str()) {}

  std::optional<double> whole() {
    const double value = sum();
    skip();
    if (failed_ || *at_ != '\0') return std::nullopt;
    return value;
  }

 private:
  void skip() {
    while (*at_ == ' ') ++at_;
  }

  bool accept(char c) {
    skip();
    if (*at_ != c) return false;
    ++at_;
    return true;
  }

  double sum() {
    double value = product();
    while (true) {
      if (accept('+'))
        value += product();
      else if (accept('-'))
        value -= product();
      else
        return value;
    }
  }

  double product() {
    double value = signedOne();
    while (true) {
      if (accept('*'))
        value *= signedOne();
      else if (accept('/'))
        value /= signedOne();
      else
        return value;
    }
  }

  double signedOne() {
    if (accept('-')) return -signedOne();
    if (accept('+')) return signedOne();
    return power();
  }

  double power() {
    const double base = primary();
    return accept('^') ? std::pow(base, power()) : base;
  }

  double primary() {
    if (accept('(')) {
      const double value = sum();
      if (!accept(')')) failed_ = true;
      return value;
    }
    skip();
    char* end = nullptr;
    const bool digit = (*at_ >= '0' && *at_ <= '9') || *at_ == '.';
    const double value = digit ? std::strtod(at_, &end) : 0;
    if (!digit || end == at_) failed_ = true;
    if (end) at_ = end;
    return value;
  }

  const char* at_;
  bool failed_ = false;
};

}  // namespace

std::optional<double> calculate(const std::string& text) { return Parser(text).whole(); }
