import Alloy
import Base

/// A configuration of Grafana Alloy, and what of it may be shown.
///
/// Kept are the texts that will be written, packed, and the document that they are made of, whose jobs all agents share: as
/// components it would take far more memory. People ask for theirs when they look at a plan, so that one is made then.
struct NativeConfiguration: Sendable {
  private let document: ConfigValue
  private let texts: [Placeholders?: PackedSecret]
  private let convert: NativeConversion.Converter

  /// - Parameters:
  ///   - document: one that was converted before; the same always comes of it.
  ///   - configuration: what came of it.
  ///   - placeholders: what will be asked for; texts for others are converted anew.
  init(
    of document: ConfigValue, as configuration: AlloyConfiguration, for placeholders: [Placeholders?],
    by convert: @escaping NativeConversion.Converter = NativeConversion.convert
  ) {
    self.document = document
    self.convert = convert
    texts = placeholders.reduce(into: [:]) { texts, placeholders in
      texts[placeholders] = PackedSecret(Self.text(configuration, placeholders))
    }
  }

  /// - Parameter placeholders: nil leaves them to a pod's sidecar.
  func text(_ placeholders: Placeholders?) -> SecretValue {
    texts[placeholders]?.value ?? SecretValue(Self.text(whole, placeholders))
  }

  /// The same with `(secret)` where a secret stands.
  func shownText(_ placeholders: Placeholders?) -> String { Self.text(shown, placeholders) }

  private static func text(_ configuration: AlloyConfiguration, _ placeholders: Placeholders?) -> String {
    AlloyWriter.string(variables(placeholders).expanded(configuration))
  }

  /// With variables and placeholders as they are written in an agent's configuration.
  private var whole: AlloyConfiguration { converted(document) ?? AlloyConfiguration([]) }

  private func converted(_ document: ConfigValue) -> AlloyConfiguration? {
    document.text.withBytes(convert).configuration
  }

  /// Components that come from nothing secret are shown as they are; of those that are made of jobs in a Secret only their
  /// structure. What a secret became on its way cannot be told, so the first are those of a document that never had one.
  private var shown: AlloyConfiguration {
    let open = converted(document.withoutSecrets)
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
