#pragma once
// The signs by which discover() knows each kind of project. Each gives its check, or nothing.

#include <optional>
#include <string>
#include <vector>

#include "verify/verify.h"

namespace verify {

inline constexpr std::size_t k_sign_file_max = std::size_t{256} << 10;  ///< bytes read of one file

struct Project {
  std::string root;
  const base::Env* env;

  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] bool has_folder(const std::string& name) const;
  /// The file's beginning, "" if it is not there or cannot be read.
  [[nodiscard]] std::string read(const std::string& name) const;
  /// The folder of PATH that holds `program`, "" if none does.
  [[nodiscard]] std::string installed(const std::string& program) const;
};

std::optional<Check> find_python(const Project& project);
std::optional<Check> find_cmake(const Project& project);
std::optional<Check> find_meson(const Project& project);
std::optional<Check> find_make(const Project& project);
/// What find_make's target does, as far as the makefile says it in place.
std::string make_recipe(const Project& project);
std::optional<Check> find_cargo(const Project& project);
std::optional<Check> find_go(const Project& project);
std::optional<Check> find_node(const Project& project);
std::optional<Check> find_jvm(const Project& project);

}  // namespace verify
