// The map is made of sections in the order of their worth: what the project says of itself, its
// languages, how it is built and tested, its folders. The folders get the room that is left: as
// many levels of the tree as fit, a whole level or none of it.
#include "code/map.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "code/language.h"
#include "code/walk.h"
#include "text/cut.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace code {
namespace {

constexpr std::size_t k_readme_max = std::size_t{1} << 20;  // bytes looked at
constexpr std::size_t k_title_max = 200;                    // bytes shown
constexpr std::size_t k_languages_max = 8;
constexpr std::size_t k_sizes_max = 20'000;  // files whose size is asked for
constexpr std::size_t k_guides_max = 24;     // build and test files named
constexpr std::size_t k_depth_max = 4;       // levels of folders

bool is_guide(std::string_view name) {
  constexpr std::array k_guides = std::to_array<std::string_view>({"CMakeLists.txt",
                                                                   "CMakePresets.json",
                                                                   "Makefile",
                                                                   "GNUmakefile",
                                                                   "makefile",
                                                                   "meson.build",
                                                                   "configure.ac",
                                                                   "configure",
                                                                   "BUILD.bazel",
                                                                   "MODULE.bazel",
                                                                   "WORKSPACE",
                                                                   "SConstruct",
                                                                   "build.ninja",
                                                                   "package.json",
                                                                   "tsconfig.json",
                                                                   "deno.json",
                                                                   "pyproject.toml",
                                                                   "setup.py",
                                                                   "setup.cfg",
                                                                   "tox.ini",
                                                                   "noxfile.py",
                                                                   "pytest.ini",
                                                                   "conftest.py",
                                                                   "requirements.txt",
                                                                   "Pipfile",
                                                                   "Cargo.toml",
                                                                   "go.mod",
                                                                   "pom.xml",
                                                                   "build.gradle",
                                                                   "build.gradle.kts",
                                                                   "settings.gradle",
                                                                   "gradlew",
                                                                   "mvnw",
                                                                   "Gemfile",
                                                                   "Rakefile",
                                                                   "composer.json",
                                                                   "mix.exs",
                                                                   "build.zig",
                                                                   "flake.nix",
                                                                   "Dockerfile",
                                                                   "docker-compose.yml",
                                                                   "compose.yaml",
                                                                   "justfile",
                                                                   "Justfile",
                                                                   "Taskfile.yml",
                                                                   "AGENTS.md",
                                                                   "CLAUDE.md",
                                                                   "CONTRIBUTING.md"});
  return std::find(k_guides.begin(), k_guides.end(), name) != k_guides.end();
}

bool is_test(std::string_view path) {
  const std::string_view name = base::file_name(path);
  const std::string_view stem = name.substr(0, name.find('.'));
  return stem.starts_with("test_") || stem.ends_with("_test") || stem.ends_with("Test") ||
         stem.ends_with("Tests") || name.find(".test.") != std::string_view::npos ||
         name.find(".spec.") != std::string_view::npos;
}

std::size_t depth_of(std::string_view path) {
  return static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

/// One line that can be shown: valid UTF-8 without control characters.
std::string shown(std::string_view bytes, std::size_t limit) {
  std::string out = text::to_valid_utf8(text::clip(bytes, limit));
  std::replace_if(
      out.begin(), out.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  return out;
}

/// The first line of a README that says something: no blank, no mark-up alone, no badge.
std::string title_of(std::string_view readme) {
  for (std::string_view line : text::split_lines(text::without_bom(readme))) {
    line = text::without_ending(line);
    const std::size_t begin = line.find_first_not_of("#=-*_ \t>");
    if (begin == std::string_view::npos) continue;
    line.remove_prefix(begin);
    if (line.starts_with('<') || line.starts_with('[') || line.starts_with('!')) continue;
    return shown(line, k_title_max);
  }
  return {};
}

class Map {
 public:
  Map(const std::string& root, const MapOptions& options, Walk walked)
      : root_(root), options_(options), walked_(std::move(walked)) {}

  std::string make() {
    std::erase_if(walked_.entries,
                  [](const WalkEntry& entry) { return entry.kind == Kind::folder; });
    add(about());
    add(languages());
    add(guides());
    add(tests());
    add_folders();
    return std::move(out_);
  }

 private:
  void add(const std::string& section) {
    if (out_.size() + section.size() <= options_.bytes_max) out_ += section;
  }

  std::string about() const {
    std::string out =
        fmt::format("{}{} files\n", walked_.cut ? "more than " : "", walked_.entries.size());
    for (const WalkEntry& entry : walked_.entries) {
      if (entry.kind != Kind::file || depth_of(entry.path) != 0) continue;
      std::string name = entry.path;
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      });
      if (!name.starts_with("readme")) continue;
      const auto readme = base::read_file(base::join(root_, entry.path), k_readme_max);
      if (!readme) continue;  // unreadable, or too long to be one
      const std::string title = title_of(*readme);
      if (!title.empty())
        return out + fmt::format("{}: {}\n", shown(entry.path, k_title_max), title);
    }
    return out;
  }

  std::string languages() const {
    std::map<std::string_view, std::uint64_t> bytes;
    std::uint64_t all = 0;
    std::size_t asked = 0;
    for (const WalkEntry& entry : walked_.entries) {
      const std::string_view language = language_name(entry.path);
      struct stat st {};
      if (entry.kind != Kind::file || language.empty() || language == "Markdown") continue;
      if (++asked > k_sizes_max || ::lstat(base::join(root_, entry.path).c_str(), &st) != 0)
        continue;
      bytes[language] += static_cast<std::uint64_t>(st.st_size);
      all += static_cast<std::uint64_t>(st.st_size);
    }
    std::vector<std::pair<std::string_view, std::uint64_t>> order(bytes.begin(), bytes.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string out;
    for (const auto& [language, size] : order) {
      const std::uint64_t percent = all == 0 ? 0 : (size * 100 + all / 2) / all;
      if (percent == 0 ||
          &language - &order.front().first >= static_cast<std::ptrdiff_t>(k_languages_max))
        break;
      out += fmt::format("{}{} {}%", out.empty() ? "languages: " : ", ", language, percent);
    }
    return out.empty() ? out : out + "\n";
  }

  /// Files that tell how to build, the upper ones first.
  std::string guides() const {
    std::vector<std::string_view> found;
    for (const WalkEntry& entry : walked_.entries)
      if (entry.kind == Kind::file && depth_of(entry.path) <= 2 &&
          is_guide(base::file_name(entry.path)))
        found.push_back(entry.path);
    std::stable_sort(found.begin(), found.end(),
                     [](auto a, auto b) { return depth_of(a) < depth_of(b); });
    std::string out;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (i == k_guides_max) {
        out += fmt::format(", {} more", found.size() - i);
        break;
      }
      out += (out.empty() ? "build and guides: " : ", ") + shown(found[i], k_title_max);
    }
    return out.empty() ? out : out + "\n";
  }

  /// Where the tests are: folders with test files, most of them first.
  std::string tests() const {
    std::map<std::string, std::size_t> folders;
    for (const WalkEntry& entry : walked_.entries)
      if (entry.kind == Kind::file && is_test(entry.path)) ++folders[base::parent(entry.path)];
    std::vector<std::pair<std::string, std::size_t>> order(folders.begin(), folders.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string out;
    constexpr std::size_t k_shown = 6;
    for (std::size_t i = 0; i < std::min(order.size(), k_shown); ++i)
      out += fmt::format("{}{} ({})", out.empty() ? "test files: " : ", ",
                         shown(order[i].first, k_title_max), order[i].second);
    if (order.size() > k_shown) out += fmt::format(", {} more folders", order.size() - k_shown);
    return out.empty() ? out : out + "\n";
  }

  struct Folder {
    std::size_t files = 0;              // in it and below
    std::vector<std::string_view> own;  // names of its own files
  };

  void add_folders() {
    std::map<std::string, Folder, decltype(&path_less)> folders(&path_less);
    for (const WalkEntry& entry : walked_.entries) {
      const std::string_view path = entry.path;
      std::size_t depth = 0;
      for (std::size_t slash = path.find('/');
           slash != std::string_view::npos && depth < k_depth_max;
           slash = path.find('/', slash + 1), ++depth)
        ++folders[std::string(path.substr(0, slash))].files;
      const std::size_t last = path.rfind('/');
      const std::string parent(last == std::string_view::npos ? "" : path.substr(0, last));
      if (depth_of(path) <= k_depth_max) folders[parent].own.push_back(path.substr(last + 1));
    }
    // The deepest that fits; names of files where there is room for them as well.
    for (std::size_t depth = k_depth_max; depth > 0; --depth) {
      for (const bool names : {true, false}) {
        const std::string text = tree(folders, depth, names);
        if (out_.size() + text.size() > options_.bytes_max) continue;
        out_ += text;
        return;
      }
    }
    // Not even one level: what fits of it.
    const std::string text = tree(folders, 1, false);
    const std::string_view part =
        text::clip(text, options_.bytes_max - std::min(options_.bytes_max, out_.size()));
    out_ += part.substr(0, part.rfind('\n') + 1);
  }

  template <class Folders>
  static std::string tree(const Folders& folders, std::size_t depth, bool names) {
    constexpr std::size_t k_names = 12;
    std::string out;
    for (const auto& [path, folder] : folders) {
      const std::size_t level = path.empty() ? 0 : depth_of(path) + 1;
      if (level > depth) continue;
      if (level != 0)
        out += fmt::format("{}{}/ {}\n", std::string(2 * (level - 1), ' '),
                           shown(base::file_name(path), k_title_max), folder.files);
      if (!names && level != 0) continue;
      std::string line;
      for (std::size_t i = 0; i < std::min(folder.own.size(), k_names); ++i)
        line += (line.empty() ? "" : " ") + shown(folder.own[i], k_title_max);
      if (folder.own.size() > k_names)
        line += fmt::format(" and {} more", folder.own.size() - k_names);
      if (!line.empty()) out += std::string(2 * level, ' ') + line + "\n";
    }
    return out;
  }

  const std::string& root_;
  const MapOptions& options_;
  Walk walked_;
  std::string out_;
};

}  // namespace

base::Result<std::string> project_map(const std::string& root, const MapOptions& options,
                                      std::stop_token stop) {
  WalkOptions how;
  how.entries_max = options.entries_max;
  TRY(Walk walked, walk(root, how, std::move(stop)));
  return Map(root, options, std::move(walked)).make();
}

}  // namespace code
