import Base
import Documents
import Manifests

/// Tells what the sidecar of one role's pods cannot fill in: it takes every `$(NAME)` for a variable of its environment, in
/// values that were looked up too, and where one is missing it writes no configuration (thanos-io/thanos,
/// pkg/reloader/reloader.go, `expandEnv`).
struct SidecarCheck {
  private let agent: HierarchyMember<GrafanaAgent>
  private let variables: Set<String>
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter variables: of the sidecar's environment.
  init(_ part: RoleDocument, of agent: HierarchyMember<GrafanaAgent>, variables: Set<String>) {
    self.agent = agent
    // The sidecar itself finds it out from the pod's name.
    self.variables = variables.union(["STATEFULSET_ORDINAL_NUMBER"])
    diagnostics = part.diagnostics.compactMap(inPods)
    check(part.document, at: .root, role: part.role)
  }

  /// What was told of a placeholder, as it is in pods; nil where the sidecar fills it in.
  private func inPods(_ finding: Diagnostic) -> Diagnostic? {
    guard finding.code == "unknown-placeholder" else { return finding }
    let missing = Placeholders.unknownNames(in: finding.message).first { !variables.contains($0) }
    guard let missing else { return nil }
    return Self.error(
      finding.subject, at: finding.location, String(finding.message.prefix { $0 != "," }),
      remedy:
        "add it to env of the container config-reloader, or write ${\(missing)}, which the agent takes from its own"
    )
  }

  /// What is told nowhere else.
  private mutating func check(_ value: ConfigValue, at pointer: JSONPointer, role: AgentRole) {
    switch value {
    case .text(let text): check(text, isSecret: false, at: pointer, role: role)
    case .hidden(let text): check(text.revealed, isSecret: false, at: pointer, role: role)
    case .secret(let text): check(text.revealed, isSecret: true, at: pointer, role: role)
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        check(element, at: pointer.appending(index), role: role)
      }
    case .mapping(let members):
      for (key, member) in members { check(member, at: pointer.appending(key), role: role) }
    case .job(let job): check(job.config, at: pointer, role: role)
    case .number, .flag: break
    }
  }

  private mutating func check(_ text: String, isSecret: Bool, at pointer: JSONPointer, role: AgentRole) {
    // Nobody means the sidecar's variables in a value that is looked up.
    for name in Self.names(in: text) where isSecret || !variables.contains(name) {
      if !isSecret, !Placeholders.unknownNames(in: "$(\(name))").isEmpty { continue }
      let path = pointer.tokens.joined(separator: ".")
      diagnostics.append(
        Self.error(
          agent.reference, at: agent.origin,
          isSecret
            ? "the value that is looked up for \(path) of the configuration of \(role.rawValue) has a $(…)"
            : "\(path) of the configuration of \(role.rawValue) has $(…)",
          remedy: "write it without $( and )", isKnown: variables.contains(name)))
    }
  }

  private static func names(in text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return [] }
    return text.split(separator: "$(", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      return !name.isEmpty && rest.dropFirst(name.count).first == ")" ? String(name) : nil
    }
  }

  private static func error(
    _ subject: ObjectReference?, at place: SourceLocation?, _ what: String, remedy: String,
    isKnown: Bool = false
  ) -> Diagnostic {
    Diagnostic(
      .error, code: "unknown-placeholder", subject: subject, at: place,
      isKnown
        ? "\(what), which config-reloader would replace by a variable of its own"
        : "\(what), which is not in the environment of config-reloader: it writes no configuration then",
      remedy: remedy)
  }
}
