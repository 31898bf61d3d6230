#!/bin/sh
# Everything that must hold before a change goes in: packages, format, layers, imports, all tests.
# Ends with the test runner's own closing line and its exit status.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$here/setup.sh"
. "$here/toolchain.sh"
find_swift
cd "$here/.."

say() { printf '\n== %s\n' "$*"; }

# The verdict of swift-format changes with its version; that of 6.3 binds.
say "format"
if [ "$(swift_version)" = 6.3 ]; then
  swift format lint -s -r Sources Tests Package.swift
elif swift format --version >/dev/null 2>&1; then
  swift format lint -r Sources Tests Package.swift || true
  echo "printed for information: only the swift-format of Swift 6.3 binds"
else
  echo "skipped: this toolchain has no swift-format"
fi

say "layers"
swift package dump-package | python3 "$here/check_layers.py" .

# The same flags in both steps, so that the second builds nothing again.
say "build"
swift build --build-tests --explicit-target-dependency-import-check error

# The deadline ends a run that hangs.
say "tests"
exec timeout --foreground 20m \
  swift test --disable-xctest --explicit-target-dependency-import-check error
