#!/bin/sh
# install.sh GROUP…: makes sure that the Debian packages of the groups are there. Says nothing when
# all of them are. Groups: build, test, fuzz, bench. This is the only list of packages there is. The source
# of SQLite is fetched besides (tools/sqlite.sh).
set -eu

packages_of() {
  case "$1" in
    build) echo "cmake ninja-build g++ ccache lld python3 libutf8proc-dev libstemmer-dev libtomlplusplus-dev libfyaml-dev libre2-dev libcurl4-openssl-dev curl ca-certificates" ;;
    test)  echo "doctest-dev strace bubblewrap python3-icalendar clang-14 libclang-rt-14-dev llvm-14 clang-format-14 clang-tidy-14 libmd4c-dev libcmark-gfm-dev libcmark-gfm-extensions-dev" ;;
    fuzz)  echo "clang-14 libclang-rt-14-dev llvm-14" ;;
    bench) echo "libmd4c-dev libcmark-gfm-dev libcmark-gfm-extensions-dev wamerican" ;;
    *)     echo "install.sh: no group '$1'" >&2; exit 2 ;;
  esac
}

missing=
for group in "$@"; do
  for package in $(packages_of "$group"); do
    case " $missing " in *" $package "*) continue ;; esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
done
fetch_sources() { "$(dirname "$0")/sqlite.sh" >/dev/null; }
[ -n "$missing" ] || { fetch_sources; exit; }

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=sudo
  else
    echo "These Debian packages are missing, and installing them needs root. Please run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends$missing" >&2
    exit 2
  fi
fi
echo "installing:$missing"
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The package lists of a fresh machine may be empty or stale: fetch them only when needed.
# shellcheck disable=SC2086
if ! $apt install --no-install-recommends $missing >"$log" 2>&1; then
  if ! { $apt update && $apt install --no-install-recommends $missing; } >"$log" 2>&1; then
    echo "apt-get could not install them:" >&2
    tail -n 20 "$log" >&2
    exit 2
  fi
fi
fetch_sources
