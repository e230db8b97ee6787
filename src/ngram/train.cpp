#include "ngram/train.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "code/walk.h"

namespace ngram {
namespace {

/// Folders that two paths share.
std::size_t shared_folders(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i)
    if (a[i] == '/') ++n;
  return n;
}

struct File {
  std::string path;
  code::Language language;
  std::size_t nearness;
};

std::size_t nearness(const std::string& path, const std::vector<std::string>& near) {
  std::size_t most = 0;
  for (const auto& one : near) most = std::max(most, path == one ? 1000 : shared_folders(path, one));
  return most;
}

}  // namespace

base::Result<Trained> train(const std::string& root, const TrainOptions& options, std::stop_token stop) {
  code::WalkOptions where;
  where.entries_max = options.files_max;
  TRY(const auto walk, code::walk(root, where, stop));
  std::vector<File> files;
  for (const auto& entry : walk.entries) {
    if (entry.kind != code::Kind::file) continue;
    if (const auto language = code::language_of(entry.path))
      files.push_back({entry.path, *language, nearness(entry.path, options.near)});
  }
  std::stable_sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.nearness > b.nearness; });
  Trained trained{Model(options.model), {}, 0};
  for (const auto& file : files) {
    if (stop.stop_requested()) return base::fail(base::Code::cancelled, "cancelled");
    const std::string path = base::join(root, file.path);
    bool done = false;
    if (trained.model.tokens() < options.tokens_max)
      if (const auto text = base::read_file(path, k_file_max))
        done = trained.model.learn(code::language_of(path, *text).value_or(file.language), *text);
    if (done)
      trained.files.insert(file.path);
    else
      ++trained.left_out;
  }
  return trained;
}

}  // namespace ngram
