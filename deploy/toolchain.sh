# Sourced by the scripts of this directory: finds a Swift toolchain of 6.0 or newer.

# Prints major.minor of the `swift` found on the PATH; nothing when there is none.
swift_version() {
  swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1
}

swift_is_new_enough() {
  version=$(swift_version)
  [ -n "$version" ] && [ "${version%%.*}" -ge 6 ]
}

# Puts a toolchain at the front of the PATH where the first one found there is missing or too old.
find_swift() {
  swift_is_new_enough && return 0
  if [ -x /opt/swift/usr/bin/swift ]; then
    PATH=/opt/swift/usr/bin:$PATH
    export PATH
  fi
  swift_is_new_enough
}
