// Read by their words, not by their tools: a manifest is hostile text as any other file, and what it means to a build
// that runs code (setup.py, Gradle) nobody knows without running it.

#include "manifests.h"

#include <boost/json.hpp>
#include <pugixml.hpp>

#include <algorithm>
#include <functional>
#include <initializer_list>

#include "json/json.h"
#include "verify/dependencies.h"

namespace verify {

namespace {

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

void each_line(std::string_view text, const std::function<void(std::string_view)>& use) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    use(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
}

/// The text between the first pair of quotes, single or double.
std::string_view quoted(std::string_view text) {
  const auto open = text.find_first_of("'\"");
  if (open == std::string_view::npos) return {};
  const auto close = text.find(text[open], open + 1);
  return close == std::string_view::npos ? std::string_view() : text.substr(open + 1, close - open - 1);
}

/// The word at the beginning.
std::string_view first_word(std::string_view text) {
  return text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name_letter) - text.begin()));
}

void add_members(const json::Value& all, std::initializer_list<std::string_view> tables, Names& names) {
  for (const auto table : tables)
    if (const auto* members = json::object_or_null(json::find(all, table)))
      for (const auto& [key, value] : *members) {
        const auto version = json::string_or(&value);
        const bool own = version.starts_with("workspace:") || version.starts_with("file:") || version.starts_with("link:");
        if (!own) add_name(names, std::string(key));
      }
}

}  // namespace

void add_name(Names& names, std::string name) {
  if (!name.empty() && names.size() < k_dependencies_max) names.insert(std::move(name));
}

bool is_json_object(std::string_view text) {
  const auto all = json::parse(text);
  return all && all->is_object();
}

bool is_xml(std::string_view text) {
  pugi::xml_document all;
  return static_cast<bool>(all.load_buffer(text.data(), text.size()));
}

std::string python_name(std::string_view requirement) {
  requirement = trimmed(requirement);
  std::string out;
  for (const char c : first_word(requirement)) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const char one = low == '_' || low == '.' ? '-' : low;
    if (one != '-' || !out.ends_with('-')) out += one;
  }
  return out;
}

Names read_package_json(std::string_view text) {
  Names names;
  if (const auto all = json::parse(text))
    add_members(*all, {"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"}, names);
  return names;
}

Names read_composer(std::string_view text) {
  Names names;
  if (const auto all = json::parse(text)) add_members(*all, {"require", "require-dev"}, names);
  return names;
}

Names read_vcpkg(std::string_view text) {
  Names names;
  const auto all = json::parse(text);
  if (!all) return names;
  if (const auto* list = json::array_or_null(json::find(*all, "dependencies")))
    for (const auto& one : *list) add_name(names, std::string(json::string_or(one.is_string() ? &one : json::find(one, "name"))));
  return names;
}

Names read_cmake(std::string_view text) {
  static constexpr std::string_view k_calls[] = {"find_package", "fetchcontent_declare", "externalproject_add", "cpmaddpackage", "pkg_check_modules",
                                                 "pkg_search_module", "find_library"};
  Names names;
  std::string code;
  each_line(text, [&code](std::string_view line) {
    code += line.substr(0, line.find('#'));
    code += '\n';
  });
  std::string low = code;
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const auto call : k_calls)
    for (std::size_t at = 0; (at = low.find(call, at)) != std::string::npos; at += call.size()) {
      if (at > 0 && is_name_letter(low[at - 1])) continue;
      const auto open = low.find_first_not_of(" \t\n", at + call.size());
      if (open == std::string::npos || low[open] != '(') continue;
      std::string_view inner = std::string_view(code).substr(open + 1, code.find(')', open) - open - 1);
      inner = trimmed(inner);
      if (call.starts_with("pkg_") || call == "find_library") {   // the first word is a variable's name
        inner = trimmed(inner.substr(first_word(inner).size()));
        for (std::string_view word = first_word(inner); word == "REQUIRED" || word == "QUIET" || word == "IMPORTED_TARGET" || word == "GLOBAL" || word == "NAMES";
             word = first_word(inner))
          inner = trimmed(inner.substr(word.size()));
      }
      if (inner.starts_with('"')) inner = quoted(inner);
      add_name(names, std::string(inner.substr(0, inner.find_first_of(" \t\n>=<\""))));
    }
  return names;
}

Names read_conan(std::string_view text) {
  Names names;
  bool inside = false;
  each_line(text, [&](std::string_view line) {
    if (line.starts_with('[')) inside = line.starts_with("[requires]") || line.starts_with("[build_requires]") || line.starts_with("[tool_requires]");
    else if (inside && !line.starts_with('#')) add_name(names, std::string(first_word(line)));
  });
  return names;
}

Names read_requirements(std::string_view text) {
  Names names;
  each_line(text, [&](std::string_view line) {
    if (line.starts_with('#')) return;
    if (line.starts_with("-e ") || line.starts_with("--editable ")) line = trimmed(line.substr(line.find(' ')));
    if (line.starts_with('-') || line.starts_with('.')) return;   // options, and the project itself
    if (line.find("://") != std::string_view::npos && line.find(" @ ") == std::string_view::npos) {
      add_name(names, std::string(line.substr(0, line.find(' '))));
      return;
    }
    add_name(names, python_name(line));
  });
  return names;
}

Names read_setup_py(std::string_view text) {
  Names names;
  for (const std::string_view word : {"install_requires", "extras_require", "tests_require", "setup_requires"})
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; at += word.size()) {
      const auto open = text.find_first_not_of(" \t\n=:'\"", at + word.size());
      if (open == std::string_view::npos || (text[open] != '[' && text[open] != '{' && text[open] != '(')) continue;
      int depth = 0;
      std::size_t end = open;
      for (; end < text.size(); ++end) {
        if (std::string_view("[{(").find(text[end]) != std::string_view::npos) ++depth;
        if (std::string_view("]})").find(text[end]) != std::string_view::npos && --depth == 0) break;
      }
      std::string_view inside = text.substr(open, end - open);
      for (auto one = quoted(inside); one.data() != nullptr; one = quoted(inside)) {
        inside.remove_prefix(static_cast<std::size_t>(one.data() - inside.data()) + one.size() + 1);
        if (!trimmed(inside).starts_with(':')) add_name(names, python_name(one));   // else an extra's name
      }
    }
  return names;
}

Names read_setup_cfg(std::string_view text) {
  Names names;
  bool in_section = false, in_list = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string_view raw = text.substr(at, end - at), line = trimmed(raw);
    at = end + 1;
    if (line.starts_with('#') || line.starts_with(';')) continue;
    if (line.starts_with('[')) {
      in_section = line == "[options.extras_require]";
      in_list = false;
      continue;
    }
    const bool deeper = !raw.empty() && (raw.front() == ' ' || raw.front() == '\t');
    std::string_view value = line;
    if (!deeper) {
      const auto equals = line.find('=');
      const auto key = trimmed(line.substr(0, std::min(equals, line.size())));
      in_list = in_section || key == "install_requires" || key == "tests_require" || key == "setup_requires";
      value = equals == std::string_view::npos ? std::string_view() : trimmed(line.substr(equals + 1));
    }
    if (in_list) add_name(names, python_name(value));
  }
  return names;
}

Names read_go_mod(std::string_view text) {
  Names names;
  bool inside = false;
  each_line(text, [&](std::string_view line) {
    if (line.starts_with("//")) return;
    if (inside && line.starts_with(')')) {
      inside = false;
    } else if (line.starts_with("require") && trimmed(line.substr(7)).starts_with('(')) {
      inside = true;
    } else if (inside || line.starts_with("require ")) {
      if (!inside) line = trimmed(line.substr(8));
      add_name(names, std::string(line.substr(0, line.find_first_of(" \t"))));
    }
  });
  return names;
}

Names read_pom(std::string_view text) {
  Names names;
  pugi::xml_document all;
  if (!all.load_buffer(text.data(), text.size())) return names;
  const std::function<void(const pugi::xml_node&, int)> look = [&](const pugi::xml_node& node, int depth) {
    for (const auto& child : node.children()) {
      const std::string_view name = child.name();
      if (name == "dependency")
        add_name(names, std::string(trimmed(child.child_value("groupId"))) + ":" + std::string(trimmed(child.child_value("artifactId"))));
      else if (depth < 50)
        look(child, depth + 1);
    }
  };
  look(all, 0);
  return names;
}

Names read_gradle(std::string_view text) {
  static constexpr std::string_view k_words[] = {"implementation", "api", "compile", "compileOnly", "runtimeOnly", "testImplementation", "testCompile",
                                                 "testCompileOnly", "testRuntimeOnly", "annotationProcessor", "kapt", "ksp", "classpath", "androidTestImplementation",
                                                 "debugImplementation", "releaseImplementation", "compileOnlyApi"};
  Names names;
  each_line(text, [&](std::string_view line) {
    const auto word = first_word(line);
    if (std::find(std::begin(k_words), std::end(k_words), word) == std::end(k_words)) return;
    std::string_view rest = trimmed(line.substr(word.size()));
    if (rest.starts_with('(')) rest = trimmed(rest.substr(1));
    for (const std::string_view wrap : {"platform(", "enforcedPlatform("})
      if (rest.starts_with(wrap)) rest = trimmed(rest.substr(wrap.size()));
    if (rest.starts_with("project")) return;   // one of the build's own
    if (rest.starts_with("libs.")) return add_name(names, std::string(first_word(rest)));
    const auto what = quoted(rest);
    const auto group = what.find(':');
    if (group == std::string_view::npos) return;
    add_name(names, std::string(what.substr(0, what.find(':', group + 1))));
  });
  return names;
}

Names read_gemfile(std::string_view text) {
  Names names;
  each_line(text, [&](std::string_view line) {
    if (line.starts_with("gem ") || line.starts_with("gem(")) add_name(names, std::string(quoted(line)));
  });
  return names;
}

Names read_csproj(std::string_view text) {
  constexpr std::string_view k_open = "<PackageReference";
  Names names;
  for (std::size_t at = 0; (at = text.find(k_open, at)) != std::string_view::npos; at += k_open.size()) {
    const auto include = text.find("Include", at);
    if (include != std::string_view::npos && include < text.find('>', at)) add_name(names, std::string(quoted(text.substr(include))));
  }
  return names;
}

}  // namespace verify
