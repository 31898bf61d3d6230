#!/bin/sh
# Installs the Debian packages that Sluice is built, shown and tested with, as far as they are missing.
#
#   deploy/setup.sh               everything: build, demonstration, tests
#   deploy/setup.sh --demo        what deploy/demo.sh needs
#   deploy/setup.sh --build-only  what `swift build` and the program need
#
# Runs as root or with sudo. Where nothing is missing it changes nothing and needs neither root nor a network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/toolchain.sh"

say() { printf 'setup: %s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

build="git ca-certificates pkg-config binutils libc6-dev libgit2-dev libcurl4-openssl-dev libjsonnet-dev libjq-dev
  libyaml-dev libsqlite3-dev libmicrohttpd-dev libssl-dev zlib1g-dev"
demo="curl python3"
tests="nginx-light fcgiwrap openssh-server openssh-client openssl prometheus prometheus-node-exporter"

case ${1-} in
  "") wanted="$build $demo $tests" ;;
  --demo) wanted="$build $demo" ;;
  --build-only) wanted=$build ;;
  *) fail "unknown option $1; there are --demo and --build-only" ;;
esac

command -v dpkg-query >/dev/null 2>&1 ||
  fail "this is no Debian; install Swift 6.0 or newer and the counterparts of: $(echo $wanted)"

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

is_offered() {
  [ -n "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/.*Candidate: *//p' | grep -v '(none)')" ]
}

# A toolchain links with the C++ library of the newest GCC; --static-swift-stdlib needs its headers' package.
cxx_library() {
  for release in 14 13 12; do
    if is_installed "libstdc++-$release-dev"; then return 0; fi
  done
  for release in 14 13 12; do
    if is_offered "libstdc++-$release-dev"; then
      echo "libstdc++-$release-dev"
      return 0
    fi
  done
}

missing=
for package in $wanted; do
  is_installed "$package" || missing="$missing $package"
done

no_toolchain="no Swift 6.0 or newer in the PATH or in /opt/swift/usr/bin: unpack a toolchain for this \
distribution from https://www.swift.org/install/linux/ into /opt/swift, then run this again"

needs_update=
as_root=
become_root() {
  [ -z "$as_root" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    as_root=env
  elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=sudo
  else
    return 1
  fi
}

if ! find_swift; then
  # A machine that was never updated knows no candidates yet.
  if ! is_offered swiftlang && ! is_offered git && become_root; then
    say "reading the lists of packages"
    $as_root apt-get update -qq
    needs_update=no
  fi
  is_offered swiftlang || grep -qs '^VERSION_CODENAME=trixie' /etc/os-release || fail "$no_toolchain"
  missing="$missing swiftlang"
  is_installed libstdc++-14-dev || missing="$missing libstdc++-14-dev"
else
  missing="$missing $(cxx_library)"
fi
missing=$(echo $missing)

if [ -z "$missing" ]; then
  say "everything is there: Swift $(swift_version), $(echo $wanted | wc -w) packages"
  exit 0
fi

become_root ||
  fail "these packages are missing; install them as root, then run this again:
  apt-get update && apt-get install --no-install-recommends $missing"

say "installing: $missing"
[ "$needs_update" = no ] || $as_root apt-get update -qq

# The tests start servers of their own. Services that come with a package stay off: no port opens by this script.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '$as_root rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod 755 "$policy"
fi
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
if [ -d /run/systemd/system ]; then
  for package in $missing; do
    case $package in
      nginx-light) units=nginx.service ;;
      fcgiwrap) units="fcgiwrap.socket fcgiwrap.service" ;;
      openssh-server) units="ssh.socket ssh.service" ;;
      *) continue ;;
    esac
    say "the services of $package stay off: $units"
    $as_root systemctl disable --now $units >/dev/null 2>&1 || true
  done
fi

find_swift || fail "$no_toolchain"
say "done: Swift $(swift_version)"
