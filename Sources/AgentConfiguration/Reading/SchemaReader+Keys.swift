import Base
import Documents

/// Keys that nothing knows, and keys of the user's own.
extension SchemaReader {
  /// So many names a remedy may list.
  private static let listedNames = 16

  /// A key that nothing knows. `{password:x}` and `{password=x}` are keys without a value, and what stands behind the
  /// name may be a secret: so what a name cannot have is cut off.
  func shownKey(_ entry: YAMLEntry) -> String {
    let name = text.shown(entry.key.scalar?.text ?? entry.name, at: entry.key.position)
    let isBoolean = entry.key.scalar?.resolved.boolValue != nil
    let shown = isBoolean ? entry.name : name
    let head = shown.utf8.prefix {
      LabelName.isLetter($0) || LabelName.isDigit($0) || "_.-".utf8.contains($0)
    }
    return head.count == shown.utf8.count ? shown : String(decoding: head, as: UTF8.self) + "…"
  }

  /// A key of the user's own, such as the name of a label.
  func ownKey(_ entry: YAMLEntry) -> String {
    entry.value.isNull ? shownKey(entry) : text.shown(entry.name, at: entry.key.position)
  }

  mutating func readLabel(_ entry: YAMLEntry, _ path: ConfigurationPath) {
    if LabelName.isValid(entry.name) || unknown.contains(entry.name) {
      return read(entry.value, as: .text, at: path.key(ownKey(entry)))
    }
    let place = path.key(shownKey(entry))
    refuse(
      "invalid-value", place, at: entry.key.position, "is no name of a label",
      remedy: "write letters, digits and _, without a digit in front")
    read(entry.value, as: .text, at: place)
  }

  mutating func readUnknown(
    _ entry: YAMLEntry, of schema: MappingSchema, _ path: ConfigurationPath, _ policy: UnknownKeys
  ) {
    guard !unknown.contains(entry.name) else { return }
    let shown = shownKey(entry)
    let isCut = shown.hasSuffix("…")
    let names = schema.names
    let nearest = isCut ? nil : NearestName.find(entry.name, among: names)
    let suggestion = nearest.map { ", did you mean \($0)?" } ?? ""
    let remedy =
      if isCut {
        entry.name.contains(":")
          ? "write a blank behind the colon" : "write a colon and a blank between the key and its value"
      } else if let nearest {
        "write \(nearest), or remove the key"
      } else if names.count <= Self.listedNames {
        "write one of \(names.joined(separator: ", ")), or remove the key"
      } else {
        "remove the key, or see whether it belongs one level up or down"
      }
    if policy == .dropped {
      warn(
        "dropped-key", path.key(shown), at: entry.key.position,
        "is no key that the agent knows here\(suggestion): it drops it without a word", remedy: remedy)
    } else {
      refuse(
        "unknown-key", path.key(shown), at: entry.key.position,
        "is no key that the agent knows here\(suggestion)", remedy: remedy)
    }
  }
}
