internal import Base
internal import CShims
internal import Glibc

/// One operation over the `ssh` program. The key lies in a directory that only this user can enter, for as long as
/// the session lives.
final class SSHSession {
  let pointer: OpaquePointer
  private let keys: SSHKeyFiles
  private let words: CStrings
  private let environment: CStrings
  private let path: CStrings

  init(
    source: GitSource, key: GitCredentials.SSHKey, directory: String, flag: CancellationFlag, total: Duration,
    maximum: Int64
  ) throws(GitError) {
    let limits = source.limits
    keys = try SSHKeyFiles(key, in: directory)
    words = CStrings(Self.arguments(source, key, keys))
    environment = CStrings(Self.environment(keys))
    path = CStrings([Self.quoted(Self.remotePath(source.url))])
    var settings = sluice_git_ssh_settings()
    settings.arguments = UnsafePointer(words.pointer)
    settings.environment = UnsafePointer(environment.pointer)
    settings.path = UnsafePointer(path.pointer[0])
    settings.flag = flag.pointer
    settings.first_milliseconds = (limits.connect + limits.stall).milliseconds
    settings.stall_milliseconds = limits.stall.milliseconds
    settings.total_milliseconds = total.milliseconds
    settings.maximum_bytes = maximum
    guard let created = sluice_git_ssh_new(&settings) else { preconditionFailure("out of memory") }
    pointer = created
  }

  deinit { sluice_git_ssh_free(pointer) }

  var failure: TransportFailure { TransportFailure(sluice_git_ssh_failure(pointer).pointee) }

  private static func arguments(_ source: GitSource, _ key: GitCredentials.SSHKey, _ keys: SSHKeyFiles)
    -> [String]
  {
    let limits = source.limits
    var words = ["ssh", "-F", "/dev/null", "-T"]
    let options = [
      // With a passphrase there is one question, and the askpass program answers it.
      "BatchMode=\(keys.askpass == nil ? "yes" : "no")", "NumberOfPasswordPrompts=1",
      "IdentitiesOnly=yes", "IdentityAgent=none", "PreferredAuthentications=publickey",
      "StrictHostKeyChecking=yes", "UserKnownHostsFile=\"\(keys.escaped(keys.knownHosts))\"",
      "GlobalKnownHostsFile=/dev/null", "UpdateHostKeys=no", "CheckHostIP=no",
      "ConnectTimeout=\(limits.connect.wholeSeconds)", "ConnectionAttempts=1",
      "ServerAliveInterval=\(limits.stall.wholeSeconds)", "ServerAliveCountMax=1",
      "ClearAllForwardings=yes", "LogLevel=ERROR",
    ]
    for option in options { words += ["-o", option] }
    words += ["-i", keys.escaped(keys.identity), "-l", source.url.user ?? key.username]
    if let port = source.url.port { words += ["-p", String(port)] }
    return words + ["--", source.url.host]
  }

  private static func environment(_ keys: SSHKeyFiles) -> [String] {
    let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    var variables = ["PATH=\(search)", "LC_ALL=C"]
    if let askpass = keys.askpass { variables += ["SSH_ASKPASS=\(askpass)", "SSH_ASKPASS_REQUIRE=force"] }
    return variables
  }

  /// `/~user/x` of an address means a home, as with git.
  private static func remotePath(_ url: GitURL) -> String {
    url.path.hasPrefix("/~") ? String(url.path.dropFirst()) : url.path
  }

  /// In single quotes for the shell at the host.
  static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

/// C strings that live as long as this object.
private final class CStrings {
  let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [String]) {
    count = texts.count
    pointer = .allocate(capacity: count + 1)
    for (index, text) in texts.enumerated() { pointer[index] = strdup(text) }
    pointer[count] = nil
  }

  deinit {
    for index in 0..<count { free(pointer[index]) }
    pointer.deallocate()
  }
}
