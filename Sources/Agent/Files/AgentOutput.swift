import Base
import Manifests

/// What one GrafanaAgent gives. Agents do not affect each other.
public struct AgentOutput: Sendable {
  public let agent: ObjectReference
  public let origin: SourceLocation
  /// `<namespace>/<name>`, below the output directory. Everything in it belongs to this GrafanaAgent.
  public let directory: String
  /// All files of the roles that are written.
  public private(set) var files: [AgentFile]
  /// Roles whose last files stay, because something that belongs to them is wrong or they are paused.
  public private(set) var keptRoles: Set<AgentRole>
  public private(set) var diagnostics: [Diagnostic]
  let layout: AgentSettings.Layout
  /// What runs the configurations.
  public let mode: AgentMode
  /// Where the running agents are, by the folders of their configurations.
  public let processes: AgentProcesses
  /// Everything that was looked up, with what came of it.
  let answers: [ValueReference: ValueAnswer]
  /// Counts the renderings: outputs of one number are the same, files and all. Those whose files are held back for others have none.
  public internal(set) var number = 0

  /// The directory of the GrafanaAgent that a file belongs to.
  /// - Parameter path: below the output directory.
  public static func directory(of path: String) -> Substring {
    let slashes = path.utf8.indices.lazy.filter { path.utf8[$0] == UInt8(ascii: "/") }
    return path[..<(slashes.dropFirst().first ?? path.endIndex)]
  }

  /// Whether a file that is there and not among `files` has to stay.
  /// - Parameter path: below the output directory.
  public func keeps(_ path: String) -> Bool {
    let prefix = directory + "/"
    guard !keptRoles.isEmpty, path.hasPrefix(prefix) else { return false }
    // All objects of one GrafanaAgent stay or none.
    if layout == .kubernetes { return true }
    let folder = String(path.dropFirst(prefix.count).prefix { $0 != "/" })
    // What the last version of a kept configuration names by path is not known any more.
    return folder == AgentLayout.valuesDirectory || keptRoles.contains { $0.owns(directory: folder) }
  }

  /// Whether a file is one of the values that configurations of this GrafanaAgent name by path.
  /// - Parameter path: below the output directory.
  public func holdsValue(at path: String) -> Bool {
    path.hasPrefix("\(directory)/\(AgentLayout.valuesDirectory)/")
  }

  /// The paths of configurations that no running agent is asked to read.
  public var unaskedConfigurations: [String] {
    files.compactMap { file in
      guard case .configuration = file.content, processes.addresses[file.folder]?.isEmpty ?? true else {
        return nil
      }
      return file.path
    }
  }

  /// The configuration that takes the place of one of another form in the same folder.
  /// - Parameter path: of a file that is there.
  public func replacement(of path: String) -> String? {
    let names = [RoleConfiguration.agentFileName, RoleConfiguration.alloyFileName]
    let parts = path.split(separator: "/")
    guard layout == .files, let name = parts.last, names.contains(String(name)) else { return nil }
    let folder = parts.dropLast().joined(separator: "/")
    return files.map(\.path).first { file in
      file != path && names.contains { file == "\(folder)/\($0)" }
    }
  }

  /// The same where running agents are asked to read it.
  public func successor(of path: String) -> String? {
    let folder = path.split(separator: "/").dropLast().last.map(String.init) ?? ""
    return processes.addresses[folder]?.isEmpty == false ? replacement(of: path) : nil
  }

  /// The same with nothing written.
  func kept(because findings: [Diagnostic]) -> AgentOutput {
    var copy = self
    copy.files = []
    copy.number = 0
    copy.keptRoles = Set(AgentRole.allCases)
    copy.diagnostics = (diagnostics + findings).sorted()
    return copy
  }

  /// The same with a finding, and with the last files of a role instead of its new ones.
  public func adding(_ finding: Diagnostic, keeping role: AgentRole?) -> AgentOutput {
    var copy = self
    copy.diagnostics.append(finding)
    if let role {
      copy.keptRoles.insert(role)
      copy.files.removeAll { file in
        if case .configuration(_, let found, _) = file.content { found == role } else { false }
      }
    }
    return copy
  }
}
