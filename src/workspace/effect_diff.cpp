#include "effect_diff.h"

#include <cstdio>
#include <optional>

#include "text/cut.h"
#include "text/diff.h"

namespace workspace {
namespace {

// A diff of more than this is not computed: nobody reads it, and it would take seconds.
constexpr std::uint64_t k_diff_bytes_max = std::uint64_t{4} << 20;

bool is_content(const std::optional<Version>& version) {
  return version && (version->kind == Kind::file || version->kind == Kind::symlink);
}

std::string octal(std::uint32_t mode) {
  char text[16];
  std::snprintf(text, sizeof text, "%04o", mode);
  return text;
}

std::string described(const std::optional<Version>& version) {
  if (!version) return "nothing";
  if (is_content(version))
    return std::string(name(version->kind)) + " of " + std::to_string(version->size) + " bytes";
  return std::string(name(version->kind));
}

base::Result<std::optional<std::string>> text_of(const ContentReader& read, Workspace::Side side,
                                                 const std::optional<Version>& version) {
  if (!is_content(version)) return std::optional<std::string>();
  if (version->size > k_diff_bytes_max)
    return base::fail(base::Code::too_big, "too large to be compared");
  auto bytes = read(side);
  if (!bytes) return base::fail(std::move(bytes).error());
  return std::optional<std::string>(std::move(*bytes));
}

}  // namespace

std::string effect_diff(const ContentReader& read, const Effect& effect, std::size_t limit) {
  const std::string shown = text::quoted_name(effect.path);
  std::string out, git_mode;
  if (effect.before && effect.after && effect.before->mode != effect.after->mode &&
      effect.before->kind == effect.after->kind && effect.before->kind != Kind::symlink) {
    const bool was = (effect.before->mode & 0111) != 0, is = (effect.after->mode & 0111) != 0;
    if (effect.after->kind == Kind::file && was != is)   // all that git knows of modes
      git_mode = std::string(was ? "old mode 100755\n" : "old mode 100644\n") + (is ? "new mode 100755\n" : "new mode 100644\n");
    if (git_mode.empty()) out += "mode " + octal(effect.before->mode) + " -> " + octal(effect.after->mode) + " " + shown + "\n";
  }
  if (effect.change == Change::mode && !git_mode.empty()) out += text::git_header(effect.path, true, true, 0) + git_mode;
  const bool type_changed = effect.change == Change::type;
  if (type_changed || (!is_content(effect.before) && !is_content(effect.after))) {
    if (effect.change != Change::mode)
      out += described(effect.before) + " -> " + described(effect.after) + " " + shown + "\n";
  }
  if (effect.change != Change::mode && (is_content(effect.before) || is_content(effect.after))) {
    const auto old_text = text_of(read, Workspace::Side::before, effect.before);
    const auto new_text = text_of(read, Workspace::Side::after, effect.after);
    if (!old_text || !new_text) {
      const auto& error = old_text ? new_text.error() : old_text.error();
      out += described(effect.before) + " -> " + described(effect.after) + " " + shown + " (" +
             error.what + ")\n";
    } else {
      const auto kind = is_content(effect.after) ? effect.after->kind : effect.before->kind;
      const unsigned mode = kind == Kind::symlink ? 0120000U
                            : ((effect.after ? effect.after : effect.before)->mode & 0111) != 0
                                ? 0100755U
                                : 0100644U;
      out += text::git_header(effect.path, is_content(effect.before), is_content(effect.after), mode) + git_mode;
      out += text::unified_diff(effect.path, *old_text, *new_text);
    }
  }
  return text::keep_ends(out, limit);
}

}  // namespace workspace
