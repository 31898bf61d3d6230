import Platform

/// Where the memory of the program lies: one directory for each environment below one directory for all.
struct StateLocation {
  let root: String

  init(_ call: CommandCall) {
    root =
      call.values[Settings.state] ?? Self.standard(environment: call.environment, isRoot: call.system.isRoot)
  }

  func directory(of environment: String) -> String { "\(root)/\(environment)" }

  /// The environments that have been run with this directory, sorted.
  func environments() throws(CommandFailure) -> [String] {
    do throws(FileError) {
      guard try FileSystem.entry(at: root) != nil else { return [] }
      var names: [String] = []
      for name in try FileSystem.list(root) where EnvironmentName.isUsable(name) {
        if try FileSystem.entry(at: "\(root)/\(name)/\(Self.databaseName)") != nil { names.append(name) }
      }
      return names
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// systemd names the directory of `StateDirectory=` in `STATE_DIRECTORY`, several with colons between them
  /// (systemd.exec(5)); without it the places of the Filesystem Hierarchy and of the XDG Base Directories.
  static func standard(environment: [String: String], isRoot: Bool) -> String {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let given = value("STATE_DIRECTORY")?.split(separator: ":").first { return String(given) }
    if isRoot { return "/var/lib/sluice" }
    if let home = value("XDG_STATE_HOME") { return home + "/sluice" }
    return (value("HOME") ?? ".") + "/.local/state/sluice"
  }

  private static let databaseName = "sluice.db"
}
