import Base
import Documents

/// Judges the text of a Grafana Agent configuration in static mode, ours or not, as an agent of version 0.44 would.
///
/// An error is something that the agent refuses, or takes and then never does; a warning is something that it takes
/// and that does not do what is written, or that depends on what lies around the text. The rules follow the agent's
/// sources (grafana/agent at v0.44.8 with the Prometheus, Promtail and exporters that its go.mod names), and they are
/// held against a real agent's verdicts (data agent-verdicts).
public struct AgentConfigurationCheck: Sendable {
  /// Looks up an environment variable; nil where it is not set.
  public typealias Environment = @Sendable (String) -> String?
  /// Looks at a file by the path that the configuration names.
  public typealias Files = @Sendable (String) -> NamedFile

  /// Texts that are longer are refused unread.
  public static let byteLimit = 32 << 20

  private let file: String
  private let layout: AgentConfigurationLayout
  private let environment: Environment?
  private let files: Files
  private let unknownMark: String?

  /// - Parameters:
  ///   - file: what findings call the file.
  ///   - environment: the variables that `${NAME}` stands for; nil where the agent runs without `-config.expand-env`.
  ///     Names of digits are not asked for: `${1}` is a group of a regular expression.
  ///   - unknownMark: a text that stands in every scalar whose value is not known, wherever in it. What is found about
  ///     such a scalar is left out, and everything else is told: so a check that does not know the agent's variables
  ///     gives `{ name in mark + name }` for `environment`. Equal scalars count as equal values, others as different.
  public init(
    file: String, layout: AgentConfigurationLayout = .next, environment: Environment? = nil,
    files: @escaping Files = { _ in .unknown }, unknownMark: String? = nil
  ) {
    self.file = file
    self.layout = layout
    self.environment = environment
    self.files = files
    self.unknownMark = unknownMark
  }

  /// Everything that is wrong or odd, sorted by line and column. The configuration is refused where one is an error.
  public func findings(in bytes: [UInt8]) -> [Diagnostic] {
    placedFindings(in: bytes).map(\.diagnostic)
  }

  /// The same with the keys that the findings are about.
  /// - Parameter part: what the text holds. Paths begin at its top.
  public func placedFindings(in bytes: [UInt8], as part: AgentConfigurationPart = .whole)
    -> [ConfigurationFinding]
  {
    guard bytes.count <= Self.byteLimit else {
      return [
        finding(
          FoundProblem(
            .error, "too-large", at: .start, "the text is longer than \(Self.byteLimit) bytes",
            remedy: "split the configuration"), .start)
      ]
    }
    let text = UTF16Text.utf8(of: bytes) ?? bytes
    guard let environment else { return findings(in: ExpandedText(unchanged: text), as: part) }
    do throws(EnvironmentError) {
      let expansion = EnvironmentExpansion(text, lookup: environment, unknownMark: unknownMark)
      return findings(in: try expansion.expanded(), as: part)
    } catch {
      let problem = FoundProblem(
        .error, "environment", at: .start, error.problem + ": the agent refuses the file",
        remedy: error.remedy)
      return [finding(problem, ExpandedText(unchanged: text).position(ofOriginal: error.offset))]
    }
  }

  private func findings(in text: ExpandedText, as part: AgentConfigurationPart) -> [ConfigurationFinding] {
    read(text, as: part).map { finding($0, text.original($0.position)) }
      .sorted { $0.diagnostic < $1.diagnostic }
  }

  private func read(_ text: ExpandedText, as part: AgentConfigurationPart) -> [FoundProblem] {
    if let problem = VersionDirective.problem(in: text.bytes) { return [problem] }
    let document: YAMLDocument?
    do throws(YAMLSyntaxError) {
      document = try YAMLParser.firstDocument(in: text.bytes, limits: AgentConfigurationText.limits)
    } catch {
      return [
        FoundProblem(
          .error, "yaml-syntax", at: error.position, error.message + ": the agent refuses the file",
          remedy: "mend the YAML at this place")
      ]
    }
    guard let document else {
      return [
        FoundProblem(
          .warning, "empty", at: .start, "nothing is written: the agent starts and does nothing",
          remedy: "write metrics, logs or integrations")
      ]
    }
    var reader = SchemaReader(
      text, layout: layout, environment: environment, files: files,
      unknown: UnknownValues(mark: unknownMark, in: document, text: text.bytes))
    switch part {
    case .whole: DocumentRules.read(document, &reader)
    case .metricsJob: MetricsRules.readJob(document.root, &reader)
    }
    return reader.problems.all
  }

  private func finding(_ problem: FoundProblem, _ position: Position) -> ConfigurationFinding {
    ConfigurationFinding(
      path: problem.path, problem: problem.problem,
      diagnostic: Diagnostic(
        problem.severity, code: problem.code, at: SourceLocation(file: file, position: position),
        problem.message, remedy: problem.remedy))
  }
}
