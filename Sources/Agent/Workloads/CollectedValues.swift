import Base
import Manifests

/// The values of a collection as far as they are there, and what is missing.
struct CollectedValues {
  private(set) var values: [ValueReference: SecretValue] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter secret: the name of the Secret that gets them.
  init(_ collection: ReferenceCollection, secret: String, lookup: ValueLookup) {
    for entry in collection.entries {
      switch lookup(entry.reference) {
      case .found(let value): values[entry.reference] = value
      case .unknown: values[entry.reference] = SecretValue("")
      case .missing(let message, let remedy): tell(entry, message, remedy: remedy, secret: secret)
      }
    }
  }

  private mutating func tell(
    _ entry: ReferenceCollection.Entry, _ message: String, remedy: String, secret: String
  ) {
    let (severity, words): (Diagnostic.Severity, String) =
      switch entry.use {
      case .configuration: (.error, "")
      case .nothing: (.warning, ", so it is left out of \(secret), where nothing would read it")
      case .environment: (.notice, ", so it is left out of \(secret); the container asks the cluster for it")
      }
    diagnostics.append(
      Diagnostic(
        severity, code: "missing-value", subject: entry.owner, at: entry.reference.source.selector.origin,
        message + words, remedy: entry.use == .configuration ? remedy : nil))
  }
}
