#include "op_journal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <unordered_map>

namespace txn {
namespace {

constexpr std::array<std::string_view, 3> k_directions = {"apply", "redo", "undo"};
constexpr std::size_t k_sum = 16;

std::string escape(std::string_view bytes) {
  static constexpr char k_digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(bytes.size());
  for (const unsigned char byte : bytes) {
    if (byte > ' ' && byte < 0x7f && byte != '%') {
      out += static_cast<char>(byte);
    } else {
      out += '%';
      out += k_digits[byte >> 4];
      out += k_digits[byte & 15];
    }
  }
  return out;
}

std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned byte = 0;
    if (i + 2 >= text.size()) return std::nullopt;
    const char* begin = text.data() + i + 1;
    if (std::from_chars(begin, begin + 2, byte, 16).ptr != begin + 2) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

void sum_of(std::string_view words, char (&out)[k_sum + 1]) {
  std::snprintf(out, sizeof out, "%016llx",
                static_cast<unsigned long long>(XXH3_64bits(words.data(), words.size())));
}

void add_line(std::string& out, std::string_view words) {
  char sum[k_sum + 1];
  sum_of(words, sum);
  out.append(sum, k_sum).append(" ").append(words).append("\n");
}

template <class T>
bool number(std::string_view text, T& out, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return error == std::errc() && end == text.data() + text.size();
}

// "new=811" -> 811
template <class T>
bool field(std::string_view text, std::string_view key, T& out) {
  return text.starts_with(key) && number(text.substr(key.size()), out);
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at <= words.size();) {
    std::size_t end = words.find(' ', at);
    if (end == std::string_view::npos) end = words.size();
    out.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

using Words = std::vector<std::string_view>;

class Parser {
 public:
  JournalText run(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = text.find('\n', at);
      if (end == std::string_view::npos) break;
      const std::string_view line = text.substr(at, end - at);
      if (line.size() < k_sum + 2 || line[k_sum] != ' ') break;
      const std::string_view body = line.substr(k_sum + 1);
      char sum[k_sum + 1];
      sum_of(body, sum);
      if (line.substr(0, k_sum) != std::string_view(sum, k_sum) || !take(split(body))) break;
      at = end + 1;
      if (is_whole_) out_.good_bytes = at;
    }
    // A batch without END did nothing; one without COMMIT keeps its operations, but not the
    // half-written account of them.
    if (!out_.events.empty() && out_.events.back().kind == JournalEvent::Kind::batch) {
      Batch& last = out_.events.back().batch;
      if (!last.is_ended) {
        out_.events.pop_back();
      } else if (!last.is_committed && !last.is_aborted) {
        for (BatchOp& op : last.ops) op.left_ctime_ns = 0, op.clash.reset();
      }
    }
    return std::move(out_);
  }

 private:
  Batch* open() {
    if (out_.events.empty() || out_.events.back().kind != JournalEvent::Kind::batch) return nullptr;
    Batch& last = out_.events.back().batch;
    return last.is_committed || last.is_aborted ? nullptr : &last;
  }

  bool take(const Words& words) {
    const std::string_view word = words[0];
    Batch* batch = open();
    if (batch == nullptr) return word == "begin" ? begin(words) : single(words);
    if (!batch->is_ended) {
      is_whole_ = false;
      if (word == "op") return op(words, *batch);
      if (word == "folder") return folder(words, *batch);
      if (word == "END") return end(words, *batch);
      return false;
    }
    is_whole_ = false;
    if (word == "left") return left(words, *batch);
    if (word == "clash") return clash(words, *batch);
    if (word == "folder-left") return folder_left(words, *batch);
    if (word == "COMMIT" || word == "ABORT") return commit(words, *batch);
    return false;
  }

  bool single(const Words& words) {
    JournalEvent event;
    is_whole_ = true;
    if (words[0] == "conflict") {
      event.kind = JournalEvent::Kind::conflict;
      std::size_t effect = 0;
      const auto why = words.size() == 3 ? unescape(words[2]) : std::nullopt;
      if (!why || !number(words[1], effect)) return false;
      event.effects.push_back(effect);
      event.why = *why;
    } else if (words[0] == "drop") {
      event.kind = JournalEvent::Kind::drop;
      for (std::size_t i = 1; i < words.size(); ++i) {
        std::size_t effect = 0;
        if (!number(words[i], effect)) return false;
        event.effects.push_back(effect);
      }
    } else if (words[0] == "dropped") {
      event.kind = JournalEvent::Kind::dropped;
    } else if (words[0] == "expire") {
      event.kind = JournalEvent::Kind::expire;
    } else if (words[0] == "expired") {
      event.kind = JournalEvent::Kind::expired;
    } else {
      return false;
    }
    out_.events.push_back(std::move(event));
    return true;
  }

  bool begin(const Words& words) {
    JournalEvent event;
    if (words.size() != 4 || !number(words[2], event.batch.sequence) || !number(words[3], expected_))
      return false;
    for (std::size_t i = 0; i < k_directions.size(); ++i)
      if (k_directions[i] == words[1]) event.batch.direction = static_cast<Direction>(i);
    is_whole_ = false;
    index_.clear();
    out_.events.push_back(std::move(event));
    return true;
  }

  bool op(const Words& words, Batch& batch) {
    BatchOp op;
    if (words.size() != 7 || words[2].size() != 1) return false;
    const auto path = unescape(words[3]);
    if (!path || !number(words[1], op.effect) || !field(words[4], "new=", op.inode_new) ||
        !field(words[5], "old=", op.inode_old) || !field(words[6], "newest=", op.newest_new_ns))
      return false;
    op.way = static_cast<Way>(words[2][0]);
    op.path = *path;
    index_[op.effect] = batch.ops.size();
    batch.ops.push_back(std::move(op));
    return true;
  }

  static bool folder(const Words& words, Batch& batch) {
    BatchFolder folder;
    if (words.size() != 5) return false;
    const auto path = unescape(words[1]);
    if (!path || !number(words[2], folder.mode, 8) || !number(words[3], folder.mtime_ns)) return false;
    std::int64_t restore = 0;
    if (words[4] != "-") {
      if (!number(words[4], restore)) return false;
      folder.restore_ns = restore;
    }
    folder.path = *path;
    batch.folders.push_back(std::move(folder));
    return true;
  }

  bool end(const Words& words, Batch& batch) {
    std::uint64_t sequence = 0;
    if (words.size() != 2 || !number(words[1], sequence) || sequence != batch.sequence ||
        batch.ops.size() != expected_)
      return false;
    batch.is_ended = true;
    is_whole_ = true;
    next_folder_ = 0;
    return true;
  }

  BatchOp* find(std::string_view word, Batch& batch) {
    std::size_t effect = 0;
    if (!number(word, effect)) return nullptr;
    const auto found = index_.find(effect);
    return found == index_.end() ? nullptr : &batch.ops[found->second];
  }

  bool left(const Words& words, Batch& batch) {
    if (words.size() != 3) return false;
    BatchOp* op = find(words[1], batch);
    if (op == nullptr) return false;
    return words[2] == "-" || number(words[2], op->left_ctime_ns);
  }

  bool clash(const Words& words, Batch& batch) {
    if (words.size() != 3) return false;
    BatchOp* op = find(words[1], batch);
    if (op == nullptr) return false;
    op->clash = unescape(words[2]);
    return op->clash.has_value();
  }

  bool folder_left(const Words& words, Batch& batch) {
    // In the order of the folder lines.
    if (words.size() != 3 || next_folder_ >= batch.folders.size()) return false;
    return number(words[2], batch.folders[next_folder_++].left_ns);
  }

  bool commit(const Words& words, Batch& batch) {
    std::uint64_t sequence = 0;
    if (words.size() != 2 || !number(words[1], sequence) || sequence != batch.sequence) return false;
    (words[0] == "COMMIT" ? batch.is_committed : batch.is_aborted) = true;
    is_whole_ = true;
    return true;
  }

  JournalText out_;
  std::unordered_map<std::size_t, std::size_t> index_;
  std::size_t expected_ = 0, next_folder_ = 0;
  bool is_whole_ = true;
};

}  // namespace

std::string_view name(Direction direction) { return k_directions[static_cast<std::size_t>(direction)]; }

std::string format_plan(const Batch& batch) {
  std::string out;
  out.reserve(batch.ops.size() * 96 + batch.folders.size() * 80 + 128);
  const std::string sequence = std::to_string(batch.sequence);
  add_line(out, "begin " + std::string(name(batch.direction)) + " " + sequence + " " +
                    std::to_string(batch.ops.size()));
  for (const BatchOp& op : batch.ops)
    add_line(out, "op " + std::to_string(op.effect) + " " + static_cast<char>(op.way) + " " +
                      escape(op.path) + " new=" + std::to_string(op.inode_new) + " old=" +
                      std::to_string(op.inode_old) + " newest=" + std::to_string(op.newest_new_ns));
  for (const BatchFolder& folder : batch.folders) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%o", folder.mode);
    add_line(out, "folder " + escape(folder.path) + " " + mode + " " + std::to_string(folder.mtime_ns) +
                      " " + (folder.restore_ns ? std::to_string(*folder.restore_ns) : "-"));
  }
  add_line(out, "END " + sequence);
  return out;
}

std::string format_commit(const Batch& batch) {
  std::string out;
  out.reserve(batch.ops.size() * 48 + batch.folders.size() * 64 + 64);
  for (const BatchOp& op : batch.ops) {
    const std::string effect = std::to_string(op.effect);
    if (op.clash) {
      add_line(out, "clash " + effect + " " + escape(*op.clash));
    } else {
      add_line(out, "left " + effect + " " +
                        (op.left_ctime_ns != 0 ? std::to_string(op.left_ctime_ns) : "-"));
    }
  }
  for (const BatchFolder& folder : batch.folders)
    add_line(out, "folder-left " + escape(folder.path) + " " + std::to_string(folder.left_ns));
  add_line(out, (batch.is_aborted ? "ABORT " : "COMMIT ") + std::to_string(batch.sequence));
  return out;
}

std::string format_conflict(std::size_t effect, std::string_view why) {
  std::string out;
  add_line(out, "conflict " + std::to_string(effect) + " " + escape(why));
  return out;
}

std::string format_drop(const std::vector<std::size_t>& effects) {
  std::string words = "drop", out;
  for (const std::size_t effect : effects) words += " " + std::to_string(effect);
  add_line(out, words);
  return out;
}

std::string format_word(std::string_view word) {
  std::string out;
  add_line(out, word);
  return out;
}

JournalText parse_journal(std::string_view text) { return Parser().run(text); }

}  // namespace txn
