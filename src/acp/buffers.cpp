#include "buffers.h"

#include <boost/json.hpp>

#include <cstdlib>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "markdown.h"
#include "text/cut.h"
#include "text/diff.h"
#include "text/utf8.h"

namespace acp {

namespace {

std::string real_path(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  std::string out = real == nullptr ? "" : real;
  std::free(real);
  return out;
}

}  // namespace

/// Also through links: what lies outside is not the model's to see.
bool Buffers::in_project(const std::string& path) const {
  if (!base::is_within(path, cwd_)) return false;
  const auto real = real_path(path);
  return !real.empty() && base::is_within(real, real_path(cwd_));
}

void Buffers::ask(const std::vector<std::string>& paths, std::function<void(std::string)> done) {
  std::set<std::string> asked;
  for (const auto& path : paths)
    if (asked.size() < k_buffers_asked && in_project(path)) asked.insert(path);
  if (asked.empty() || peer_->asked() + asked.size() > 4 * k_buffers_asked) return done("");
  auto round = std::make_shared<Round>();   // shared by the answers that are awaited
  round->left = asked.size();
  round->done = std::move(done);
  for (const auto& path : asked) {
    // What the client answers may be of before an edit that is made meanwhile: that is no change of the user's.
    auto before = base::read_file(path, k_buffer_max);
    peer_->request("fs/read_text_file", json::Object{{"sessionId", id_}, {"path", path}},
                   [weak = weak_from_this(), round, path, before = before ? *std::move(before) : std::string()](const Answer& answer) {
                     if (const auto self = weak.lock()) self->take(*round, path, before, answer);
                   });
  }
}

void Buffers::take(Round& round, const std::string& path, const std::string& before, const Answer& answer) {
  const auto* content = answer ? json::find(*answer, "content") : nullptr;
  if (content != nullptr && content->is_string() && content->get_string().size() <= k_buffer_max) {
    const std::string buffer(json::string_or(content));
    const auto disk = base::read_file(path, k_buffer_max);
    const auto hash = std::hash<std::string>()(buffer);
    const bool is_saved = disk && (*disk == buffer || before == buffer);
    if (disk && !is_saved && text::is_valid_utf8(*disk) && told_[path] != hash) {
      told_[path] = hash;
      const auto name = base::relative(path, cwd_);
      const auto diff = text::unified_diff(name, *disk, buffer);
      round.told[path] = "The user's editor has unsaved changes in " + code(name) +
                         ". The file on disk, which your tools read and change, does not have them. From disk to editor:\n" +
                         fenced(text::keep_ends(diff, k_buffer_diff_max), "diff");
    }
    if (is_saved) told_.erase(path);
  }
  if (--round.left > 0) return;
  std::string all;
  for (const auto& [name, text] : round.told) all += (all.empty() ? "" : "\n\n") + text;
  round.done(std::move(all));
}

}  // namespace acp
