internal import Base
internal import Glibc

/// The files that `ssh` wants, in a directory of mode 0700 that goes with this object.
final class SSHKeyFiles {
  private let directory: String
  let identity: String
  let knownHosts: String
  /// A program that prints the passphrase; nil where the key has none.
  private(set) var askpass: String?

  init(_ key: GitCredentials.SSHKey, in parent: String) throws(GitError) {
    var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Self.failure(parent) }
    let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.directory = directory
    identity = directory + "/identity"
    knownHosts = directory + "/known_hosts"
    // ssh does not read a key whose last line has no end.
    try Self.write(key.identity.trimmed.withBytes { $0 + [0x0A] }, to: identity, mode: 0o600)
    try Self.write(Array((key.knownHosts + "\n").utf8), to: knownHosts, mode: 0o600)
    guard let passphrase = key.passphrase, !passphrase.isEmpty else { return }
    let file = directory + "/passphrase"
    let program = directory + "/askpass"
    try Self.write(passphrase.withBytes { $0 + [0x0A] }, to: file, mode: 0o600)
    let script = "#!/bin/sh\nexec cat \(SSHSession.quoted(file))\n"
    try Self.write(Array(script.utf8), to: program, mode: 0o700)
    askpass = program
  }

  deinit { MirrorDirectory.remove(directory) }

  /// How the directories begin; what a killed process left of them is removed when the mirror is opened.
  static let prefix = "ssh-"

  /// ssh expands percent signs in file names.
  func escaped(_ path: String) -> String { path.replacing("%", with: "%%") }

  private static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(GitError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path) }
      rest = rest.dropFirst(written)
    }
  }

  private static func failure(_ path: String) -> GitError {
    let code = errno
    return code == ENOSPC || code == EDQUOT
      ? .diskFull(path: path) : .fileSystem(path: path, reason: String(cString: strerror(code)))
  }
}
