import Alloy
import Base
import Documents

/// The document of a role as a configuration of Grafana Alloy, converted as `sluice alloy` converts the files of others.
struct NativeConversion {
  /// Nil where the document cannot be converted at all.
  let native: NativeConfiguration?
  /// By place in the document that was converted.
  let diagnostics: [Diagnostic]
  /// Components whose names stand twice, by these names: they were numbered, which Alloy's own converter does not do.
  let numbered: [String]
  /// The document, for finding these places again.
  let text: SecretValue

  /// - Parameter document: of a role, with placeholders.
  init(_ document: ConfigValue) {
    text = document.text
    let conversion = text.withBytes { Self.convert($0) }
    diagnostics = conversion.diagnostics
    numbered = conversion.numbered
    native = conversion.configuration.map { whole in
      NativeConfiguration(whole, shown: Self.shown(whole, of: document))
    }
  }

  private static func convert(_ text: [UInt8]) -> AlloyConversion {
    AlloyConversion(
      text, from: .static, file: RoleConfiguration.agentFileName,
      options: AlloyOptions(layout: .next, defersVariables: true))
  }

  // MARK: What may be shown

  /// Components that come from nothing secret are shown as they are; of those that are made of jobs in a Secret only their
  /// structure. What a secret became on its way cannot be told, so the first are those of a document that never had one.
  private static func shown(_ whole: AlloyConfiguration, of document: ConfigValue) -> AlloyConfiguration {
    let open = document.withoutSecrets.text.withBytes { convert($0).configuration }
    let known = Dictionary(
      (open?.blocks ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    return AlloyConfiguration(
      whole.statements.map { statement in
        if case .block(let block) = statement, let open = known[block.path] { return .block(open) }
        return statement.mapStrings(names: { $0 }, values: { _ in .string(SecretValue("").description) })
      })
  }
}

extension ConfigValue {
  /// The document with `(secret)` for every secret, and without the jobs that come from Secrets as a whole: any text of
  /// theirs may be a duration or a pattern, which `(secret)` is not.
  fileprivate var withoutSecrets: ConfigValue {
    switch self {
    case .secret, .hidden: .text(SecretValue("").description)
    case .list(let elements): .list(elements.map(\.withoutSecrets))
    case .mapping(let members):
      .mapping(
        members.reduce(into: [:]) { result, member in
          result[member.key] =
            member.key == "scrape_configs"
            ? .list(member.value.elements.filter { !$0.isHiddenJob }.map(\.withoutSecrets))
            : member.value.withoutSecrets
        })
    case .job(let job): job.config.withoutSecrets
    case .text, .number, .flag: self
    }
  }

  private var isHiddenJob: Bool {
    switch self {
    case .job, .text, .number, .flag, .secret: false
    case .hidden: true
    case .list(let elements): elements.contains(where: \.isHiddenJob)
    case .mapping(let members): members.values.contains(where: \.isHiddenJob)
    }
  }
}
