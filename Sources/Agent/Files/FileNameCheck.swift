import Base
import Manifests

/// Tells which values would be one file, since the names of their files keep letters, digits and underscores only.
enum FileNameCheck {
  /// - Parameters:
  ///   - agent: the GrafanaAgent that needs the values.
  ///   - limit: what a name may have, in bytes.
  static func collisions(
    of references: Set<ValueReference>, in agent: ObjectReference, limit: Int = 255
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for (name, group) in Dictionary(grouping: references, by: \.fileName) {
      let ordered = group.sorted { $0.storeKey < $1.storeKey }
      if group.count > 1 {
        diagnostics += ordered.map {
          Diagnostic(
            .error, code: "file-collision", subject: agent, at: $0.source.selector.origin,
            "\(ordered.map(\.description).joined(separator: " and ")) would be one file, \(name)",
            remedy: "rename one of them")
        }
      } else if name.utf8.count > limit {
        diagnostics.append(
          Diagnostic(
            .error, code: "file-name", subject: agent, at: ordered[0].source.selector.origin,
            "the file of \(ordered[0]) would have a name of more than \(limit) bytes",
            remedy: "shorten its name or key"))
      }
    }
    return diagnostics
  }
}
