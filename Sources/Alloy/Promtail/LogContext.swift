import Base

/// What all jobs of a Promtail or of a logs instance share.
struct LogContext {
  /// Who takes the lines: the receivers of every `loki.write`.
  let receivers: [AlloyExpression]
  /// How files are found and watched, as arguments of `loki.source.file`.
  let fileStatements: [AlloyStatement]
  /// Limits that Promtail sets for all jobs together; Alloy's apply to each.
  let limitStages: [AlloyStatement]

  /// - Parameter positions: the file that remembers how far files were read.
  init(
    receivers: [AlloyExpression], watch: SettingReader, targets: SettingReader, limits: SettingReader,
    positions: String
  ) {
    self.receivers = receivers
    let polling: [Argument] = [
      .duration("min_poll_frequency", given: .milliseconds(250)),
      .duration("max_poll_frequency", given: .milliseconds(250)),
    ]
    let watching = polling.body(watch)
    let matching: [Argument] = [.duration("sync_period", given: .seconds(10))]
    fileStatements =
      (watching.isEmpty ? [] : [.block(AlloyBlock("file_watch", watching))]) + [
        .block(AlloyBlock("file_match", [.attribute("enabled", .boolean(true))] + matching.body(targets)))
      ] + (positions.isEmpty ? [] : [.attribute("legacy_positions_file", .string(positions))])
    if targets.flag("stdin") == true {
      targets.findings.lose(
        "\(targets.path(of: "stdin")) cannot be carried over: Alloy does not read its standard input",
        at: targets.position(of: "stdin"))
    }
    limitStages = Self.stages(limits)
  }

  private static func stages(_ limits: SettingReader) -> [AlloyStatement] {
    _ = limits.integer("max_streams")
    var stages: [AlloyStatement] = []
    let rate = limits.number("readline_rate") ?? "10000"
    let burst = limits.integer("readline_burst") ?? 10_000
    let drops = limits.flag("readline_rate_drop") ?? true
    if limits.flag("readline_rate_enabled") == true {
      limits.findings.warn(
        "\(limits.path(of: "readline_rate")) limits all jobs together, in Alloy it limits each of them",
        at: limits.position(of: "readline_rate_enabled"))
      var body: [AlloyStatement] = [
        .attribute("rate", .signed(rate)), .attribute("burst", .integer(burst)),
      ]
      if drops { body.append(.attribute("drop", .boolean(true))) }
      stages.append(.block(AlloyBlock("stage.limit", body)))
    }
    let truncates = limits.flag("max_line_size_truncate") ?? false
    if let size = limits.bytes("max_line_size"), size > 0 {
      let text = AlloyExpression.string(GoText.bytes(size))
      stages.append(
        .block(
          truncates
            ? AlloyBlock("stage.truncate", [.block(AlloyBlock("rule", [.attribute("limit", text)]))])
            : AlloyBlock("stage.drop", [.attribute("longer_than", text)])))
    }
    return stages
  }
}
