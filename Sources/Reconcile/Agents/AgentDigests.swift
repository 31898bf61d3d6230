import Agent
import Base

/// The digests of the files of agents, taken once for each rendering: the text of a file is made for it and dropped.
struct AgentDigests {
  private var known: [ObjectReference: (number: Int, digests: [Digest])] = [:]

  mutating func keep(only outputs: [AgentOutput]) {
    let agents = Set(outputs.map(\.agent))
    known = known.filter { agents.contains($0.key) }
  }

  /// In the order of the files.
  mutating func digests(of output: AgentOutput, _ digest: ([UInt8]) -> Digest) -> [Digest] {
    if let found = known[output.agent], found.number == output.number { return found.digests }
    let digests = output.files.map { $0.bytes.withBytes(digest) }
    known[output.agent] = (output.number, digests)
    return digests
  }
}
