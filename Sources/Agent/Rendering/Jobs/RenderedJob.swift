import AgentConfiguration
import Base
import Documents
import Synchronization

/// The job of a monitor, rendered and looked at once, however many documents hold it: with many agents nearly all of
/// their text is jobs, and most of the jobs are the same.
public final class RenderedJob: Sendable {
  let config: ConfigValue
  /// What was looked up for it.
  let record: RenderingRecord
  let name: String
  /// Its own settings, where they are durations.
  let interval: Duration?
  let timeout: Duration?
  /// It has an interval of its own that is no duration, such as a variable.
  let hasUnknownInterval: Bool
  let textProblems: [TextCheck.Problem]

  private struct Lines {
    let placeholders: Placeholders?
    let column: Int
    let bytes: [UInt8]
  }

  /// One for each shard.
  private let lines = Mutex<[Lines]>([])
  private let judgement = Mutex<[ConfigurationFinding]?>(nil)

  init(_ config: ConfigValue, record: RenderingRecord) {
    self.config = config
    self.record = record
    name = config["job_name"]?.writtenText ?? ""
    interval = config["scrape_interval"]?.writtenText.flatMap(PrometheusDuration.parse)
    hasUnknownInterval = interval == nil && config["scrape_interval"] != nil
    timeout = config["scrape_timeout"]?.writtenText.flatMap(PrometheusDuration.parse)
    textProblems = TextCheck.problems(in: config)
  }

  /// What an agent would refuse in it, or take and never do.
  var errors: [ConfigurationFinding] {
    judgement.withLock { known in
      if let known { return known }
      // What is missing was told, and leaves a job that is not the one that is meant.
      let isWhole = !record.diagnostics.contains { $0.severity == .error }
      let errors = isWhole ? AgentJudge.errors(inJob: config) : []
      known = errors
      return errors
    }
  }

  /// The job as YAML.
  /// - Parameter column: where its keys begin.
  func lines(_ placeholders: Placeholders?, column: Int) -> [UInt8] {
    lines.withLock { known in
      if let found = known.first(where: { $0.column == column && $0.placeholders == placeholders }) {
        return found.bytes
      }
      let bytes = YAMLWriter.lines(
        ConfigText(value: config, placeholders: placeholders), column: column)
      known.append(Lines(placeholders: placeholders, column: column, bytes: bytes))
      return bytes
    }
  }
}

extension RenderedJob: Equatable {
  public static func == (left: RenderedJob, right: RenderedJob) -> Bool {
    left === right || left.config == right.config
  }
}
