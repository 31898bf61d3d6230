import Foundation

/// One answer at one place.
struct FaultCase: Sendable {
  let kind: FaultKind
  let seat: FaultSeat
  let answer: RecordedAnswer
  /// The object whose calls are answered so.
  let object: String

  var name: String { "\(seat.verb) of \(kind.name): \(answer.name)" }

  /// What a report says of it: what the server said, or that it said nothing.
  var words: String {
    if !answer.line.isEmpty { return answer.line.components(separatedBy: FaultBench.secret).last ?? "" }
    return answer.body.hasPrefix("<") ? "an answer that is not JSON" : "no reason given"
  }

  /// The answer that led to the call may be what is told in the end.
  var possibleWords: [String] { [words] + [seat.provocation?.message].compactMap { $0 } }

  /// The server says that the object is not there, which is no refusal of what was to be done: it is made again, or it is
  /// gone as it was to be. Or it is known that another call tells.
  var needsNoWord: Bool {
    let saysAbsent =
      answer.status == 404 && !answer.endsCycle || answer.message == "could not find alert rule"
    return saysAbsent && ["GET", "DELETE"].contains(seat.method) || seat.tolerated.contains(answer.status)
  }
}

extension FaultCase {
  /// The emulated version that stands for a recording.
  private static let versions = [
    "12.4.0": "12.4", "10.1.5": "10.1", "9.4.0-pre": "9.4", "9.3.2": "9.3", "8.5.9": "8.5", "8.4.11": "8.4",
    "8.4.11-legacy": "8.4", "6.7.0": "8.4",
  ]

  /// The cases by the versions in which they are played: each answer at each place that it belongs to, once, in the newest
  /// version that was recorded with it, and where that does not make the call, in the oldest one that does.
  static func make(_ answers: [RecordedAnswer]) -> [String: [FaultCase]] {
    var cases: [String: [FaultCase]] = [:]
    for answer in answers {
      let recorded = Set(answer.recordings.compactMap { versions[$0] })
      for kind in FaultKind.all {
        for seat in kind.seats where seat.takes(answer) {
          let possible = seat.versions.filter { kind.versions.contains($0) }
          guard let version = possible.first(where: { recorded.contains($0) }) ?? possible.last else {
            continue
          }
          let number = kind.isSingle || seat.verb == .observe ? 0 : cases[version]?.count ?? 0
          cases[version, default: []].append(
            FaultCase(kind: kind, seat: seat, answer: answer, object: "\(kind.name)\(number)x"))
        }
      }
    }
    return cases
  }
}
