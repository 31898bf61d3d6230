import Agent
import Base
import Platform

/// The digests of what outputs are written as, taken once for each rendering: the text of a file or object is made for it and
/// dropped.
struct OutputDigests: Sendable {
  private var known: [ObjectReference: (number: Int, digests: [Digest])] = [:]

  /// In the order of what is written.
  func digests(of output: AgentOutput) -> [Digest] { known[output.agent]?.digests ?? [] }

  /// The same for these outputs.
  /// - Parameter take: the digests of what an output is written as, one for each of its files.
  func updated(
    for outputs: [AgentOutput], _ take: @escaping @Sendable (AgentOutput) -> [Digest]
  ) async -> OutputDigests {
    var updated = OutputDigests()
    var new: [AgentOutput] = []
    for output in outputs {
      if let found = known[output.agent], found.number == output.number {
        updated.known[output.agent] = found
      } else {
        new.append(output)
      }
    }
    let taken = await ParallelWork.map(new) { take($0) }
    for (output, digests) in zip(new, taken) { updated.known[output.agent] = (output.number, digests) }
    return updated
  }
}
