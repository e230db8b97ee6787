#include "report_script.h"

#include "shell_line.h"

namespace verify {
namespace {

constexpr const char* k_unittest =
#include "embed/plumb_unittest.py.inc"
    ;

// $1 is the check's command. The reports' folder is a variable of the shell that runs the check and not
// of its environment: what the tests start does not see it.
constexpr std::string_view k_begin = R"sh(
IFS= read -r plumb_nonce
exec 3>&2 2>&1 </dev/null
umask 077
plumb_dir=$(mktemp -d "${TMPDIR:-/tmp}/plumb-XXXXXXXXXX") || exit 125
trap 'rm -rf "$plumb_dir"; exit 143' TERM INT HUP
mkdir "$plumb_dir/gtest" || exit 125
)sh";

constexpr std::string_view k_run = R"sh(
plumb_run() {
  (
    umask "$plumb_umask"
    exec /bin/sh -c 'PLUMB_REPORTS=$0; eval "$1"' "$plumb_dir" "$1"
  ) 3>&-
  plumb_code=$?
}
plumb_run "$1"
plumb_emit() {
  printf '%s begin %s\n' "$plumb_nonce" "$2" >&3
  head -c LIMIT "$1" >&3
  printf '\n%s end\n' "$plumb_nonce" >&3
}
AGAINfor plumb_file in "$plumb_dir"/*.xml "$plumb_dir"/*.json "$plumb_dir"/*.jsonl "$plumb_dir"/gtest/*.xml; do
  if [ -f "$plumb_file" ]; then plumb_emit "$plumb_file" "${plumb_file#"$plumb_dir"/}"; fi
done
)sh";

// $2 is the command as it is.
constexpr std::string_view k_again = R"sh(
plumb_none=yes
for plumb_file in "$plumb_dir"/*.xml "$plumb_dir"/*.json "$plumb_dir"/*.jsonl; do
  if [ -f "$plumb_file" ]; then plumb_none=no; fi
done
case $plumb_none:$plumb_code in
CODES)
  printf '%s begin plain\n\n%s end\n' "$plumb_nonce" "$plumb_nonce" >&3
  plumb_run "$2" ;;
esac
)sh";

constexpr std::string_view k_tree = R"sh(
plumb_find | sort -k 4 | grep -vxFf "$plumb_dir/.before" | head -n FILES > "$plumb_dir/.after"
while read -r plumb_inode plumb_size plumb_time plumb_file; do
  plumb_emit "$plumb_file" "tree:$plumb_file"
  case $plumb_file in
  *.trs)
    if grep -Eq 'result: (FAIL|ERROR|XPASS)' "$plumb_file" && [ -f "${plumb_file%.trs}.log" ]; then
      tail -c 4000 "${plumb_file%.trs}.log" > "$plumb_dir/.log"
      plumb_emit "$plumb_dir/.log" "tree:${plumb_file%.trs}.log"
    fi ;;
  esac
done < "$plumb_dir/.after"
)sh";

constexpr std::string_view k_end = R"sh(
rm -rf "$plumb_dir"
exit "$plumb_code"
)sh";

std::string with(std::string text, std::string_view word, const std::string& value) {
  if (const auto at = text.find(word); at != std::string::npos) text.replace(at, word.size(), value);
  return text;
}

std::string again(const std::vector<int>& codes) {
  if (codes.empty()) return {};
  std::string patterns;
  for (const int code : codes) patterns += (patterns.empty() ? "yes:" : "|yes:") + std::to_string(code);
  return with(std::string(k_again), "CODES", patterns);
}

std::string removal(const std::vector<std::string>& patterns) {
  std::string text;
  for (const auto& pattern : patterns)
    text += "find . -xdev -maxdepth 8 -name node_modules -prune -o -type d -path " + shell_quote(pattern) +
            " -prune -exec rm -rf {} + 2>/dev/null\n";
  return text;
}

/// A function that lists the files of the project that fit: inode, size, time, name. A file that the
/// run has not written is listed the same after it as before.
std::string find_function(const std::vector<std::string>& patterns) {
  std::string text =
      "plumb_find() { find . -xdev -maxdepth 9 \\( -name .git -o -name node_modules -o -name "
      ".venv \\) -prune -o -type f ! -path '*\n*' \\(";
  bool is_first = true;
  for (const auto& pattern : patterns) {
    text += std::string(is_first ? "" : " -o") + " -path " + shell_quote(pattern);
    is_first = false;
  }
  return text + " \\) -printf '%i %s %T@ %p\\n' 2>/dev/null; }\n";
}

}  // namespace

std::vector<std::string> report_script(const ReportPlan& plan, const std::string& command) {
  std::string script = "plumb_umask=$(umask)\n" + std::string(k_begin);
  if (plan.run.find("plumb_unittest.py") != std::string::npos)
    script += "cat > \"$plumb_dir/plumb_unittest.py\" <<'PLUMB_END'\n" + std::string(k_unittest) +
              "\nPLUMB_END\n";
  if (!plan.tree.empty())
    script += find_function(plan.tree) + "plumb_find > \"$plumb_dir/.before\"\n";
  script += removal(plan.removed);
  script += with(with(std::string(k_run), "LIMIT", std::to_string(k_report_max)), "AGAIN", again(plan.unknown_options));
  if (!plan.tree.empty()) script += with(std::string(k_tree), "FILES", std::to_string(k_report_files_max));
  script += k_end;
  return {"/bin/sh", "-c", std::move(script), "plumb-check", plan.run, command};
}

ReportFiles report_files(std::string_view stream, std::string_view nonce) {
  ReportFiles found;
  const std::string begin = std::string(nonce) + " begin ";
  const std::string end = "\n" + std::string(nonce) + " end\n";
  std::size_t at = 0;
  while ((at = stream.find(begin, at)) != std::string_view::npos) {
    at += begin.size();
    const auto line = stream.find('\n', at);
    const auto close = line == std::string_view::npos ? line : stream.find(end, line);
    if (close == std::string_view::npos) {
      found.is_cut = true;
      break;
    }
    found.files.push_back(
        {std::string(stream.substr(at, line - at)), stream.substr(line + 1, std::max(close, line + 1) - line - 1)});
    at = close + end.size();
  }
  return found;
}

}  // namespace verify
