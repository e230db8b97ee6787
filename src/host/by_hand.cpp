// What can be done to a project without a session: its checks, and a look through its files.

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "engine/check.h"
#include "engine/search.h"
#include "host_impl.h"
#include "json/json.h"
#include "text/utf8.h"

namespace host {

using base::Code;

io::Task<> HostImpl::check_now(plumb::CheckOptions asked, std::shared_ptr<io::CancelSource> cancel, plumb::Then<plumb::Checked> then) {
  engine::CheckOptions options;
  options.cwd = asked.cwd;
  options.command = asked.command;
  options.is_affected_only = asked.affected_only;
  options.names = asked.names;
  options.on_start = asked.on_start;
  auto work = engine::run_checks(loop_, settings_, std::move(options));
  auto checked = co_await io::cancellable(*cancel, std::move(work));
  if (!checked) {
    then(base::fail(checked.error()));
    co_return;
  }
  plumb::Checked out;
  out.exit_code = engine::exit_code(*checked);
  out.report = json::dump(engine::to_json(*checked));
  then(std::move(out));
}

plumb::Subscription HostImpl::check(plumb::CheckOptions options, plumb::Then<plumb::Checked> then) {
  if (!base::is_dir(options.cwd)) {
    later([then, cwd = options.cwd] { then(base::fail(Code::not_found, "no such folder: " + text::to_valid_utf8(cwd))); });
    return {};
  }
  auto cancel = std::make_shared<io::CancelSource>();
  scope_.spawn(check_now(std::move(options), cancel, std::move(then)));
  return plumb::Subscription([this, alive = std::weak_ptr<char>(alive_), cancel] {
    if (!alive.expired()) loop_.post([cancel] { cancel->cancel(); });
  });
}

io::Task<> HostImpl::search_now(plumb::SearchOptions asked, plumb::Then<plumb::Found> then) {
  engine::SearchOptions options{asked.cwd, asked.pattern, asked.glob, asked.literal, asked.ignore_case, asked.limit};
  std::function<base::Result<engine::SearchFound>(std::stop_token)> work = [&options](std::stop_token stop) {
    return engine::search_files(options, std::move(stop));
  };
  auto found = co_await io::offload<base::Result<engine::SearchFound>>(std::move(work));
  if (!found) {
    then(base::fail(found.error()));
    co_return;
  }
  plumb::Found out;
  out.files = found->files;
  out.cut = found->is_cut;
  for (auto& line : found->lines) out.lines.push_back({std::move(line.path), line.line, std::move(line.text)});
  then(std::move(out));
}

void HostImpl::search(plumb::SearchOptions options, plumb::Then<plumb::Found> then) {
  scope_.spawn(search_now(std::move(options), std::move(then)));
}

}  // namespace host
