import Base
import HTTP
import Platform

/// The running agents that read one file, asked together.
struct AgentGroup: Sendable {
  let connections: [AgentConnection]
  let time: any TimeSource
  /// How long agents may take to run what they have read.
  let patience: Duration

  private static let pause = Duration.milliseconds(500)

  /// The worst answer counts; who is away reads the file when it starts.
  func reload() async -> ReloadProcedure.Answer {
    let answers = await withTaskGroup(of: ReloadProcedure.Answer.self) { group in
      for connection in connections { group.addTask { await connection.reload() } }
      var answers: [ReloadProcedure.Answer] = []
      for await answer in group { answers.append(answer) }
      return answers
    }
    return answers.max { $0.weight < $1.weight } ?? .accepted
  }

  /// What is wrong with those that answer at all, as soon as nothing is or as the time is over.
  func look(_ expected: ExpectedAgent) async -> [String] {
    let deadline = time.elapsed + patience
    while true {
      let problems = await lookOnce(expected)
      if problems.isEmpty || time.elapsed >= deadline || Task.isCancelled { return problems }
      try? await Task.sleep(for: Self.pause)
    }
  }

  private func lookOnce(_ expected: ExpectedAgent) async -> [String] {
    let names = connections.count > 1
    return await withTaskGroup(of: [String].self) { group in
      for connection in connections {
        group.addTask {
          expected.problems(in: await connection.look()).map {
            names ? "\(connection.url.origin): \($0)" : $0
          }
        }
      }
      var problems: [String] = []
      for await found in group { problems += found }
      return problems.sorted()
    }
  }
}

extension ReloadProcedure.Answer {
  /// One agent that is away says nothing about the others.
  fileprivate var weight: Int {
    switch self {
    case .absent: 0
    case .accepted: 1
    case .unanswered: 2
    case .refused: 3
    }
  }
}
