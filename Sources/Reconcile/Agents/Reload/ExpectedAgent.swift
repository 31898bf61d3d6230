import Documents

/// What an agent must tell of itself when it runs a configuration.
struct ExpectedAgent: Hashable, Sendable {
  let metricsInstances: Set<String>
  let logsInstances: Set<String>
  let integrations: Set<String>
  /// `mon/primary: job`, of metrics and logs.
  let jobs: Set<String>
  /// What Grafana Alloy must tell, where it takes the agent's place.
  let alloy: ExpectedAlloy?

  /// Integrations that offer nothing to discover: one handles events only, the other finds nothing on Linux (data
  /// agent-verdicts).
  private static let undiscovered: Set<String> = ["eventhandler", "windows"]

  /// - Parameter document: an `agent.yml`.
  init(_ document: JSON, alloy: ExpectedAlloy? = nil) {
    self.alloy = alloy
    metricsInstances = Self.names(document["metrics"])
    logsInstances = Self.names(document["logs"])
    jobs = Self.jobs(of: document)
    let suffix = "_configs"
    integrations = Set(
      (document["integrations"]?.objectValue?.members ?? []).compactMap { member in
        guard member.key.hasSuffix(suffix), member.value.arrayValue?.isEmpty == false else { return nil }
        let name = String(member.key.dropLast(suffix.count))
        return Self.undiscovered.contains(name) ? nil : name
      })
  }

  private static func names(_ section: JSON?) -> Set<String> {
    Set((section?["configs"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue })
  }

  /// The jobs of a configuration.
  static func jobs(of document: JSON) -> Set<String> {
    var jobs: Set<String> = []
    for section in ["metrics", "logs"] {
      for instance in document[section]?["configs"]?.arrayValue ?? [] {
        for job in instance["scrape_configs"]?.arrayValue ?? [] {
          jobs.insert("\(instance["name"]?.stringValue ?? ""): \(job["job_name"]?.stringValue ?? "")")
        }
      }
    }
    return jobs
  }

  /// What an agent lacks, or has too much of; empty where it runs the configuration.
  func problems(in agent: RunningAgent) -> [String] {
    if let alloy { return alloy.problems(in: agent.alloy ?? RunningAlloy(), readiness: agent.readiness) }
    var problems: [String] = []
    if agent.readiness != 200 {
      problems.append(
        agent.readiness.map { "/-/ready answers \($0)" } ?? "/-/ready does not answer")
    }
    compare("metrics instances", metricsInstances, agent.metricsInstances, &problems)
    compare("logs instances", logsInstances, agent.logsInstances, &problems)
    if !logsInstances.isEmpty, !agent.hasLogTargets {
      problems.append("it has stopped reading logs")
    }
    compare("integrations", integrations, agent.integrations, &problems)
    if let running = agent.jobs { compare("jobs", jobs, running, &problems) }
    return problems
  }

  private func compare(
    _ what: String, _ expected: Set<String>, _ running: Set<String>?, _ problems: inout [String]
  ) {
    guard let running else {
      if !expected.isEmpty { problems.append("its \(what) cannot be read") }
      return
    }
    let missing = expected.subtracting(running).sorted()
    let surplus = running.subtracting(expected).sorted()
    if !missing.isEmpty { problems.append("\(what) missing: \(missing.joined(separator: ", "))") }
    if !surplus.isEmpty { problems.append("\(what) that should be gone: \(surplus.joined(separator: ", "))") }
  }
}
