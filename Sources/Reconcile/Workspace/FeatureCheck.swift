import Base
import Grafana
import Plan

/// Refuses what the server's version does not have: it would ignore it without a word, or put it elsewhere.
enum FeatureCheck {
  static func run(
    _ desired: [DesiredObject], _ capabilities: ServerCapabilities
  ) -> (possible: [DesiredObject], problems: [Diagnostic]) {
    var possible: [DesiredObject] = []
    var problems: [Diagnostic] = []
    for object in desired {
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
}
