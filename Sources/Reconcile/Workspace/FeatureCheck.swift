import Base
import Grafana
import Plan

/// Refuses what the server's version does not have: it would ignore it without a word, or put it elsewhere. Chooses what
/// takes the place of objects whose kind the server does not have.
enum FeatureCheck {
  /// - Returns: problems that are errors keep their objects as they are; the others are told only.
  static func run(
    _ desired: [DesiredObject], _ capabilities: ServerCapabilities
  ) -> (possible: [DesiredObject], problems: [Diagnostic]) {
    var possible: [DesiredObject] = []
    var problems: [Diagnostic] = []
    let replaced = Set(desired.compactMap { $0.standsFor == nil ? nil : $0.reference })
    for object in desired {
      if let kind = object.standsFor {
        guard let lack = capabilities.lack(of: kind) else { continue }
        if let other = object.features.lazy.compactMap({ capabilities.lack(of: $0) }).first {
          problems.append(impossible(object, lack, other, capabilities))
          continue
        }
        problems.append(translated(object, kind, lack, capabilities))
      } else if replaced.contains(object.reference), capabilities.lack(of: object.kind) != nil {
        continue
      }
      let lacks = object.features.compactMap { capabilities.lack(of: $0) }
      if lacks.isEmpty { possible.append(object) }
      problems += lacks.map { lack in
        Diagnostic(
          .error, code: "server-lacks-feature", subject: object.reference, at: object.origin,
          "Grafana \(capabilities.version) \(lack.problem)", remedy: lack.remedy)
      }
    }
    return (possible, problems)
  }

  /// Neither the kind nor what would take its place.
  private static func impossible(
    _ object: DesiredObject, _ lack: (problem: String, remedy: String),
    _ other: (problem: String, remedy: String), _ capabilities: ServerCapabilities
  ) -> Diagnostic {
    Diagnostic(
      .error, code: "server-lacks-feature", subject: object.reference, at: object.origin,
      "Grafana \(capabilities.version) \(lack.problem), and \(other.problem)", remedy: other.remedy)
  }

  private static func translated(
    _ object: DesiredObject, _ kind: ObjectKind, _ lack: (problem: String, remedy: String),
    _ capabilities: ServerCapabilities
  ) -> Diagnostic {
    Diagnostic(
      .warning, code: "translated-object", subject: object.reference, at: object.origin,
      "Grafana \(capabilities.version) \(lack.problem): the \(kind.name) \"\(object.title)\" is written as a "
        + "\(object.kind.name); whether it is the default one and how often it reminds has no effect there",
      remedy: lack.remedy)
  }
}
