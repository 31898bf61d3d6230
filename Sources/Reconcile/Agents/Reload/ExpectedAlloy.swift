import Documents

/// What Grafana Alloy must tell of itself when it runs a configuration. It takes a file as a whole or, with 400, goes on as it was
/// (grafana/alloy, docs/sources/reference/cli/run.md), so that its components say which one it runs.
struct ExpectedAlloy: Hashable, Sendable {
  /// The names of the components; nil where Alloy makes them itself of an agent's configuration.
  let components: Set<String>?
  /// What was not healthy before the file was read: that says nothing of the file. Nil where health is not looked at.
  var tolerated: Set<String>? = []

  /// What it lacks, or has too much of; empty where it runs the configuration.
  func problems(in alloy: RunningAlloy, readiness: Int?) -> [String] {
    var problems: [String] = []
    if readiness != 200 {
      problems.append(readiness.map { "/-/ready answers \($0)" } ?? "/-/ready does not answer")
    }
    let unhealthy = tolerated.map { alloy.unhealthy.subtracting($0) } ?? []
    guard let running = alloy.components else {
      switch alloy.health {
      case 200: break
      case 500:
        if !unhealthy.isEmpty { problems.append("it says that not all of its components are healthy") }
      default: problems.append("its components cannot be read")
      }
      return problems
    }
    if let components {
      problems += Self.list("components missing", components.subtracting(running.keys))
      problems += Self.list("components that should be gone", Set(running.keys).subtracting(components))
    }
    return problems + Self.list("components that are not healthy", unhealthy)
  }

  private static func list(_ what: String, _ names: Set<String>) -> [String] {
    names.isEmpty ? [] : ["\(what): \(names.sorted().joined(separator: ", "))"]
  }
}

extension ExpectedAgent {
  /// Of Grafana Alloy, which takes the agent's place.
  init(_ alloy: ExpectedAlloy) {
    self.init([:], alloy: alloy)
  }
}
