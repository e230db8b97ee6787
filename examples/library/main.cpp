// A program with plumb in it: gives a task in a folder to a model, prints what happens, asks about what is held back, and
// ends with the run's exit code.
//
//   watch_task FOLDER TASK...

#include <plumb/host.h>

#include <cstdio>
#include <string>

namespace {

std::string words(int argc, char** argv, int from) {
  std::string out;
  for (int i = from; i < argc; ++i) out += (out.empty() ? "" : " ") + std::string(argv[i]);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  // The sandbox starts this very program again, as the helper that runs the model's commands.
  if (plumb::is_helper(argc, argv)) return plumb::run_helper(argc, argv);
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s FOLDER TASK...\n", argv[0]);
    return 2;
  }
  auto opened = plumb::Host::open({});
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().what.c_str());
    return 1;
  }
  plumb::Host& host = **opened;
  plumb::NewSession options;
  options.cwd = argv[1];
  const auto id = host.create(options);
  if (!id) {
    std::fprintf(stderr, "%s\n", id.error().what.c_str());
    return 2;
  }

  plumb::Observer observer;
  observer.on_event = [&](const plumb::Event& event) {
    std::printf("%4llu %s\n", static_cast<unsigned long long>(event.seq), event.type.c_str());
  };
  observer.on_live = [](const plumb::Live& live) {
    if (live.what == plumb::Live::What::text) std::fwrite(live.bytes.data(), 1, live.bytes.size(), stdout);
  };
  observer.on_state = [&](const plumb::SessionInfo& row) {
    std::printf("     %s, %s\n", std::string(plumb::name(row.state)).c_str(), row.title.c_str());
    if (row.state != plumb::State::needs_you) return;
    // Nobody is here to decide: what the policy holds back stays held, and can be applied later (`plumb apply`).
    host.steps(row.id, [&, session = row.id](plumb::Result<std::vector<plumb::Step>> steps) {
      if (!steps) return;
      for (const auto& step : *steps)
        for (const auto& effect : step.effects)
          if (effect.state == "held") {
            std::printf("     held: %s (%s)\n", effect.path.c_str(), effect.why.c_str());
            return host.answer(session, step.id, plumb::Answer::keep, {}, {});
          }
    });
  };
  const auto watching = host.observe(*id, 1, observer);

  int code = 1;
  const auto begun = host.prompt(*id, {words(argc, argv, 2), {}}, [&](const plumb::Ended& ended) {
    std::printf("%s: %s\n", ended.status.empty() ? ended.end.c_str() : ended.status.c_str(),
                ended.error.empty() ? ended.reason.c_str() : ended.error.c_str());
    code = ended.exit_code;
    host.stop();
  });
  if (!begun) {
    std::fprintf(stderr, "%s\n", begun.error().what.c_str());
    return 2;
  }
  host.run();
  return code;
}
