#pragma once
// The names of dependencies in one manifest's text, whatever the text is. Internal to verify.

#include <set>
#include <string>
#include <string_view>

namespace verify {

using Names = std::set<std::string>;

// manifests.cpp: JSON, XML and lines
Names read_package_json(std::string_view text);
Names read_composer(std::string_view text);
Names read_vcpkg(std::string_view text);
Names read_cmake(std::string_view text);
Names read_conan(std::string_view text);
Names read_requirements(std::string_view text);
Names read_setup_py(std::string_view text);
Names read_setup_cfg(std::string_view text);
Names read_go_mod(std::string_view text);
Names read_pom(std::string_view text);
Names read_gradle(std::string_view text);
Names read_gemfile(std::string_view text);
Names read_csproj(std::string_view text);
// manifests_toml.cpp
Names read_pyproject(std::string_view text);
Names read_pipfile(std::string_view text);
Names read_cargo_toml(std::string_view text);
Names read_versions_toml(std::string_view text);

/// Whether a text is of its format at all; and JSON and TOML tables, not anything else.
bool is_json_object(std::string_view text);
bool is_xml(std::string_view text);
bool is_toml(std::string_view text);

/// "Foo_Bar[extra]>=1; python_version" -> "foo-bar"; "" = no requirement.
std::string python_name(std::string_view requirement);
/// Adds a name, within the bound.
void add_name(Names& names, std::string name);

}  // namespace verify
