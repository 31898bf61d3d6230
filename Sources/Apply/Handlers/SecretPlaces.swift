import Base
import Documents
import Grafana

/// The places of an object that a secret was ever written into. They stay hidden for good: what the workspace has there
/// may still be the secret that the manifest has just given up, or may be it again after somebody brought a copy back.
public struct SecretPlaces {
  let memory: any ObjectMemory
  let key: ObjectKey

  /// Those that are remembered, and those that are wanted now.
  func all(with wanted: Set<JSONPointer>) async throws(GrafanaError) -> Set<JSONPointer> {
    let known = try await memory.parts(of: .places(key), call: "GET \(key)")
    return Set(known.compactMap(Self.place)).union(wanted)
  }

  /// To be called before they are written.
  func remember(_ places: Set<JSONPointer>) async throws(GrafanaError) {
    if places.isEmpty { return }
    let call = "write \(key)"
    let known = try await memory.parts(of: .places(key), call: call)
    let all = known.union(places.map(Self.text))
    if all != known { try await memory.remember(all, of: .places(key), call: call) }
  }

  /// Remembers what the notes of a repository tell, where the memory itself was lost.
  /// - Parameter places: as `DesiredObject.secretPlaces`.
  public static func recover(
    _ places: Set<String>, of key: ObjectKey, in memory: any ObjectMemory
  ) async throws(TargetFailure) {
    let known = try await memory.parts(of: .places(key))
    let all = known.union(places.compactMap { JSONPointer(parsing: $0) }.map(text))
    if all != known { try await memory.remember(all, of: .places(key)) }
  }

  /// As a JSON string, so that no name of a field breaks the line that a part is kept in.
  private static func text(_ place: JSONPointer) -> String {
    JSONWriter.string(.string(place.description), style: .compact)
  }

  private static func place(_ text: String) -> JSONPointer? {
    (try? JSONParser.parse(text))?.stringValue.flatMap { JSONPointer(parsing: $0) }
  }
}
