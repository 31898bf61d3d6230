import Base
import Documents

/// Volumes of pods and where they are mounted.
public struct VolumeSettings: Sendable {
  public let volumes: [CoreObject]
  public let mounts: [CoreObject]

  /// Reads `volumes` and `volumeMounts`.
  init(_ spec: FieldReader) {
    volumes = spec.objects("volumes") { Self.volume($0) } ?? []
    mounts = spec.objects("volumeMounts") { CoreObject($0, .volumeMount) } ?? []
  }

  private static func volume(_ fields: FieldReader) -> CoreObject {
    let volume = CoreObject(fields, .volume)
    let sources = volume.json.keys.filter { $0 != "name" }
    if sources.count > 1 {
      fields.error(
        "exclusive-fields", at: sources[1],
        "a volume is one thing: only one of \(sources.map(fields.qualified).joined(separator: ", ")) may be set",
        remedy: "keep one of them")
    } else if sources.isEmpty {
      fields.warning(
        "empty-volume",
        "\(fields.path) says nothing of where its files come from: Kubernetes makes an empty directory of it",
        remedy: "write for example hostPath with path below it, or emptyDir: {}")
    }
    return volume
  }
}
