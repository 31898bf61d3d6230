import Base

/// A manifest of an older program, which is read as objects of the kinds that Sluice handles.
public protocol ManifestTranslation: ManifestSpec {
  /// What it says in those kinds. The part tells several objects of one manifest apart; nil for a manifest that is one.
  var translations: [(part: String?, spec: any ManifestSpec)] { get }
}

extension ManifestObject {
  /// What the object stands for: itself, or what it is translated to.
  var translated: [ManifestObject] {
    guard let translation = spec as? any ManifestTranslation else { return [self] }
    return translation.translations.map { part, spec in
      ManifestObject(
        reference: part.map { ObjectReference(part: $0, of: reference) } ?? reference, metadata: metadata,
        origin: origin, address: address, spec: spec)
    }
  }
}
