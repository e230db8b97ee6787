#include "affected.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace verify {

Affected everything(std::string why) {
  Affected all;
  all.why = std::move(why);
  return all;
}

namespace {

bool is_passed_over(std::string_view name) {
  static constexpr std::string_view k_names[] = {"node_modules", "__pycache__", "venv", "target", "build", "dist", "site-packages"};
  return name.starts_with('.') || std::find(std::begin(k_names), std::end(k_names), name) != std::end(k_names);
}

class Walk {
 public:
  Walk(std::string root, const std::vector<std::string>& endings) : root_(std::move(root)), endings_(endings) {}
  bool folder(const std::string& path, int depth) {
    const auto names = base::list_dir(base::join(root_, path));
    if (!names || depth > 20 || ++folders_ > 20000) return false;
    for (const auto& name : *names) {
      const std::string inner = path.empty() ? name : path + "/" + name;
      const std::string full = base::join(root_, inner);
      if (base::is_dir(full)) {
        if (!is_passed_over(name) && !folder(inner, depth + 1)) return false;
      } else if (fits(name)) {
        if (found.size() >= k_sources_max) return false;
        auto text = base::read_file(full, k_source_max);
        if (!text) return false;
        found.emplace(inner, *std::move(text));
      }
    }
    return true;
  }
  std::map<std::string, std::string> found;

 private:
  [[nodiscard]] bool fits(std::string_view name) const {
    return std::any_of(endings_.begin(), endings_.end(), [&](const std::string& end) { return name.ends_with(end); });
  }
  std::string root_;
  const std::vector<std::string>& endings_;
  std::size_t folders_ = 0;
};

/// True if nothing in `folder` speaks of the folder that `path`, outside of it, lies in.
bool is_apart(const std::string& folder, const std::map<std::string, std::string>& texts, const std::string& path) {
  const auto slash = path.find('/');
  if (slash == std::string::npos) return false;   // a file at the root may configure all
  // packages/a and packages/b: the parts that differ.
  std::size_t start = 0;
  for (auto next = slash; next != std::string::npos; next = path.find('/', start)) {
    const std::string part = path.substr(start, next - start);
    if (!base::is_within(folder, path.substr(0, next))) {
      if (part.size() < 3) return false;
      return std::none_of(texts.begin(), texts.end(),
                          [&](const auto& file) { return file.second.find(part) != std::string::npos; });
    }
    start = next + 1;
  }
  return false;
}

/// A check of a folder of a monorepo, and changes of which none is in it.
Affected outside_only(const std::string& root, const std::string& folder, const Paths& changed) {
  const auto texts = sources(base::join(root, folder), {""});
  if (!texts) return everything("the folder is too large to be read for what it depends on");
  for (const auto& [path, text] : *texts)
    if (text.find("workspace:") != std::string::npos)
      return everything(folder + "/" + path + " depends on its workspace");
  for (const auto& path : changed)
    if (!is_apart(folder, *texts, path)) return everything(folder + " may depend on " + path);
  Affected none;
  none.scope = Scope::nothing;
  none.why = "nothing in " + folder + " has changed, nor anything that it names";
  return none;
}

}  // namespace

std::optional<std::map<std::string, std::string>> sources(const std::string& folder,
                                                          const std::vector<std::string>& endings) {
  Walk walk(folder, endings);
  if (!walk.folder("", 0)) return std::nullopt;
  return std::move(walk.found);
}

Affected affected(const Check& check, const std::string& root, const std::vector<std::string>& changed) {
  if (changed.empty()) {
    Affected none;
    none.scope = Scope::nothing;
    none.why = "nothing has changed";
    return none;
  }
  const auto line = command_line(check, root);
  if (!line) return everything("it is not known what the command runs");
  Paths inside, outside;
  for (const auto& path : changed) {
    const std::string clean = base::normalize(path);
    if (clean.starts_with("..") || clean.starts_with('/')) return everything(path + " is outside of the project");
    if (line->folder.empty() || base::is_within(clean, line->folder))
      inside.push_back(line->folder.empty() ? clean : base::relative(clean, line->folder));
    else
      outside.push_back(clean);
  }
  if (inside.empty()) return outside_only(root, line->folder, outside);
  if (!outside.empty()) {
    const Affected apart = outside_only(root, line->folder, outside);
    if (apart.scope != Scope::nothing) return apart;
  }
  const std::string folder = base::join(root, line->folder);
  switch (line->at.runner) {
    case Runner::pytest:
    case Runner::unittest: return affected_python(*line, folder, inside);
    case Runner::go: return affected_go(*line, folder, inside);
    case Runner::cargo: return affected_cargo(*line, folder, inside);
    case Runner::maven: return affected_maven(*line, folder, inside);
    case Runner::gradle: return affected_gradle(*line, folder, inside);
    case Runner::jest: return affected_jest(*line, folder, inside);
    default: break;
  }
  return everything(std::string(name(line->at.runner)) + " cannot be asked for a part of it");
}

}  // namespace verify
