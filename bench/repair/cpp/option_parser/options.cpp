#include "options.h"

namespace {

const std::string& following(const std::vector<std::string>& args, std::size_t& at) {
  if (at + 1 >= args.size()) throw UsageError(args[at] + " needs a value");
  return args[++at];
}

}  // namespace

void Options::flag(const std::string& name, char letter) {
  kinds_[name] = Kind{false, ""};
  if (letter != '\0') letters_[letter] = name;
}

void Options::value(const std::string& name, char letter, const std::string& fallback) {
  kinds_[name] = Kind{true, fallback};
  if (letter != '\0') letters_[letter] = name;
}

const Options::Kind& Options::kind(const std::string& name) const {
  const auto found = kinds_.find(name);
  if (found == kinds_.end()) throw UsageError("unknown option --" + name);
  return found->second;
}

void Options::parse(const std::vector<std::string>& args) {
  bool only_names = false;
  for (std::size_t at = 0; at < args.size(); ++at) {
    const std::string& arg = args[at];
    if (arg == "--" && !only_names) {
      only_names = true;
      continue;
    }
    if (arg == "-" || arg[0] != '-') {
      names_.push_back(arg);
      continue;
    }
    if (arg[1] != '-') {
      letters(arg, args, at);
      continue;
    }
    const std::size_t equals = arg.find('=');
    const std::string name = arg.substr(2, equals == std::string::npos ? equals : equals - 2);
    if (!kind(name).takes_value) {
      if (equals != std::string::npos) throw UsageError("--" + name + " takes no value");
      given_[name] = "";
    } else {
      given_[name] = equals == std::string::npos ? following(args, at) : arg.substr(equals + 1);
    }
  }
}

// -abc is -a -b -c; the rest after a letter that takes a value is the value.
void Options::letters(const std::string& arg, const std::vector<std::string>& args, std::size_t& at) {
  for (std::size_t i = 1; i < arg.size(); ++i) {
    const auto found = letters_.find(arg[i]);
    if (found == letters_.end()) throw UsageError(std::string("unknown option -") + arg[i]);
    if (kind(found->second).takes_value) {
      given_[found->second] = i + 1 < arg.size() ? arg.substr(i + 1) : following(args, at);
      return;
    }
    given_[found->second] = "";
  }
}

std::string Options::get(const std::string& name) const {
  const auto found = given_.find(name);
  return found == given_.end() ? kind(name).fallback : found->second;
}

int Options::number(const std::string& name) const {
  const std::string text = get(name);
  std::size_t used = 0;
  int value = 0;
  try {
    value = std::stoi(text, &used);
  } catch (const std::logic_error&) {
    throw UsageError("--" + name + " needs a number");
  }
  if (used != text.size()) throw UsageError("--" + name + " needs a number");
  return value;
}
