// From the text of a patch to its hunks. The format is line by line, so the parser is a cursor over
// lines; every rule that is more lenient than the grammar is here because models write it so:
// padded markers, a heredoc around the patch (GPT-4.1), a first chunk without "@@", several "@@"
// lines in a row (the grammar has them), and the ranges of a unified diff behind "@@".

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/try.h"
#include "text/cut.h"
#include "text/lines.h"
#include "tools/patch.h"

namespace tools {
namespace {

constexpr std::string_view k_begin = "*** Begin Patch";
constexpr std::string_view k_end = "*** End Patch";
constexpr std::string_view k_add = "*** Add File:";
constexpr std::string_view k_delete = "*** Delete File:";
constexpr std::string_view k_update = "*** Update File:";
constexpr std::string_view k_move = "*** Move to:";
constexpr std::string_view k_end_of_file = "*** End of File";
constexpr std::string_view k_environment = "*** Environment ID:";
constexpr std::size_t k_quoted_max = 200;   // bytes of a foreign line in an error

constexpr std::string_view k_blanks = " \t\r\f\v\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(k_blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(k_blanks) - begin + 1);
}

std::optional<std::string_view> after(std::string_view line, std::string_view marker) {
  if (!line.starts_with(marker)) return std::nullopt;
  return trimmed(line.substr(marker.size()));
}

std::string quoted(std::string_view line) {
  return "'" + std::string(text::clip(line, k_quoted_max)) + "'";
}

using Lines = std::vector<std::string_view>;

// The lines of the patch, without endings. A carriage return at the end of a line is one that a
// tool on the way added: the file's own endings decide what is written.
Lines lines_of(std::string_view text) {
  Lines lines = text::split_lines(trimmed(text));
  for (auto& line : lines) line = text::without_ending(line);
  return lines;
}

bool bounded(const Lines& lines, std::size_t begin, std::size_t end) {
  return end - begin >= 2 && trimmed(lines[begin]) == k_begin && trimmed(lines[end - 1]) == k_end;
}

// "<<EOF", "<<'EOF'", "apply_patch <<-\"EOF\"" -> EOF
std::optional<std::string_view> heredoc_word(std::string_view line) {
  line = trimmed(line);
  for (const std::string_view command : {"apply_patch", "applypatch"})
    if (line.starts_with(command)) line = trimmed(line.substr(command.size()));
  if (!line.starts_with("<<")) return std::nullopt;
  line.remove_prefix(2);
  if (line.starts_with("-")) line.remove_prefix(1);
  line = trimmed(line);
  if (line.size() >= 2 && (line.front() == '\'' || line.front() == '"') && line.back() == line.front())
    line = line.substr(1, line.size() - 2);
  const bool word = !line.empty() && std::all_of(line.begin(), line.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
  if (!word) return std::nullopt;
  return line;
}

class Parser {
 public:
  Parser(const Lines& lines, std::size_t at, std::size_t end) : lines_(lines), at_(at), end_(end) {}

  base::Result<Patch> parse() {
    Patch patch;
    TRY_DO(read_environment(patch));
    for (skip_blank(); at_ < end_; skip_blank()) {
      TRY(auto hunk, read_hunk());
      patch.hunks.push_back(std::move(hunk));
    }
    return patch;
  }

 private:
  base::Result<> read_environment(Patch& patch) {
    for (skip_blank(); at_ < end_; skip_blank()) {
      const auto id = after(trimmed(lines_[at_]), k_environment);
      if (!id) break;
      if (id->empty()) return error(at_, "the environment id is empty");
      if (!patch.environment.empty()) return error(at_, "there is a second environment id");
      patch.environment = *id;
      ++at_;
    }
    return {};
  }

  base::Result<PatchHunk> read_hunk() {
    const std::string_view header = trimmed(lines_[at_]);
    PatchHunk hunk;
    hunk.line = at_ + 1;
    std::optional<std::string_view> path;
    if ((path = after(header, k_add))) {
      hunk.kind = PatchHunk::Kind::add;
    } else if ((path = after(header, k_delete))) {
      hunk.kind = PatchHunk::Kind::remove;
    } else if ((path = after(header, k_update))) {
      hunk.kind = PatchHunk::Kind::update;
    } else {
      return error(at_, quoted(header) +
                            " is not a valid hunk header. Valid hunk headers: '*** Add File: {path}', "
                            "'*** Delete File: {path}', '*** Update File: {path}'");
    }
    if (path->empty()) return error(at_, "the file name is missing");
    hunk.path = *path;
    ++at_;
    if (hunk.kind == PatchHunk::Kind::add) read_content(hunk);
    if (hunk.kind == PatchHunk::Kind::update) TRY_DO(read_update(hunk));
    return hunk;
  }

  void read_content(PatchHunk& hunk) {
    for (; at_ < end_ && lines_[at_].starts_with('+'); ++at_) {
      hunk.content += lines_[at_].substr(1);
      hunk.content += '\n';
    }
  }

  base::Result<> read_update(PatchHunk& hunk) {
    if (at_ < end_) {
      if (const auto target = after(trimmed(lines_[at_]), k_move)) {
        if (target->empty()) return error(at_, "the file name is missing");
        hunk.move_to = *target;
        ++at_;
      }
    }
    for (skip_blank(); at_ < end_ && !lines_[at_].starts_with('*'); skip_blank()) {
      TRY(auto chunk, read_chunk(hunk.chunks.empty()));
      hunk.chunks.push_back(std::move(chunk));
    }
    if (hunk.chunks.empty() && hunk.move_to.empty())
      return error(hunk.line - 1, "Update file hunk for path " + quoted(hunk.path) + " is empty");
    return {};
  }

  base::Result<PatchChunk> read_chunk(bool first) {
    PatchChunk chunk;
    const std::size_t begin = at_;
    while (at_ < end_ && read_context(chunk)) ++at_;
    if (at_ == begin && !first)
      return error(at_, "Expected update hunk to start with a @@ context marker, got: " +
                            quoted(lines_[at_]));
    for (; at_ < end_; ++at_) {
      const std::string_view line = lines_[at_];
      if (trimmed(line) == k_end_of_file && !line.starts_with(' ')) {
        chunk.end_of_file = true;
        ++at_;
        break;
      }
      if (line.starts_with("@@") || line.starts_with("***")) break;
      if (line.empty()) {
        chunk.lines.push_back({PatchLine::Kind::context, "", true});
      } else if (line[0] == ' ' || line[0] == '+' || line[0] == '-') {
        chunk.lines.push_back(
            {static_cast<PatchLine::Kind>(line[0]), std::string(line.substr(1)), false});
      } else {
        return error(at_, "Unexpected line found in update hunk: " + quoted(line) +
                              ". Every line should start with ' ' (context line), '+' (added line), "
                              "or '-' (removed line)");
      }
    }
    if (chunk.lines.empty()) return error(begin, "Update hunk does not contain any lines");
    return chunk;
  }

  // "@@", "@@ context", "@@ -1,3 +1,4 @@ heading"
  bool read_context(PatchChunk& chunk) const {
    std::string_view line = lines_[at_];
    if (!line.starts_with("@@")) return false;
    line.remove_prefix(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (trimmed(line).empty() || is_ranges(line)) return true;
    chunk.contexts.emplace_back(line);
    return true;
  }

  // "-1,3 +1,4 @@..." : numbers that a model guessed, of no use to find a place.
  static bool is_ranges(std::string_view line) {
    const auto skip_range = [&line](char sign) {
      if (!line.starts_with(sign)) return false;
      const auto end = line.find_first_not_of("0123456789,", 1);
      if (end == 1) return false;
      line = trimmed(line.substr(std::min(end, line.size())));
      return true;
    };
    line = trimmed(line);
    return skip_range('-') && skip_range('+') && line.starts_with("@@");
  }

  void skip_blank() {
    while (at_ < end_ && trimmed(lines_[at_]).empty()) ++at_;
  }

  [[nodiscard]] static tl::unexpected<base::Error> error(std::size_t index, std::string_view what) {
    return base::fail(base::Code::invalid, "Invalid patch hunk on line " + std::to_string(index + 1) +
                                               ": " + std::string(what));
  }

  const Lines& lines_;
  std::size_t at_, end_;
};

}  // namespace

base::Result<Patch> parse_patch(std::string_view text) {
  if (text.size() > k_patch_max)
    return base::fail(base::Code::too_big, "the patch has " + std::to_string(text.size()) +
                                               " bytes; the limit is " + std::to_string(k_patch_max));
  const Lines lines = lines_of(text);
  std::size_t begin = 0;
  std::size_t end = lines.size();
  if (!bounded(lines, begin, end) && end >= 4) {
    const auto word = heredoc_word(lines[0]);
    if (word && trimmed(lines[end - 1]) == *word && bounded(lines, 1, end - 1)) {
      ++begin;
      --end;
    }
  }
  if (end == begin || trimmed(lines[begin]) != k_begin)
    return base::fail(base::Code::invalid,
                      "Invalid patch: The first line of the patch must be '*** Begin Patch'");
  if (!bounded(lines, begin, end))
    return base::fail(base::Code::invalid,
                      "Invalid patch: The last line of the patch must be '*** End Patch'");
  return Parser(lines, begin + 1, end - 1).parse();
}

// ---- a shell command that is a patch ----

namespace {

// bash -lc 'SCRIPT': a script in single quotes has no escapes, one in double quotes we leave alone.
std::string_view without_shell(std::string_view command) {
  for (const std::string_view shell : {"bash -lc '", "bash -c '", "sh -c '", "zsh -lc '"})
    if (command.starts_with(shell) && command.size() > shell.size() && command.ends_with('\'')) {
      const auto script = command.substr(shell.size(), command.size() - shell.size() - 1);
      if (script.find('\'') == std::string_view::npos) return script;
    }
  return command;
}

bool is_plain_word(std::string_view word) {
  return !word.empty() && word.find_first_of(" \t\n'\"\\$`&|;<>()*?[]{}~#!") == std::string_view::npos;
}

}  // namespace

std::optional<ShellPatch> find_shell_patch(std::string_view command) {
  command = trimmed(without_shell(trimmed(command)));
  ShellPatch found;
  if (command.starts_with("cd ")) {
    const auto joint = command.find("&&");
    if (joint == std::string_view::npos) return std::nullopt;
    std::string_view folder = trimmed(command.substr(3, joint - 3));
    if (folder.size() >= 2 && (folder.front() == '"' || folder.front() == '\'') &&
        folder.back() == folder.front()) {
      folder = folder.substr(1, folder.size() - 2);
      if (folder.find_first_of("'\"\\$`\n") != std::string_view::npos) return std::nullopt;
    } else if (!is_plain_word(folder)) {
      return std::nullopt;
    }
    found.folder = folder;
    command = trimmed(command.substr(joint + 2));
  }
  if (!command.starts_with("apply_patch") && !command.starts_with("applypatch")) return std::nullopt;
  const auto first_end = command.find('\n');
  if (first_end == std::string_view::npos) return std::nullopt;
  const auto word = heredoc_word(command.substr(0, first_end));
  if (!word) return std::nullopt;
  const auto last = command.rfind('\n');
  if (last == first_end || trimmed(command.substr(last + 1)) != *word) return std::nullopt;
  found.text = command.substr(first_end + 1, last - first_end);
  return found;
}

}  // namespace tools
