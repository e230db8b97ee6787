#include "node_mirror.h"

#include <boost/json.hpp>
#include <functional>

#include "base/file.h"
#include "base/paths.h"
#include "code/walk.h"
#include "commonjs.h"
#include "json/json.h"
#include "type_eraser.h"

namespace repair {
namespace {

bool is_typescript(code::Language language) {
  return language == code::Language::typescript || language == code::Language::tsx;
}

/// JSON as people write it in tsconfig.json: with comments, and commas before a bracket that closes.
std::string plain_json(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\' && i + 1 < text.size()) {
      out += c;
      out += text[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (!quoted && text.substr(i, 2) == "//") {
      i = std::min(text.find('\n', i), text.size()) - 1;
    } else if (!quoted && text.substr(i, 2) == "/*") {
      const auto end = text.find("*/", i + 2);
      if (end == std::string_view::npos) break;
      i = end + 1;
    } else {
      const auto comma = out.find_last_not_of(" \t\r\n");
      if (!quoted && (c == '}' || c == ']') && comma != std::string::npos && out[comma] == ',') out.erase(comma, 1);
      out += c;
    }
  }
  return out;
}

/// Where the compiler puts what, and in which form.
void read_output(const json::Value& config, const json::Value& options, const std::string& target, Mirror& mirror) {
  const std::string out(json::string_or(json::find(options, "outDir")));
  if (!out.empty() && base::normalize(out) != ".") mirror.out_dir = base::normalize(out);
  std::string root(json::string_or(json::find(options, "rootDir")));
  const auto* include = json::array_or_null(json::find(config, "include"));
  if (root.empty() && include != nullptr && include->size() == 1) {
    root = json::string_or(&include->front());
    root = root.substr(0, root.find('*'));
  }
  mirror.root_dir = base::normalize(root.empty() ? "." : root);
  std::string module(json::string_or(json::find(options, "module")));
  for (char& c : module)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  if (module.empty()) module = target == "es3" || target == "es5" ? "commonjs" : "es2015";
  mirror.is_commonjs = module == "commonjs" || (module.starts_with("node") && !mirror.is_module);
}

/// Only what the folder's own file says: what it extends is not looked at.
void read_tsconfig(const std::string& tree, Mirror& mirror, bool is_compiled) {
  const auto text = base::read_file(base::join(tree, "tsconfig.json"), std::size_t{1} << 20);
  if (!text) return;
  const auto config = json::parse(plain_json(*text));
  if (!config) return;
  const auto* options = json::find(*config, "compilerOptions");
  if (options == nullptr) return;
  std::string target(json::string_or(json::find(*options, "target"), "esnext"));
  for (char& c : target)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  mirror.defines_fields = json::bool_or(json::find(*options, "useDefineForClassFields"), target == "esnext" || target >= "es2022");
  if (is_compiled) read_output(*config, *options, target, mirror);
  const std::string base(json::string_or(json::find(*options, "baseUrl"), "."));
  if (const auto* paths = json::object_or_null(json::find(*options, "paths")))
    for (const auto& [from, list] : *paths) {
      const auto* to = json::array_or_null(&list);
      if (to == nullptr || to->empty() || !std::string_view(from).ends_with("*")) continue;
      std::string target_path(json::string_or(&to->front()));
      if (target_path.ends_with("*")) target_path.pop_back();
      mirror.aliases.emplace_back(std::string(from).substr(0, from.size() - 1), base::normalize(base::join(base, target_path)) + (target_path.ends_with("/") ? "/" : ""));
    }
}

bool has_word(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

struct Script {
  std::string end;  ///< ".mjs" or ".cjs"
  std::string text;
};
base::Result<Script> script_of(const Mirror& mirror, const std::string& path, code::Language language, std::string_view text) {
  EraseOptions options;
  options.defines_fields = mirror.defines_fields;
  Erased erased;
  if (is_typescript(language)) {
    TRY(erased, erase_types(language, text, options));
  } else {
    erased.text = text;
    erased.is_module = true;
  }
  const bool is_module = !path.ends_with(".cts") && (erased.is_module || mirror.is_module || path.ends_with(".mts"));
  if (!is_module) return Script{".cjs", std::move(erased.text)};
  if (mirror.is_commonjs && is_typescript(language) && !path.ends_with(".mts")) {
    TRY(auto converted, to_commonjs(erased.text));
    return Script{".cjs", std::move(converted)};
  }
  // What is compiled to CommonJS elsewhere may use its words.
  std::string head;
  if (!mirror.is_module && !path.ends_with(".mts")) {
    if (has_word(text, "require(") && !has_word(text, "createRequire"))
      head += "import { createRequire as plumbRequire } from 'node:module'; const require = plumbRequire(import.meta.url); ";
    if (has_word(text, "__dirname")) head += "import { fileURLToPath as plumbFolder } from 'node:url'; const __dirname = plumbFolder(new URL('.', import.meta.url)).slice(0, -1); ";
    if (has_word(text, "__filename")) head += "import { fileURLToPath as plumbFile } from 'node:url'; const __filename = plumbFile(import.meta.url); ";
  }
  return Script{".mjs", head + erased.text};
}

bool is_foreign(std::string_view path) {
  return path.starts_with("node_modules/") || path.find("/node_modules/") != std::string_view::npos || path.ends_with(".d.ts") ||
         path.ends_with(".d.mts") || path.ends_with(".d.cts");
}

/// At the start of a line, which is good enough to guess by.
bool looks_like_module(std::string_view text) {
  for (const std::string_view word : {"import ", "export ", "import{", "export{"})
    if (text.starts_with(word) || text.find("\n" + std::string(word)) != std::string_view::npos) return true;
  return false;
}

base::Result<Mirror> make(const std::string& tree, const std::string& folder, bool with_modules, bool is_compiled, std::stop_token stop) {
  Mirror mirror;
  if (const auto text = base::read_file(base::join(tree, "package.json"), std::size_t{1} << 20))
    if (const auto package = json::parse(*text)) mirror.is_module = json::string_or(json::find(*package, "type")) == "module";
  read_tsconfig(tree, mirror, is_compiled);
  code::WalkOptions options;
  options.globs = {"*.ts", "*.mts", "*.cts"};
  if (with_modules && !mirror.is_module) options.globs.emplace_back("*.js");
  TRY(const auto walked, code::walk(tree, options, stop));
  std::size_t count = 0;
  for (const auto& entry : walked.entries) {
    if (entry.kind != code::Kind::file || is_foreign(entry.path) || count >= k_mirror_files_max) continue;
    const auto language = code::language_of(entry.path);
    const auto text = base::read_file(base::join(tree, entry.path), k_source_max);
    if (!language || !text || (!is_typescript(*language) && !looks_like_module(*text))) continue;
    const auto script = script_of(mirror, entry.path, *language, *text);
    mirror.folder = folder;
    if (!script) {
      mirror.refused.push_back(entry.path + ": " + script.error().what);
      continue;
    }
    const std::string place = base::join(folder, entry.path) + script->end;
    TRY_DO(base::make_dirs(base::parent(place)));
    TRY_DO(base::write_file(place, script->text));
    ++count;
  }
  return mirror;
}

}  // namespace

io::Task<base::Result<Mirror>> make_mirror(std::string tree, std::string folder, bool with_modules, bool is_compiled) {
  std::function<base::Result<Mirror>(std::stop_token)> work = [&](std::stop_token stop) {
    return make(tree, folder, with_modules, is_compiled, stop);
  };
  co_return co_await io::offload(std::move(work));
}

bool is_output_traced(const std::string& tree) {
  Mirror mirror;
  if (const auto text = base::read_file(base::join(tree, "package.json"), std::size_t{1} << 20))
    if (const auto package = json::parse(*text)) mirror.is_module = json::string_or(json::find(*package, "type")) == "module";
  read_tsconfig(tree, mirror, true);
  if (mirror.out_dir.empty()) return false;
  code::WalkOptions options;
  options.globs = {"*.ts", "*.mts", "*.cts"};
  const auto walked = code::walk(base::join(tree, mirror.root_dir), options, {});
  if (!walked) return false;
  std::size_t count = 0;
  for (const auto& entry : walked->entries) {
    if (entry.kind != code::Kind::file || is_foreign(entry.path) || entry.path.starts_with(mirror.out_dir + "/")) continue;
    const auto dot = entry.path.rfind('.');
    std::string end = entry.path.substr(dot);
    end.replace(end.find('t'), 1, "j");  // .mts -> .mjs
    if (!base::exists(base::join(tree, base::join(mirror.out_dir, entry.path.substr(0, dot) + end)))) return false;
    if (++count >= k_mirror_files_max) break;
  }
  return count > 0;
}

base::Result<bool> put_in_mirror(const Mirror& mirror, const Source& source, const std::string& text) {
  if (mirror.folder.empty()) return false;
  for (const char* end : {".mjs", ".cjs"}) {
    const std::string place = base::join(mirror.folder, source.path()) + end;
    if (!base::exists(place)) continue;
    const auto script = script_of(mirror, source.path(), source.language(), text);
    TRY_DO(base::write_file(place, script ? script->text : "throw new SyntaxError('plumb');\n"));
    return true;
  }
  return false;
}

}  // namespace repair
