// From hunks and files to new files, in memory. A file is its lines with their endings, so that what
// a patch does not name stays byte for byte: a chunk is found by the text of the lines it keeps and
// removes, and then only its removed lines go and its added lines come. (The tool that the format
// stems from writes the patch's version of context lines; where these differ in blanks or quotes
// that would change lines nobody asked to change.)

#include <algorithm>
#include <map>
#include <utility>

#include "base/paths.h"
#include "base/try.h"
#include "passage.h"
#include "patch_seek.h"
#include "text/cut.h"
#include "text/diff.h"
#include "text/lines.h"
#include "text/utf8.h"
#include "tools/patch.h"

namespace tools {
namespace {

constexpr std::size_t k_shown_max = 2000;   // bytes of the sought lines in an error

std::string_view ending_of(std::string_view line) {
  return line.substr(text::without_ending(line).size());
}

// A chunk that has found its place: lines from `start` on, as the chunk's lines go.
struct Placed {
  std::size_t start = 0;
  std::vector<PatchLine> lines;
};

std::vector<std::string_view> old_lines(const std::vector<PatchLine>& lines) {
  std::vector<std::string_view> out;
  for (const auto& line : lines)
    if (line.kind != PatchLine::Kind::added) out.push_back(line.text);
  return out;
}

std::string joined(const std::vector<std::string_view>& lines) {
  std::string out;
  for (const auto line : lines) out.append(out.empty() ? "" : "\n").append(line);
  return out;
}

class FileUpdate {
 public:
  FileUpdate(const std::string& path, std::string_view bytes, std::size_t& steps)
      : path_(path),
        body_(text::without_bom(bytes)),
        bom_(bytes.substr(0, bytes.size() - body_.size())),
        lines_(text::split_lines(body_)),
        seeker_(texts(lines_), steps) {}

  base::Result<std::string> apply(const std::vector<PatchChunk>& chunks) {
    std::vector<Placed> placed;
    for (const auto& chunk : chunks) {
      TRY(auto place, find_place(chunk));
      placed.push_back(std::move(place));
    }
    // Additions at the end of the file may precede chunks further up.
    std::stable_sort(placed.begin(), placed.end(),
                     [](const Placed& a, const Placed& b) { return a.start < b.start; });
    return rewrite(placed);
  }

 private:
  static std::vector<std::string_view> texts(const std::vector<std::string_view>& lines) {
    std::vector<std::string_view> out;
    out.reserve(lines.size());
    for (const auto line : lines) out.push_back(text::without_ending(line));
    return out;
  }

  base::Result<Placed> find_place(const PatchChunk& chunk) {
    std::size_t before_context = next_;
    for (const auto& context : chunk.contexts) {
      auto at = seeker_.find({context}, next_, false);
      if (!at) at = seeker_.find_start(context, next_);
      if (!at) return not_found("context '" + context + "'", context);
      before_context = *at;
      next_ = *at + 1;
    }
    Placed place{0, chunk.lines};
    if (old_lines(place.lines).empty()) {
      const bool in_place = !chunk.contexts.empty() && !chunk.end_of_file;
      place.start = in_place ? next_ : end_for_additions();
      return place;
    }
    for (;;) {
      const auto wanted = old_lines(place.lines);
      auto at = seeker_.find(wanted, next_, chunk.end_of_file);
      // Models repeat the line of "@@" below it.
      if (!at && before_context != next_) at = seeker_.find(wanted, before_context, chunk.end_of_file);
      if (at) {
        place.start = *at;
        next_ = *at + wanted.size();
        return place;
      }
      if (!drop_last_empty(place.lines)) break;
    }
    const auto wanted = old_lines(chunk.lines);
    const std::string shown = joined(wanted);
    return not_found("expected lines", shown, seeker_.find(wanted, 0, chunk.end_of_file));
  }

  // An empty line at the end of a chunk often means no more than the line feed before it, or the
  // distance to the next chunk.
  static bool drop_last_empty(std::vector<PatchLine>& lines) {
    const auto last = std::find_if(lines.rbegin(), lines.rend(), [](const PatchLine& line) {
      return line.kind != PatchLine::Kind::added;
    });
    if (last == lines.rend() || !last->text.empty()) return false;
    if (last != lines.rbegin() && last->kind == PatchLine::Kind::context) {
      last->kind = PatchLine::Kind::added;
    } else {
      lines.erase(std::next(last).base());
    }
    return !old_lines(lines).empty();
  }

  [[nodiscard]] std::size_t end_for_additions() const {
    const bool ends_empty = !lines_.empty() && text::without_ending(lines_.back()).empty();
    return ends_empty ? lines_.size() - 1 : lines_.size();
  }

  tl::unexpected<base::Error> not_found(const std::string& what, std::string_view wanted,
                                        std::optional<std::size_t> earlier = {}) const {
    if (seeker_.exhausted())
      return base::fail(base::Code::too_big,
                        "looking for the lines of the patch in " + path_ + " took more than " +
                            std::to_string(k_patch_steps_max) + " steps: use smaller chunks");
    std::string message = "Failed to find " + what + " in " + path_;
    if (what.starts_with("expected"))
      message += ":\n" + std::string(text::clip(wanted, k_shown_max));
    if (earlier) {
      message += "\nThey stand at line " + std::to_string(*earlier + 1) +
                 ", before the chunk above this one: chunks must be in the order of the file";
    } else if (const auto near = nearest(body_, wanted); !near.empty()) {
      message += "\n" + near;
    }
    return base::fail(base::Code::not_found, std::move(message));
  }

  [[nodiscard]] std::string rewrite(const std::vector<Placed>& placed) const {
    Output out{std::string(bom_), bom_.size(), usual_ending()};
    std::size_t at = 0;
    for (const auto& place : placed) {
      while (at < place.start) out.keep(lines_[at++]);
      std::vector<std::string_view> removed;   // endings of the run of changed lines
      std::size_t added = 0;
      for (const auto& line : place.lines) {
        switch (line.kind) {
          case PatchLine::Kind::context:
            out.keep(lines_[at++]);
            removed.clear();
            added = 0;
            break;
          case PatchLine::Kind::removed:
            removed.push_back(ending_of(lines_[at++]));
            break;
          case PatchLine::Kind::added:
            out.add(line.text, added < removed.size() ? removed[added] : std::string_view{});
            ++added;
            break;
        }
      }
    }
    while (at < lines_.size()) out.keep(lines_[at++]);
    return out.done();
  }

  [[nodiscard]] std::string_view usual_ending() const {
    if (lines_.empty() || ending_of(lines_[0]).empty()) return "\n";
    return ending_of(lines_[0]);
  }

  struct Output {
    std::string bytes;
    std::size_t bom;
    std::string_view usual;
    std::string_view last = usual;

    void finish_line() {
      if (bytes.size() > bom && bytes.back() != '\n') bytes += usual;
    }
    void keep(std::string_view line) {
      finish_line();
      bytes += line;
      if (!ending_of(line).empty()) last = ending_of(line);
    }
    void add(std::string_view line, std::string_view ending) {
      finish_line();
      bytes += line;
      bytes += ending.empty() ? last : ending;
    }
    std::string done() {
      finish_line();
      return std::move(bytes);
    }
  };

  const std::string& path_;
  std::string_view body_, bom_;
  std::vector<std::string_view> lines_;
  Seeker seeker_;
  std::size_t next_ = 0;   // the first line that later chunks may use
};

// The files as the hunks so far have left them.
class Planner {
 public:
  explicit Planner(const PatchReader& reader) : reader_(reader) {}

  base::Result<> apply(const PatchHunk& hunk) {
    const std::string path = base::normalize(hunk.path);
    switch (hunk.kind) {
      case PatchHunk::Kind::add: return add(path, hunk);
      case PatchHunk::Kind::remove: return remove(path);
      case PatchHunk::Kind::update: return update(path, hunk);
    }
    return {};
  }

  PatchPlan plan() && {
    PatchPlan out;
    for (auto& file : files_) {
      if (file.before == file.after) continue;
      const auto changed = text::diff_stats(file.before.value_or(""), file.after.value_or(""));
      summary_.added += changed.added;
      summary_.removed += changed.removed;
      out.files.push_back(std::move(file));
    }
    out.summary = std::move(summary_);
    return out;
  }

 private:
  base::Result<PatchedFile*> file(const std::string& path) {
    if (const auto known = index_.find(path); known != index_.end()) return &files_[known->second];
    TRY(auto bytes, reader_(path));
    index_.emplace(path, files_.size());
    files_.push_back({path, bytes, bytes, ""});
    return &files_.back();
  }

  base::Result<> add(const std::string& path, const PatchHunk& hunk) {
    TRY(auto* target, file(path));
    target->after = hunk.content;
    note('A', path);
    return {};
  }

  base::Result<> remove(const std::string& path) {
    TRY(auto* target, file(path));
    if (!target->after)
      return base::fail(base::Code::not_found, "Failed to delete file " + path + ": there is no such file");
    target->after.reset();
    note('D', path);
    return {};
  }

  base::Result<> update(const std::string& path, const PatchHunk& hunk) {
    TRY(auto* source, file(path));
    if (!source->after)
      return base::fail(base::Code::not_found, "Failed to read file to update " + path +
                                                   ": No such file or directory");
    if (!hunk.chunks.empty()) {
      if (text::looks_binary(*source->after))
        return base::fail(base::Code::invalid, path + " is a binary file: a patch cannot update it");
      TRY(auto updated, FileUpdate(path, *source->after, steps_).apply(hunk.chunks));
      source->after = std::move(updated);
    }
    const std::string target_path = hunk.move_to.empty() ? path : base::normalize(hunk.move_to);
    note('M', target_path);
    if (target_path == path) return {};
    std::string moved = std::move(*source->after);
    const std::string mode_of = source->mode_of.empty() ? path : source->mode_of;
    source->after.reset();
    TRY(auto* target, file(target_path));   // may move `source` in memory
    target->after = std::move(moved);
    target->mode_of = mode_of;
    return {};
  }

  void note(char mark, const std::string& path) {
    for (const auto& line : summary_.lines)
      if (line.mark == mark && line.path == path) return;
    summary_.lines.push_back({mark, path});
  }

  const PatchReader& reader_;
  std::vector<PatchedFile> files_;
  std::map<std::string, std::size_t> index_;
  PatchSummary summary_;
  std::size_t steps_ = k_patch_steps_max;
};

}  // namespace

std::string PatchSummary::text() const {
  std::string out = "Success. Updated the following files:\n";
  for (const char mark : {'A', 'M', 'D'})
    for (const auto& line : lines)
      if (line.mark == mark) out += std::string(1, mark) + " " + line.path + "\n";
  return out;
}

base::Result<PatchPlan> plan_patch(const Patch& patch, const PatchReader& reader) {
  if (patch.hunks.empty()) return base::fail(base::Code::invalid, "No files were modified.");
  Planner planner(reader);
  for (const auto& hunk : patch.hunks) TRY_DO(planner.apply(hunk));
  return std::move(planner).plan();
}

}  // namespace tools
