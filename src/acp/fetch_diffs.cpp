#include "fetch_diffs.h"

#include <boost/json.hpp>

#include <map>
#include <memory>

#include "base/paths.h"
#include "diff_content.h"
#include "text/utf8.h"

namespace acp {

namespace {

/// The answers of the host that are still missing, and what it said so far.
struct Fetch {
  std::string cwd, diff;
  std::map<std::string, std::string> texts;
  std::size_t left = 0;
  std::function<void(Diffs)> then;
};

Diffs made_of(const Fetch& fetch) {
  Diffs out;
  const auto content = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = fetch.texts.find(path);
    return found == fetch.texts.end() ? std::nullopt : std::optional(found->second);
  };
  for (auto& file : read_diff(fetch.diff, content)) {
    const auto path = base::normalize(base::join(fetch.cwd, file.path));
    json::Object one = {{"type", "diff"}, {"path", path}, {"newText", text::to_valid_utf8(file.new_text)}};
    if (file.old_text) one["oldText"] = text::to_valid_utf8(*file.old_text);
    json::Object more;
    if (file.gone) more["deleted"] = true;
    if (!file.whole) more = {{"part", true}, {"line", file.line}};
    if (!more.empty()) one["_meta"] = json::Object{{"plumb", std::move(more)}};
    out.content.push_back(std::move(one));
    out.locations.push_back(json::Object{{"path", path}, {"line", file.line}});
  }
  return out;
}

}  // namespace

void fetch_diffs(plumb::Host& host, const std::string& id, const std::string& cwd, const std::string& step, std::uint64_t seq,
                 std::function<void(Diffs)> then) {
  auto fetch = std::make_shared<Fetch>();   // shared by the answers that are awaited
  fetch->cwd = cwd;
  fetch->then = std::move(then);
  host.diff(id, step, [&host, id, seq, fetch](plumb::Result<std::string> diff) {
    if (!diff) return fetch->then({});
    fetch->diff = *std::move(diff);
    const auto paths = modified_paths(fetch->diff);
    fetch->left = paths.size();
    if (paths.empty()) return fetch->then(made_of(*fetch));
    for (const auto& path : paths)
      host.content_at(id, seq, path, [fetch, path](plumb::Result<std::string> text) {
        if (text && text->size() <= k_diff_text_max) fetch->texts[path] = *std::move(text);
        if (--fetch->left == 0) fetch->then(made_of(*fetch));
      });
  });
}

}  // namespace acp
