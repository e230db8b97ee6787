#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/file.h"
#include "base/paths.h"
#include "receipt.h"
#include "text/sha256.h"

namespace engine {

namespace {

constexpr std::size_t k_programs_max = 16;
constexpr std::size_t k_program_max = std::size_t{16} << 20;   ///< larger ones are told by size

/// What tools look at; the values may be secret, their hash tells whether they are the same.
constexpr std::array<std::string_view, 14> k_variables = {
    "LANG", "LC_ALL", "TZ", "PYTHONPATH", "NODE_OPTIONS", "NODE_ENV", "CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS",
    "GOFLAGS", "RUSTFLAGS", "JAVA_HOME"};

std::string os_name() {
  const auto text = base::read_file("/etc/os-release", 65536).value_or(std::string());
  const auto at = ("\n" + text).find("\nPRETTY_NAME=");
  if (at == std::string::npos) return "unknown";
  std::string name = text.substr(at + 12, text.find('\n', at) - at - 12);
  std::erase(name, '"');
  return name;
}

std::string found(const std::string& program, const base::Env& env) {
  const std::string path = env.get("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const std::string file = base::join(path.substr(at, end - at), program);
    if (end > at && ::access(file.c_str(), X_OK) == 0 && !base::is_dir(file)) return file;
    at = end + 1;
  }
  return {};
}

std::string identity(const std::string& file) {
  struct stat st {};
  if (::stat(file.c_str(), &st) != 0 || !S_ISREG(st.st_mode)) return "unreadable";
  if (static_cast<std::size_t>(st.st_size) > k_program_max) return "size:" + std::to_string(st.st_size);
  const auto bytes = base::read_file(file, k_program_max);
  return bytes ? "sha256:" + text::sha256_hex(*bytes) : "unreadable";
}

/// Words of a shell command that name a program of PATH, each once.
std::vector<std::string> programs_of(const std::vector<verify::Check>& checks, const base::Env& env) {
  std::vector<std::string> out;
  for (const auto& check : checks) {
    std::string word;
    for (const char c : check.command + " ") {
      const bool is_word = std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("_-.+").find(c) != std::string_view::npos;
      if (is_word) {
        word += c;
        continue;
      }
      const bool is_new = !word.empty() && word[0] != '-' && std::find(out.begin(), out.end(), word) == out.end();
      if (is_new && out.size() < k_programs_max && !found(word, env).empty()) out.push_back(word);
      word.clear();
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Environment environment_of(const std::vector<verify::Check>& checks, const base::Env& env) {
  Environment out;
  utsname system{};
  if (::uname(&system) == 0) out.parts.push_back({"machine", std::string(system.sysname) + " " + system.machine});
  out.parts.push_back({"os", os_name()});
  for (const auto& program : programs_of(checks, env)) out.parts.push_back({program, identity(found(program, env))});
  for (const auto variable : k_variables)
    if (const auto value = env.get(std::string(variable)))
      out.parts.push_back({std::string(variable), "sha256:" + text::sha256_hex(*value)});
  text::Sha256 sum;
  for (const auto& part : out.parts) {
    sum.add(part.name);
    sum.add(std::string_view("\0", 1));
    sum.add(part.value);
    sum.add(std::string_view("\0", 1));
  }
  out.digest = sum.hex();
  return out;
}

}  // namespace engine
