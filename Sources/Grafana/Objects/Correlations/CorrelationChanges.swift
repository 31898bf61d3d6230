import Base
import Documents

/// Tells what changes in the correlations of a data source, one by one.
public enum CorrelationChanges {
  public static func describe(_ pairing: CorrelationPairing) -> [Change] {
    pairing.pairs.flatMap { changes(of: $0) } + pairing.givenUp.map { Change("\(name($0)) removed") }
  }

  /// What is not from Git, and stays.
  public static func strangers(_ pairing: CorrelationPairing) -> [Change] {
    pairing.foreign.map { Change("\(name($0)) is not from Git; it stays") }
  }

  private static func changes(of pair: CorrelationPairing.Pair) -> [Change] {
    guard let stored = pair.stored else { return [Change("\(name(pair.label)) added")] }
    if pair.isLocked { return [Change("\(name(stored)) is from files of the server, and cannot be changed")] }
    if pair.isAsWanted { return pair.isOurs ? [] : [Change("\(name(stored)) taken over")] }
    return JSONDifference.between(CorrelationForm.normal(stored.model), CorrelationForm.normal(pair.wanted))
      .map { difference in
        // `target.expr`, as people write it below `config`.
        let tokens = difference.pointer.tokens.drop { $0 == "config" }
        return ChangeText.change("\(name(stored)): \(tokens.joined(separator: "."))", difference)
      }
  }

  private static func name(_ stored: RemoteCorrelation) -> String { name(stored.label) }

  private static func name(_ label: String) -> String { "correlation \"\(label)\"" }
}
