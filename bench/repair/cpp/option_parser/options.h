#pragma once
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Options of a command line: --name VALUE, --name=VALUE, --flag, -f, -abc and -- before names that look like options.
class Options {
 public:
  void flag(const std::string& name, char letter = '\0');
  void value(const std::string& name, char letter = '\0', const std::string& fallback = "");

  void parse(const std::vector<std::string>& args);

  bool has(const std::string& name) const { return given_.count(name) != 0; }
  std::string get(const std::string& name) const;
  int number(const std::string& name) const;
  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Kind {
    bool takes_value = false;
    std::string fallback;
  };

  const Kind& kind(const std::string& name) const;
  void letters(const std::string& arg, const std::vector<std::string>& args, std::size_t& at);

  std::map<std::string, Kind> kinds_;
  std::map<char, std::string> letters_;
  std::map<std::string, std::string> given_;
  std::vector<std::string> names_;
};
