import Platform
import Report

extension Settings {
  static let output = Setting<OutputFormat>(
    CommandOption(
      "output", letter: "o", .value("FORMAT"), in: .output, "text, json or yaml", standard: "text",
      choices: OutputFormat.allCases.map(\.rawValue)),
    ValueReading.choice(OutputFormat.self))

  static let details = Setting<PlanDetails>(
    CommandOption(
      "details", .value("AMOUNT"), in: .output, "how much of each change is shown: none, short or full",
      standard: "short", choices: PlanDetails.allCases.map(\.rawValue)),
    ValueReading.choice(PlanDetails.self))

  static let logFormat = Setting<Log.Format>(
    CommandOption(
      "log-format", .value("FORMAT"), in: .output, "spelling of log lines: logfmt or json",
      standard: "logfmt",
      choices: Log.Format.allCases.map(\.rawValue)),
    ValueReading.choice(Log.Format.self))

  static let logLevel = Setting<Log.Level>(
    CommandOption(
      "log-level", .value("LEVEL"), in: .output,
      "least level that is logged: debug, info, warn or error ('info' for run, else 'error')",
      choices: Log.Level.allCases.map(\.rawValue)),
    ValueReading.choice(Log.Level.self))

  static let limit = Setting<Int>(
    CommandOption("limit", .value("COUNT"), in: .selection, "newest events that are shown", standard: "50"),
    ValueReading.wholeNumber(in: 1...100_000))

  static let dryRun = Setting<Bool>(
    CommandOption(
      "dry-run", .flag(negatable: false), in: .selection, "show what would be done, and do nothing",
      isInFile: false),
    ValueReading.flag)

  static let copy = Setting<Int64>(
    CommandOption(
      "copy", .value("ID"), in: .selection, "the copy to take, by the number that --dry-run lists",
      isInFile: false)
  ) { text throws(InvalidValue) in
    guard let number = Int64(text), number > 0 else {
      throw InvalidValue("is no copy; write the number that --dry-run lists")
    }
    return number
  }

  static let at = Setting<PastMoment>(
    CommandOption(
      "at", .value("STATE"), in: .selection,
      "the newest state that was saved for a commit or one before it, or that is not later than a time, or a version by its "
        + "number, v12", isInFile: false)
  ) { text throws(InvalidValue) in
    guard let moment = PastMoment(text) else {
      throw InvalidValue(
        "is neither a commit of at least 7 digits, nor a time such as 2026-01-31T12:00:00Z, nor a version such as v12"
      )
    }
    return moment
  }
}
