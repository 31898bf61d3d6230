import Base
import Platform
import Report
import Store

/// `sluice events`.
enum EventsCommand: Command {
  static let description = CommandDescription(
    path: ["events"], summary: "Show what happened, newest last",
    details: ["Events are read from the state directory, also while the daemon runs."],
    arguments: [
      CommandDescription.Argument(
        "KIND/NAME", "only events about this object: \(ObjectWord.forms)", isRequired: false)
    ],
    settings: [AnySetting(Settings.limit)] + MemoryOptions.settings,
    examples: [
      CommandDescription.Example(
        purpose: "about one dashboard", line: "sluice events dashboard/node-overview")
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "the events are shown"),
      CommandDescription.ExitCode(.failure, "the state directory cannot be read, or the object is not known"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let environments = try await RememberedEnvironment.all(call)
    var events: [Event] = []
    let limit = call.values[Settings.limit] ?? 50
    if let word = call.words.first {
      let found = try await ObjectQuery.find(word, in: environments)
      events = try await failing { () async throws(StoreError) in
        try await ObjectPast.read(found, limit: limit).events
      }
    } else {
      for environment in environments {
        events += try await failing { () async throws(StoreError) in
          // What is put together into one line must not push out what came before it.
          try await environment.store.events(about: nil, limit: limit + mostLooked)
        }
      }
    }
    let told = events.sorted { $0.at > $1.at }.reversed().map { event in
      EventFact(
        at: event.at, level: event.level, environment: event.environment, object: event.reference,
        reason: event.reason, message: event.message)
    }
    let facts = Array(EventFact.grouped(told).suffix(limit))
    switch call.values[Settings.output] ?? .text {
    case .text:
      call.output.write(EventText.render(facts, now: call.system.time.now, style: call.output.standardStyle))
    case .json: call.output.write(OutputDocument.json(EventText.document(facts)))
    case .yaml: call.output.write(OutputDocument.yaml(EventText.document(facts)))
    }
    return .success
  }

  /// So many events beside those that are shown are looked through for what belongs together.
  private static let mostLooked = 10_000

  private static func failing(
    _ read: () async throws(StoreError) -> [Event]
  ) async throws(CommandFailure) -> [Event] {
    do throws(StoreError) {
      return try await read()
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
