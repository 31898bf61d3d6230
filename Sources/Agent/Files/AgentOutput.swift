import Base

/// What one GrafanaAgent gives. Agents do not affect each other.
public struct AgentOutput: Sendable {
  public let agent: ObjectReference
  public let origin: SourceLocation
  /// `<namespace>/<name>`, below the output directory. Everything in it belongs to this GrafanaAgent.
  public let directory: String
  /// All files of the roles that are written.
  public let files: [AgentFile]
  /// Roles whose last files stay, because something that belongs to them is wrong or they are paused.
  public let keptRoles: Set<AgentRole>
  public let diagnostics: [Diagnostic]
  /// Everything that was looked up, with what came of it.
  let answers: [ValueReference: ValueAnswer]
  /// Counts the renderings: outputs of one number are the same, files and all.
  public internal(set) var number = 0

  /// Whether a file that is there and not among `files` has to stay.
  /// - Parameter path: below the output directory.
  public func keeps(_ path: String) -> Bool {
    let prefix = directory + "/"
    guard !keptRoles.isEmpty, path.hasPrefix(prefix) else { return false }
    let folder = String(path.dropFirst(prefix.count).prefix { $0 != "/" })
    // What the last version of a kept configuration names by path is not known any more.
    return folder == AgentLayout.valuesDirectory || keptRoles.contains { $0.owns(directory: folder) }
  }
}
