import Base
import Platform
import Store

/// What the state directory of one environment says, beside a daemon or without one.
struct RememberedEnvironment: Sendable {
  let name: String
  let store: SQLiteStore
  /// A process holds the directory now.
  let isRunning: Bool

  /// The environments of the state directory, or the one that `--environment` names.
  static func all(_ call: CommandCall) async throws(CommandFailure) -> [RememberedEnvironment] {
    let location = StateLocation(call)
    let known = try location.environments()
    let names = try chosen(call.values[Settings.rememberedEnvironment], among: known, location)
    var environments: [RememberedEnvironment] = []
    for name in names {
      let directory = location.directory(of: name)
      do throws(StoreError) {
        environments.append(
          RememberedEnvironment(
            name: name, store: try await StateDirectory.read(directory),
            isRunning: FileLock.isHeld(directory + "/lock")))
      } catch {
        throw CommandFailure(error.description)
      }
    }
    return environments
  }

  private static func chosen(
    _ name: String?, among known: [String], _ location: StateLocation
  ) throws(CommandFailure) -> [String] {
    guard !known.isEmpty else {
      throw CommandFailure(
        "nothing was ever run with the state directory \(location.root)",
        remedy: "name the one of the daemon with --state DIR")
    }
    guard let name else { return known }
    guard known.contains(name) else {
      throw CommandFailure(
        "the state directory \(location.root) has no environment \(name)"
          + NearestName.suggestion(for: name, among: known),
        remedy: "it has \(known.joined(separator: ", "))")
    }
    return [name]
  }
}
