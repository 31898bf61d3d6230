import Base
import Documents

/// Finds out which stored correlation each wanted one is, and whose the others are. A server chooses their uids and takes the
/// same one twice, so what came from Git is known by what is remembered, and else by target and label.
public struct CorrelationPairing: Sendable {
  public struct Pair: Sendable {
    public let wanted: JSONObject
    /// Nil where it is to be made.
    public let stored: RemoteCorrelation?
    /// It came from this manifest.
    public let isOurs: Bool

    public var label: String { wanted["label"]?.stringValue ?? "" }

    public var isAsWanted: Bool {
      stored.map { !isLocked && CorrelationForm.normal($0.model) == CorrelationForm.normal(wanted) } ?? false
    }

    /// It is from files of the server, which lets nobody else have it.
    public var isLocked: Bool { stored?.isProvisioned ?? false }
  }

  /// In the order of the manifest.
  public let pairs: [Pair]
  /// Came from this manifest and are wanted no more.
  public let givenUp: [RemoteCorrelation]
  /// Of the same data source, and not from Git.
  public let foreign: [RemoteCorrelation]

  /// - Parameters:
  ///   - wanted: in the form of `RemoteCorrelation.model`.
  ///   - stored: all that lead away from the data source.
  ///   - remembered: uids of those that are known to have come from the manifest.
  public init(_ wanted: [JSONObject], stored: [RemoteCorrelation], remembered: Set<String>) {
    let ours = stored.filter { remembered.contains($0.uid) }
    let others = stored.filter { !remembered.contains($0.uid) }
    var found: [Int: RemoteCorrelation] = [:]
    var taken: Set<String> = []
    // What is equal stays what it is; of the others what people would call the same. One of ours may have got another label.
    let rules: [(candidates: [RemoteCorrelation], isFitting: (JSONObject, RemoteCorrelation) -> Bool)] = [
      (ours, Self.isEqual), (ours, Self.isAlike), (others, Self.isEqual), (others, Self.isAlike),
      (ours, Self.isOfSameField),
    ]
    for (candidates, isFitting) in rules {
      for index in wanted.indices where found[index] == nil {
        let fitting = candidates.first { !taken.contains($0.uid) && isFitting(wanted[index], $0) }
        guard let fitting else { continue }
        found[index] = fitting
        taken.insert(fitting.uid)
      }
    }
    pairs = wanted.indices.map { index in
      Pair(
        wanted: wanted[index], stored: found[index],
        isOurs: found[index].map { remembered.contains($0.uid) } ?? false)
    }
    givenUp = ours.filter { !taken.contains($0.uid) }
    foreign = others.filter { !taken.contains($0.uid) }
  }

  /// Digest of what the workspace shows of ours, whatever is wanted of them.
  public var shown: Digest { Self.digest((pairs.compactMap(\.stored) + givenUp).map(\.model)) }

  /// The same of what is shown once all is as wanted.
  public static func digest(_ models: [JSONObject]) -> Digest {
    let texts = models.map { JSONWriter.string(CorrelationForm.normal($0), style: .canonical) }
    return Digest(of: texts.sorted().joined(separator: "\n"))
  }

  /// The uids that are ours once all is as wanted, as far as they are known.
  public var uids: Set<String> { Set(pairs.compactMap(\.stored?.uid)) }

  /// Whether all that can be seen is as wanted.
  public var isAsWanted: Bool { givenUp.isEmpty && pairs.allSatisfy(\.isAsWanted) }

  private static func isEqual(_ wanted: JSONObject, _ stored: RemoteCorrelation) -> Bool {
    CorrelationForm.normal(wanted) == CorrelationForm.normal(stored.model)
  }

  /// A server changes neither type nor target.
  private static func leadsToTheSame(_ wanted: JSONObject, _ stored: RemoteCorrelation) -> Bool {
    wanted["targetUID"]?.stringValue == stored.targetUID && wanted["type"]?.stringValue == stored.type
  }

  private static func isAlike(_ wanted: JSONObject, _ stored: RemoteCorrelation) -> Bool {
    leadsToTheSame(wanted, stored) && wanted["label"]?.stringValue == stored.label
  }

  private static func isOfSameField(_ wanted: JSONObject, _ stored: RemoteCorrelation) -> Bool {
    leadsToTheSame(wanted, stored) && wanted["config"]?["field"] == stored.config["field"]
  }
}
