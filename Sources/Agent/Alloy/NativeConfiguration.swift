import Alloy
import Base

/// A configuration of Grafana Alloy, and what of it may be shown.
///
/// It is kept as the document that it is made of, whose jobs all agents share: as components it would take far more memory,
/// for a text that is asked for once after each change.
struct NativeConfiguration: Sendable {
  private let document: ConfigValue

  /// - Parameter document: one that was converted before; the same always comes of it.
  init(of document: ConfigValue) { self.document = document }

  /// With variables and placeholders as they are written in an agent's configuration.
  private var whole: AlloyConfiguration { Self.converted(document) ?? AlloyConfiguration([]) }

  private static func converted(_ document: ConfigValue) -> AlloyConfiguration? {
    document.text.withBytes { NativeConversion.convert($0).configuration }
  }

  /// - Parameter placeholders: nil leaves them to a pod's sidecar.
  func text(_ placeholders: Placeholders?) -> SecretValue {
    SecretValue(AlloyWriter.string(Self.variables(placeholders).expanded(whole)))
  }

  /// The same with `(secret)` where a secret stands.
  func shownText(_ placeholders: Placeholders?) -> String {
    AlloyWriter.string(Self.variables(placeholders).expanded(shown))
  }

  /// Components that come from nothing secret are shown as they are; of those that are made of jobs in a Secret only their
  /// structure. What a secret became on its way cannot be told, so the first are those of a document that never had one.
  private var shown: AlloyConfiguration {
    let open = Self.converted(document.withoutSecrets)
    let known = Dictionary(
      (open?.blocks ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let secret = AlloyExpression.string(SecretValue("").description)
    return AlloyConfiguration(
      whole.statements.map { statement in
        if case .block(let block) = statement, let open = known[block.path] { return .block(open) }
        return statement.mapStrings(names: { $0 }, values: { _ in secret })
      })
  }

  private static func variables(_ placeholders: Placeholders?) -> DeferredVariables {
    DeferredVariables(
      placeholders: Dictionary(
        (placeholders?.values ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension NativeConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
  /// What may be shown.
  var description: String { shownText(nil) }
  /// The same.
  var debugDescription: String { description }
}
