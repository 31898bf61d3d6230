import Base
import Documents
import Store

/// A copy that was put back by hand, kept in the store until a cycle writes over it: what differs from Git then was
/// nobody's edit.
public struct Restoration: Hashable, Sendable {
  public let at: Timestamp
  /// What the listings showed of the object right afterwards; nil where they could not be asked.
  let marker: String?

  /// The newest one of an object, if any.
  public static func read(
    of key: ObjectKey, in target: TargetName, from store: any Store
  ) async throws(StoreError) -> Restoration? {
    guard let json = try await store.setting(setting(key, target)).flatMap({ try? JSONParser.parse($0) }),
      let at = json["at"]?.stringValue.flatMap({ Timestamp($0) })
    else { return nil }
    return Restoration(at: at, marker: json["marker"]?.stringValue)
  }

  func keep(of key: ObjectKey, in target: TargetName, to store: any Store) async throws(StoreError) {
    var json = JSONObject([("at", .string(at.precise))])
    if let marker { json["marker"] = .string(marker) }
    try await store.set(Self.setting(key, target), to: JSONWriter.string(.object(json), style: .compact))
  }

  /// Unless a copy was put back after that time, by another process meanwhile.
  static func forget(
    of key: ObjectKey, in target: TargetName, until time: Timestamp, from store: any Store
  ) async throws(StoreError) {
    guard let known = try await read(of: key, in: target, from: store), known.at <= time else { return }
    try await store.set(setting(key, target), to: nil)
  }

  private static func setting(_ key: ObjectKey, _ target: TargetName) -> String {
    "restored \(target) \(key)"
  }
}
