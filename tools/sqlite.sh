#!/bin/sh
# sqlite.sh: makes sure that the source of SQLite lies in this user's cache, and prints its folder.
# Debian 12's own SQLite can lose data when two programs write one file (the WAL-reset bug, mended in
# 3.51.3), so the pinned source is built into the program, the same everywhere. It comes out of an npm package
# that carries the untouched amalgamation; nothing else of that package is used, and nothing of it is run.
#
# HINDCAST_SQLITE_TARBALL=FILE takes the package from a file, for machines without a network.
set -eu

package=better-sqlite3 version=12.11.1 holds=3.53.2
# The hash that the registry publishes, in hexadecimal digits.
sha512=$(printf '%s' 'dq9AtApgg5PGFtBzPFSBl3HZQjHok5gaQCM6zh2Yk0aSmDCs1CbnVI8/HgASQkNKsWFpseIO9beg5xxpYhbIfA==' |
  base64 -d | od -An -v -tx1 | tr -d ' \n')

cache=${XDG_CACHE_HOME:-${HOME:-}/.cache}
case "$cache" in /.cache|[!/]*) cache=$(cd "$(dirname "$0")/.." && pwd)/build/cache ;; esac
folder=$cache/hindcast/sqlite-$holds
if [ -f "$folder/sqlite3.c" ] && [ -f "$folder/sqlite3.h" ]; then
  echo "$folder"
  exit 0
fi

mkdir -p "$cache/hindcast"
work=$(mktemp -d "$cache/hindcast/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
tarball=$package-$version.tgz
url=https://registry.npmjs.org/$package/-/$tarball
if [ -n "${HINDCAST_SQLITE_TARBALL:-}" ]; then
  cp "$HINDCAST_SQLITE_TARBALL" "$work/$tarball"
elif ! {
  if command -v npm >/dev/null; then (cd "$work" && npm pack --silent "$package@$version")
  else curl --fail --silent --show-error --location --retry 3 --max-time 300 -o "$work/$tarball" "$url"; fi
} >"$work/log" 2>&1 || [ ! -f "$work/$tarball" ]; then
  { echo "sqlite.sh: the source of SQLite $holds could not be fetched from the npm registry:"
    tail -n 5 "$work/log"
    echo "It is needed once. Without a network, fetch $url elsewhere and run:"
    echo "  HINDCAST_SQLITE_TARBALL=$tarball tools/sqlite.sh"; } >&2
  exit 2
fi
if ! printf '%s  %s\n' "$sha512" "$work/$tarball" | sha512sum --check --status; then
  echo "sqlite.sh: $tarball is not the package that was pinned (its SHA-512 differs); nothing was kept" >&2
  exit 2
fi
tar -xzf "$work/$tarball" -C "$work" package/deps/sqlite3/sqlite3.c package/deps/sqlite3/sqlite3.h
mkdir -p "$folder"
mv "$work/package/deps/sqlite3/sqlite3.c" "$work/package/deps/sqlite3/sqlite3.h" "$folder/"  # the header last: both are whole
echo "$folder"
