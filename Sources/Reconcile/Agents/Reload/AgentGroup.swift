import Base
import HTTP
import Platform

/// The running agents that read one file, asked together.
struct AgentGroup: Sendable {
  /// Those that have answered, or were not asked yet.
  private(set) var connections: [AgentConnection]
  /// Those that are asked no more, by their addresses.
  private(set) var unreached: [UnreachedAgent] = []
  private let time: any TimeSource
  /// How long agents may take to run what they have read.
  private let patience: Duration

  private static let pause = Duration.milliseconds(500)

  init(_ connections: [AgentConnection], time: any TimeSource, patience: Duration) {
    self.connections = connections
    self.time = time
    self.patience = patience
  }

  /// The worst answer counts. Who cannot be reached says nothing about the others, and is left out from here on.
  mutating func reload() async -> ReloadProcedure.Answer {
    let answers = await withTaskGroup(of: (Int, ReloadProcedure.Answer).self) { group in
      for (index, connection) in connections.enumerated() {
        group.addTask { (index, await connection.reload()) }
      }
      var answers: [Int: ReloadProcedure.Answer] = [:]
      for await (index, answer) in group { answers[index] = answer }
      return answers
    }
    var reached: [AgentConnection] = []
    for (index, connection) in connections.enumerated() {
      if case .absent(let message, let cause)? = answers[index] {
        unreached.append(UnreachedAgent(origin: connection.url.origin, message: message, cause: cause))
      } else {
        reached.append(connection)
      }
    }
    // Where nobody is left, the answer says so.
    if !reached.isEmpty { connections = reached }
    return answers.values.max { $0.weight < $1.weight } ?? .accepted
  }

  /// What Grafana Alloys say is not healthy.
  func unhealthy() async -> Set<String> {
    await withTaskGroup(of: Set<String>.self) { group in
      for connection in connections {
        group.addTask { await connection.lookAtAlloy().alloy?.unhealthy ?? [] }
      }
      var unhealthy: Set<String> = []
      for await found in group { unhealthy.formUnion(found) }
      return unhealthy
    }
  }

  /// What is seen at this moment.
  func look(for expected: ExpectedAgent) async -> AgentLook {
    async let problems = problems(expected)
    async let processes = processes()
    return await AgentLook(problems: problems, processes: processes)
  }

  /// Since when each of them runs; nil where one does not say.
  func processes() async -> String? {
    await withTaskGroup(of: (String, String?).self) { group in
      for connection in connections {
        group.addTask { (connection.url.origin, await connection.processStart()) }
      }
      var starts: [String] = []
      for await (origin, start) in group {
        guard let start else { return nil }
        starts.append("\(origin) \(start)")
      }
      return starts.sorted().joined(separator: ", ")
    }
  }

  /// What is wrong at this moment.
  func problems(_ expected: ExpectedAgent) async -> [String] {
    let names = connections.count > 1
    return await withTaskGroup(of: [String].self) { group in
      for connection in connections {
        group.addTask {
          let problems = expected.problems(in: await connection.look())
          return names ? problems.map { "\(connection.url.origin): \($0)" } : problems
        }
      }
      var problems: [String] = []
      for await found in group { problems += found }
      return problems.sorted()
    }
  }

  /// What is wrong, as soon as nothing is or as the time is over.
  func look(_ expected: ExpectedAgent) async -> [String] {
    let deadline = time.elapsed + patience
    while true {
      let problems = await problems(expected)
      if problems.isEmpty || time.elapsed >= deadline || Task.isCancelled { return problems }
      try? await Task.sleep(for: Self.pause)
    }
  }
}

extension ReloadProcedure.Answer {
  fileprivate var weight: Int {
    switch self {
    case .absent: 0
    case .accepted: 1
    case .unanswered: 2
    case .refused: 3
    }
  }
}
