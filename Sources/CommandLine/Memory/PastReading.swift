import Base
import Grafana
import Plan
import Platform
import Reconcile
import Store

/// Collects the states that an object once had: from the state directories, and from its workspaces.
struct PastReading {
  let call: CommandCall
  private let environments: [(settings: EnvironmentSettings, memory: StateReading)]
  private let query: CopyQuery

  init(_ call: CommandCall) async throws(CommandFailure) {
    self.call = call
    query = CopyQuery(try ObjectWord(call.words.first ?? ""))
    var found: [(settings: EnvironmentSettings, memory: StateReading)] = []
    for environment in try await EnvironmentOptions.environments(call) {
      if let memory = try await Self.memory(of: environment, call) { found.append((environment, memory)) }
    }
    environments = found
  }

  /// Copies, newest first.
  func copies() async throws(CommandFailure) -> [PastState] {
    var found: [PastState] = []
    for (settings, memory) in environments {
      found += try await query.copies(in: memory.store).map { copy in
        PastState(
          source: .copy(copy), key: copy.copy.key, target: copy.copy.target, environment: settings,
          memory: memory)
      }
    }
    return found
  }

  /// What the workspaces remember, newest first.
  func kept() async throws(CommandFailure) -> [PastState] {
    var found: [PastState] = []
    for (settings, memory) in environments {
      let keys = try await query.keysOrUID(in: memory.store)
      let titles = try await titles(of: keys, memory)
      let versions = try await withReconciler(settings, memory) {
        reconciler async throws(RestoreFailure) -> [(
          target: TargetName, key: ObjectKey, versions: [KeptVersion]
        )] in
        try await reconciler.keptVersions(of: keys)
      }
      for (target, key, versions) in versions {
        found += versions.map { version in
          PastState(
            source: .workspace(version, title: titles[key] ?? key.uid), key: key, target: target,
            environment: settings, memory: memory)
        }
      }
    }
    return found
  }

  private func titles(
    of keys: Set<ObjectKey>, _ memory: StateReading
  ) async throws(CommandFailure) -> [ObjectKey: String] {
    var titles: [ObjectKey: String] = [:]
    do throws(StoreError) {
      for key in keys {
        titles[key] = try await memory.store.inventory(named: key.uid).first { $0.entry.key == key }?.entry
          .title
      }
    } catch {
      throw CommandFailure(error.description)
    }
    return titles
  }

  /// Runs something that needs the repository and the workspaces of an environment.
  func withReconciler<Result: Sendable>(
    _ settings: EnvironmentSettings, _ memory: StateReading,
    _ body: (Reconciler) async throws(RestoreFailure) -> Result
  ) async throws(CommandFailure) -> Result {
    let scratch = try ScratchDirectory(call)
    defer { scratch.remove() }
    let reconciler = Reconciler(
      settings, directory: scratch.path, store: memory.store, digestKey: memory.digestKey,
      time: call.system.time, scrubber: call.scrubber)
    do throws(RestoreFailure) {
      let result = try await body(reconciler)
      await reconciler.close()
      return result
    } catch {
      await reconciler.close()
      throw CommandFailure(error.message, remedy: error.remedy)
    }
  }

  /// Nil where nothing ever ran for the environment.
  private static func memory(
    of environment: EnvironmentSettings, _ call: CommandCall
  ) async throws(CommandFailure) -> StateReading? {
    do throws(StoreError) {
      return try await StateReading.open(StateLocation(call).directory(of: environment.name), isWriting: true)
    } catch {
      if case .missing = error { return nil }
      throw CommandFailure(error.description)
    }
  }
}
