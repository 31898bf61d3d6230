import Base
import Documents

/// How a server stores an object of the Kubernetes-style API that was written as wanted: what it fills in, leaves out and
/// writes otherwise (reference grafana-http-api.md section 19: dashboards get a dozen members). It tells what the server did
/// from what people did later, and what was written earlier from what was always somebody else's.
public struct ResourceBaseline: Hashable, Sendable {
  /// A place at which the server had something else than it was given. Values may be secrets, so only keyed digests of
  /// them are kept; nil: nothing stood there.
  private struct Deviation: Hashable {
    let place: JSONPointer
    let wanted: Digest?
    let stored: Digest?
  }

  /// The labels and annotations that were written.
  public let labels: WrittenNames
  public let annotations: WrittenNames
  private let deviations: Set<Deviation>
  /// A secret may stand anywhere.
  private let isSecret: Bool

  /// More than these, and those of secret content, are remembered as one: then any other difference is one too.
  private static let mostDeviations = 5000

  /// - Parameters:
  ///   - wanted: as `ResourceForm.wanted`.
  ///   - object: as the server gives it after the write.
  ///   - isSecret: a secret may stand anywhere, in names as well: none is kept but as a digest.
  ///   - key: of the digests.
  public init(wanted: JSON, object: JSON, isSecret: Bool = false, key: [UInt8]) {
    let (labels, annotations) = (Self.names(wanted["labels"]), Self.names(wanted["annotations"]))
    self.isSecret = isSecret
    self.labels = WrittenNames(labels, isSecret: isSecret, key: key)
    self.annotations = WrittenNames(annotations, isSecret: isSecret, key: key)
    let stored = ResourceForm.stored(object, labels: labels, annotations: annotations)
    var found: Set<Deviation> = []
    Self.collect(wanted, stored, at: .root, key, into: &found)
    deviations =
      found.count <= Self.mostDeviations && !isSecret
      ? found
      : [
        Deviation(
          place: .root, wanted: Self.digest(wanted, key), stored: Self.digest(stored, key))
      ]
  }

  private static func names(_ members: JSON?) -> Set<String> {
    Set(members?.objectValue?.members.map(\.key) ?? [])
  }

  private static func collect(
    _ wanted: JSON, _ stored: JSON, at place: JSONPointer, _ key: [UInt8], into found: inout Set<Deviation>
  ) {
    switch (wanted, stored) {
    case (.object(let one), .object(let other)):
      for member in one.members {
        let inner = place.appending(member.key)
        if let value = other[member.key] {
          collect(member.value, value, at: inner, key, into: &found)
        } else {
          found.insert(Deviation(place: inner, wanted: digest(member.value, key), stored: nil))
        }
      }
      for member in other.members where one[member.key] == nil {
        found.insert(
          Deviation(place: place.appending(member.key), wanted: nil, stored: digest(member.value, key)))
      }
    case (.array(let one), .array(let other)) where one.count == other.count:
      for (index, pair) in zip(one, other).enumerated() {
        collect(pair.0, pair.1, at: place.appending(index), key, into: &found)
      }
    default:
      if wanted != stored {
        found.insert(Deviation(place: place, wanted: digest(wanted, key), stored: digest(stored, key)))
      }
    }
  }

  /// What the object would be if the server stored everything as it is given: what is still as the server made it of what
  /// is still wanted is as wanted.
  /// - Parameter form: as `ResourceForm.stored`.
  public func settled(_ form: JSON, wanted: JSON, key: [UInt8]) -> JSON {
    var result = form
    for deviation in deviations {
      let now = form[deviation.place]
      let value = wanted[deviation.place]
      guard now.map({ Self.digest($0, key) }) == deviation.stored,
        value.map({ Self.digest($0, key) }) == deviation.wanted
      else { continue }
      let operation: JSONPatch.Operation =
        if let value {
          now == nil ? .add(deviation.place, value) : .replace(deviation.place, value)
        } else {
          .remove(deviation.place)
        }
      // What cannot be put there stands in something that differs as a whole.
      if let patched = try? JSONPatch([operation]).apply(to: result) { result = patched }
    }
    return result
  }

  /// Of content that may hold secrets.
  public static func digest(_ value: JSON, _ key: [UInt8]) -> Digest {
    Digest(of: JSONWriter.bytes(value, style: .canonical), key: key)
  }

  // MARK: For keeping

  /// Lines that say it all; never none.
  public var parts: Set<String> {
    var lines: [JSON] = [["version": 1, "secret": .bool(isSecret)]]
    lines += labels.lines("label") + annotations.lines("annotation")
    lines += deviations.map { deviation in
      [
        "place": .string(deviation.place.description), "wanted": Self.text(deviation.wanted),
        "stored": Self.text(deviation.stored),
      ]
    }
    return Set(lines.map { JSONWriter.string($0, style: .compact) })
  }

  /// Nil where nothing is known.
  public init?(parts: Set<String>) {
    if parts.isEmpty { return nil }
    var lines: [JSON] = []
    for part in parts {
      guard let line = try? JSONParser.parse(part) else { return nil }
      lines.append(line)
    }
    isSecret = lines.contains { $0["secret"] == true }
    labels = WrittenNames(lines, "label", isSecret: isSecret)
    annotations = WrittenNames(lines, "annotation", isSecret: isSecret)
    var deviations: Set<Deviation> = []
    for line in lines {
      guard let place = line["place"]?.stringValue.flatMap({ JSONPointer(parsing: $0) }) else { continue }
      deviations.insert(
        Deviation(place: place, wanted: Self.digest(line["wanted"]), stored: Self.digest(line["stored"])))
    }
    self.deviations = deviations
  }

  private static func text(_ digest: Digest?) -> JSON { digest.map { .string($0.description) } ?? .null }

  private static func digest(_ text: JSON?) -> Digest? {
    text?.stringValue.flatMap { Digest(hexadecimal: $0) }
  }
}
