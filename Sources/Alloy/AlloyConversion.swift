import AgentConfiguration
import Base
import Documents

/// What becomes of a configuration on the way to Alloy.
public struct AlloyConversion: Sendable {
  /// The configuration; nil where the input is none of its kind.
  public let configuration: AlloyConfiguration?
  /// What is wrong with the input, what cannot be carried over (errors) and what changes (warnings), by place.
  /// Values of settings are never in it.
  public let diagnostics: [Diagnostic]

  /// Components whose labels were taken, so that they got numbers: Alloy's own converter refuses these.
  public let numbered: [NumberedComponents]

  /// What would be lost, or refused, if Alloy converted the same input itself.
  public let beyondAlloy: [Diagnostic]

  /// The codes of errors about what cannot be carried over, where nothing is wrong with the input.
  public static let losses: Set<String> = [ConversionFindings.lossCode, excludedSection]

  /// The form of the section `integrations` that an agent's configuration was taken for; nil for the others.
  public let layout: AlloyOptions.IntegrationsLayout?

  /// The code of what is said of the input itself, which a check of the input says as well.
  public static let inputCode = "alloy-input"

  /// The code of errors about variables that cannot be left to Alloy. Where they are replaced before the conversion there are
  /// none.
  public static let variableCode = "alloy-variable"

  /// The code of the error about a configuration that is of another program.
  public static let sourceCode = "alloy-source"

  /// The code of the error about a whole section that is none of what is converted, such as `traces`, or that Alloy's
  /// converter refuses to convert.
  public static let excludedSection = "alloy-excluded-section"

  /// Whether everything was carried over.
  public var isComplete: Bool {
    configuration != nil && !diagnostics.contains { $0.severity == .error }
  }

  /// Converts the text of a configuration. An agent's is taken for one that it would run: `AgentConfigurationCheck`
  /// finds what it would refuse.
  /// - Parameter file: the name for messages.
  public init(_ text: [UInt8], from source: AlloySource, file: String, options: AlloyOptions = AlloyOptions())
  {
    let read: AgentConfigurationText
    do throws(AgentConfigurationText.Refusal) {
      read = try Self.text(text, source, options)
    } catch {
      let findings = ConversionFindings(file: file)
      findings.refuse(
        error.problem, at: error.position,
        remedy: "write the variable as ${NAME}, or write $$ for a dollar sign that stands for itself")
      configuration = nil
      diagnostics = findings.diagnostics
      numbered = []
      beyondAlloy = []
      layout = options.layout
      return
    }
    let findings = ConversionFindings(file: file, text: read, variables: LeftVariables(options))
    for variable in read.unsetVariables { findings.tell(variable) }
    var result: AlloyConfiguration?
    var layout: AlloyOptions.IntegrationsLayout?
    let root = SourceDocument.root(read, source, findings)
    if options.defersVariables, let root { DeferredVariableCheck.check(root, findings) }
    let settings = SettingReader(root, path: "", findings: findings)
    if let other = ForeignSource.guess(settings.keys, saidToBe: source) {
      findings.refuse(other, insteadOf: source, at: settings.position)
    }
    if !findings.isRefused {
      switch source {
      case .prometheus: result = PrometheusConversion.configuration(settings)
      case .promtail: result = PromtailConversion.configuration(settings)
      case .static:
        let conversion = StaticConversion(settings, options)
        layout = conversion.layout
        result = conversion.configuration()
      }
      settings.finish()
    }
    configuration = findings.isRefused ? nil : result
    diagnostics = findings.diagnostics.sorted()
    numbered = findings.numbered
    self.layout = layout
    beyondAlloy = findings.extras
  }

  /// What the conversion and a check of its input found, without what both say.
  /// - Parameter check: what the check found, such as `AgentConfigurationCheck` for an agent's configuration.
  public func diagnostics(besides check: [Diagnostic]) -> [Diagnostic] {
    if diagnostics.contains(where: { $0.code == Self.sourceCode }) { return diagnostics }
    let isRefused = check.contains { $0.severity == .error }
    let places = Set(check.compactMap(\.location))
    let others = diagnostics.filter { diagnostic in
      guard diagnostic.code == Self.inputCode else { return true }
      if diagnostic.severity == .error { return !isRefused }
      return diagnostic.location.map { !places.contains($0) } ?? true
    }
    return (check + others).sorted()
  }

  /// The text as its program reads it; only the agent replaces variables everywhere, and reads UTF-16.
  private static func text(
    _ bytes: [UInt8], _ source: AlloySource, _ options: AlloyOptions
  ) throws(AgentConfigurationText.Refusal) -> AgentConfigurationText {
    guard source == .static, let variables = options.environment else {
      return try AgentConfigurationText(bytes, environment: nil)
    }
    return try AgentConfigurationText(bytes, environment: { variables[$0] })
  }
}

/// Components of one part of a configuration whose labels were taken by others before it.
public struct NumberedComponents: Hashable, Sendable {
  /// What they would have been called: `prometheus.scrape.integrations_redis`.
  public let components: [String]
  /// Where the part stands; nil where it has no place of its own.
  public let location: SourceLocation?
  /// Where the parts stand that are called so, each once; without those that have no place of their own.
  public let others: [SourceLocation]
}

/// Whose configuration is converted.
public enum AlloySource: String, CaseIterable, Sendable {
  /// Grafana Agent in static mode.
  case `static`
  case prometheus
  case promtail

  /// What reads such a configuration, for messages.
  var program: String {
    switch self {
    case .static: "the agent"
    case .prometheus: "Prometheus"
    case .promtail: "Promtail"
    }
  }
}

/// How a configuration of the agent is read.
public struct AlloyOptions: Sendable {
  /// Whose form the section `integrations` has.
  public enum IntegrationsLayout: String, CaseIterable, Sendable {
    /// What `-enable-features=integrations-next` switches on; the operator and Sluice write it.
    case next
    case classic
  }

  /// Nil: it is told by the section itself.
  public var layout: IntegrationsLayout?
  /// The variables that `${NAME}` stands for, as with `-config.expand-env`; nil: nothing is expanded.
  public var environment: [String: String]?
  /// Whether `${NAME}` stays in texts for `DeferredVariables`; what cannot be left to it is refused.
  public var defersVariables: Bool
  /// Whether `${NAME}` stays in texts for a program that replaces it before it reads them, in whatever form. Nothing is wrong
  /// with a value that has one then, nor with the keys of a mapping of which one has it; without an `environment` only.
  public var keepsVariables: Bool
  /// The release of Alloy whose names of receivers are wanted: they hold a digest of settings that grew in time.
  public var isForAlloy1_12: Bool

  public init(
    layout: IntegrationsLayout? = nil, environment: [String: String]? = nil,
    defersVariables: Bool = false, keepsVariables: Bool = false, isForAlloy1_12: Bool = false
  ) {
    self.layout = layout
    self.environment = environment
    self.defersVariables = defersVariables
    self.keepsVariables = keepsVariables
    self.isForAlloy1_12 = isForAlloy1_12
  }
}
