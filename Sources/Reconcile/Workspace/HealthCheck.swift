import Apply
import Base
import Grafana
import Plan

/// Asks data sources that were just written whether they work. A workspace takes one with a wrong address or password
/// without a word, and its panels stay empty. Nothing hangs on the answer: what failed is not ours to undo.
enum HealthCheck {
  /// Plugins ask other machines, which may take their time; who does not answer by then is not waited for.
  private static let patience = Duration.seconds(10)

  /// The outcomes with what the data sources among them answer.
  static func remark(
    _ outcomes: [Outcome], _ session: GrafanaSession, _ capabilities: ServerCapabilities
  ) async -> [Outcome] {
    guard capabilities.hasDatasourceWritesByUID else { return outcomes }
    let asked = outcomes.indices.filter { outcomes[$0].isWrittenSource }
    guard !asked.isEmpty else { return outcomes }
    let deadline = ContinuousClock.now + patience
    let width = max(1, capabilities.parallelReads)
    let answers = await withTaskGroup(of: (Int, DatasourceHealth?).self) { group in
      var answers: [Int: DatasourceHealth] = [:]
      var rest = asked[...]
      func start(_ group: inout TaskGroup<(Int, DatasourceHealth?)>) {
        guard let index = rest.popFirst() else { return }
        let uid = outcomes[index].action.key.uid
        group.addTask {
          let left = deadline - .now
          guard left > .zero, !Task.isCancelled else { return (index, nil) }
          return (index, await session.datasourceHealth(uid, within: left))
        }
      }
      for _ in 0..<width { start(&group) }
      while let (index, health) = await group.next() {
        answers[index] = health
        start(&group)
      }
      return answers
    }
    var remarked = outcomes
    for (index, health) in answers {
      switch health {
      case .works: remarked[index].remark = "its health check says that it works"
      case .fails(let message): remarked[index].remark = "its health check fails: \(message)"
      }
    }
    return remarked
  }
}

extension Outcome {
  fileprivate var isWrittenSource: Bool {
    guard case .written = result else { return false }
    return action.key.kind == .datasource && action.verb != .delete
  }
}
