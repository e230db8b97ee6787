# Shared by ./quickstart, ./test and .ci/run (sourced): packages and builds. Debian 12.

BUILD_PACKAGES=(
  ca-certificates git cmake ninja-build clang-16 lld-16 ccache g++ xz-utils
  libboost1.81-dev libboost-json1.81-dev libcurl4-openssl-dev libssl-dev libfmt-dev libexpected-dev
  libre2-dev libsqlite3-dev libcli11-dev libtomlplusplus-dev libvalijson-dev
  libxxhash-dev libmd-dev libutf8proc-dev libpugixml-dev libyaml-cpp-dev
)
SAMPLE_PACKAGES=(python3)
TEST_PACKAGES=(libgtest-dev libclang-rt-16-dev python3 python3-pytest python3-markupsafe make procps curl patch strace libvterm0 tmux)
# The live page is tested in a browser where there is a node new enough for its tests.
if command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null; then
  TEST_PACKAGES+=(chromium)
fi

bold() { if [ -t 1 ]; then printf '\033[1m%s\033[0m\n' "$1"; else printf '%s\n' "$1"; fi; }
note() { printf '    %s\n' "$1"; }
step() { printf '\n'; bold "[$1/$2] $3"; }
stop() { printf '\nplumb: %s\n' "$1" >&2; exit 1; }

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s\n' "$package"
  done
}

# Installs those of the packages that are not there; asks for nothing when all are.
install_packages() {
  command -v dpkg-query >/dev/null || stop "this script knows Debian 12 only (there is no dpkg here). docs/building.md lists what the build needs."
  local missing root=()
  mapfile -t missing < <(missing_packages "$@")
  if [ "${#missing[@]}" -eq 0 ]; then note "all there"; return; fi
  note "missing: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "installing packages needs root: run this as root, install sudo, or install by hand: apt-get install ${missing[*]}"
    root=(sudo)
  fi
  export DEBIAN_FRONTEND=noninteractive
  local log; log=$(mktemp)
  note "apt-get update ..."
  "${root[@]}" apt-get update -qq >"$log" 2>&1 || { cat "$log" >&2; stop "apt-get update failed (above): is the network reachable?"; }
  note "apt-get install ..."
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$log" 2>&1 \
    || { tail -n 20 "$log" >&2; stop "apt-get install failed (above). On another system than Debian 12 see docs/building.md."; }
  rm -f "$log"
}

# Of ninja's lines, one for every tenth of the work: progress where there is no terminal.
each_tenth() {
  awk -F '[][/]' '/^\[[0-9]+\/[0-9]+\]/ { t = int(10 * $2 / $3); if (t > told) { told = t; printf "    %d of %d\n", $2, $3; fflush() } }'
}

# build PRESET TARGET...: configures once, builds with progress, shows the end of the log on failure.
build() {
  local preset=$1 log; shift
  log=$(mktemp)
  note "cmake --preset $preset"
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; stop "configuring failed (above)"; }
  rm -f "$log"
  note "cmake --build --preset $preset --target $*   (first time: some minutes; ccache makes the next ones quick)"
  local started=$SECONDS
  if [ -t 1 ]; then
    NINJA_STATUS='    [%f/%t %es] ' cmake --build --preset "$preset" --target "$@" || stop "the build failed (above)"
  else
    log=$(mktemp)
    NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" --target "$@" 2>&1 | tee "$log" | each_tenth \
      || { tail -n 60 "$log" >&2; stop "the build failed (above)"; }
    rm -f "$log"
  fi
  note "built in $((SECONDS - started)) s"
}
