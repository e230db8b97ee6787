#include "searcher.h"

#include <algorithm>

#include "base/try.h"

namespace engine {

base::Result<repair::Options> Searcher::options(io::Millis budget) {
  repair::Options options;
  options.budget = budget;
  TRY(options.scratch, parts_.guard.scratch());
  options.on_figures = [this](const repair::Figures& figures) {
    found_ = figures.found;
    if (!parts_.listener.on_live) return;
    Live live;
    live.what = Live::What::search;
    live.search = {figures.tried, figures.of, figures.per_second, figures.left_ms, figures.found};
    parts_.listener.on_live(live);
  };
  options.stop = [this] { return is_stopped_; };
  found_ = 0;
  is_stopped_ = false;
  return options;
}

bool Searcher::stop() {
  if (found_ == 0 || is_stopped_) return false;
  is_stopped_ = true;
  return true;
}

base::Result<repair::Deps> Searcher::deps(io::Millis budget) {
  TRY(auto how, options(budget));
  return repair::Deps{parts_.guard.scratch_launcher(), parts_.workspace, parts_.env, root_, checks_, std::move(how)};
}

tools::Repairer Searcher::repairer() {
  return [this](tools::RepairRequest request, std::function<void(std::string_view)> told) {
    return search(std::move(request), std::move(told));
  };
}

io::Task<base::Result<tools::RepairAnswer>> Searcher::search(tools::RepairRequest request,
                                                             std::function<void(std::string_view)> told) {
  last_.reset();
  CO_TRY(auto how, options(request.budget));
  how.tests = std::move(request.tests);
  how.files = std::move(request.files);
  for (const auto& check : checks_) {   // the first that fails
    repair::Fork fork = [this](std::string into) {
      return parts_.workspace.fork(workspace::Workspace::Tree::now, std::move(into), false);
    };
    repair::Progress progress = [told](const std::string& line) { told(line); };
    CO_TRY(last_, co_await repair::repair(parts_.guard.scratch_launcher(), root_, check, parts_.env, std::move(fork), how,
                                          std::move(progress)));
    if (!last_->before.passed()) break;
  }
  found_ = 0;
  if (!last_) co_return base::fail(base::Code::not_found, "no check of this project is known");
  tools::RepairAnswer answer;
  answer.text = repair::summary(*last_);
  if (last_->proposal)
    for (const auto& file : last_->proposal->files) answer.files.push_back({file.path, file.before, file.after});
  co_return answer;
}

}  // namespace engine
