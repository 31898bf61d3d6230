import Base
import Cluster
import Git
import Manifests
import Platform
import Reconcile
import Report

/// The environments that the options of `run`, `apply` and `plan` describe.
struct EnvironmentOptions {
  private let values: OptionValues

  /// The name of an environment that nobody has named.
  static let standardName = "default"
  private static let fileLimit = 1 << 20

  private init(_ values: OptionValues) {
    self.values = values
  }

  /// The same, with what is odd about the file of sources told beside the result.
  static func environments(_ call: CommandCall) async throws(CommandFailure) -> [EnvironmentSettings] {
    try await environments(call.values) { call.output.tell($0) }.map { environment in
      var environment = environment
      environment.evaluators = call.system.evaluators
      return environment
    }
  }

  /// One environment from the options themselves, or those of the file of sources.
  /// - Parameter tell: as for `SourcesFile`.
  static func environments(
    _ values: OptionValues, tell: (String) -> Void = { _ in }
  ) async throws(CommandFailure) -> [EnvironmentSettings] {
    let options = EnvironmentOptions(values)
    guard let file = values[Settings.sources] else { return [try options.single()] }
    let all = try await SourcesFile.environments(options.read(file), file: file, tell: tell)
      .map { environment throws(CommandFailure) in
        var environment = try options.completed(environment)
        // Agents of the same name in two environments would overwrite each other's files in every cycle.
        environment.agentOutput = environment.agentOutput.map { "\($0)/\(environment.name)" }
        return environment
      }
    guard let name = values[Settings.environment] else { return all }
    guard let chosen = all.first(where: { $0.name == name }) else {
      let known = all.map(\.name)
      throw CommandFailure(
        "\(file) has no Kustomization \(name)\(NearestName.suggestion(for: name, among: known))",
        remedy: "it has \(known.joined(separator: ", "))")
    }
    return [chosen]
  }

  private func single() throws(CommandFailure) -> EnvironmentSettings {
    guard let url = values[Settings.url] else { throw CommandFailure("--url is missing") }
    var source = SourceSettings(url: url, reference: reference, secret: values[Settings.gitSecret])
    let timeout = values[Settings.timeout] ?? source.limits.stall
    source.limits.connect = timeout
    source.limits.stall = timeout
    // A clone that goes on is no wait, and may take longer; who has patience for one wait has it for the whole.
    source.limits.total = max(source.limits.total, timeout)
    do throws(GitError) {
      try SourceCheck.check(source)
    } catch {
      throw CommandFailure(error.description, remedy: remedy(error))
    }
    var environment = EnvironmentSettings(
      name: values[Settings.environment] ?? Self.standardName, source: source)
    environment.path = values[Settings.path] ?? ""
    if let interval = values[Settings.interval] { environment.interval = interval }
    return try completed(environment)
  }

  private func remedy(_ error: GitError) -> String? {
    if case .unsuitableCredentials = error { return "name the secret with --git-secret NAMESPACE/NAME" }
    return nil
  }

  private var reference: GitReference {
    if let commit = values[Settings.commit] { return .commit(commit) }
    if let tag = values[Settings.tag] { return .tag(tag) }
    return .branch(values[Settings.branch] ?? "main")
  }

  /// With what holds for all environments of the process.
  private func completed(_ environment: EnvironmentSettings) throws(CommandFailure) -> EnvironmentSettings {
    var environment = environment
    if let timeout = values[Settings.timeout] { environment.timeout = timeout }
    if let share = values[Settings.pruneLimitShare] { environment.prune.limitShare = share }
    if let count = values[Settings.pruneLimitCount] { environment.prune.limitCount = count }
    environment.prune.isAllowed = values[Settings.allowPrune] ?? false
    environment.secretsDirectory = values[Settings.secrets]
    environment.agentOutput = values[Settings.agentOutput]
    if let layout = values[Settings.agentLayout] { environment.agentLayout = layout }
    environment.agentCluster = try cluster()
    environment.allowedAddresses = values.all(Settings.allowedAddresses)
    if let catalogue = values[Settings.catalogue] { environment.catalogue = catalogue }
    environment.forgottenWorkspaces = values.all(Settings.forgottenWorkspaces)
    environment.status = try status(environment.source)
    return environment
  }

  private func cluster() throws(CommandFailure) -> ClusterAccess? {
    let access = values[Settings.agentCluster]
    guard let context = values[Settings.agentContext] else { return access }
    guard case .kubeconfig(let path, _)? = access else {
      throw CommandFailure(
        "\(values.name(of: Settings.agentContext)) names a context of a kubeconfig, and none is given",
        remedy: "give its path with --agent-cluster, or leave the context out")
    }
    return .kubeconfig(path: path, context: context)
  }

  /// Commit statuses go to the host of the repository, or to the one that the Secret names.
  private func status(_ source: SourceSettings) throws(CommandFailure) -> StatusSettings? {
    guard let secret = values[Settings.statusSecret] else { return nil }
    do throws(GitHubRepository.Failure) {
      return try StatusSettings(
        source: source.url, secret: secret, secretsDirectory: values[Settings.secrets],
        targetURL: values[Settings.statusTargetURL])
    } catch {
      throw CommandFailure(
        error.description,
        remedy: "write https://HOST/OWNER/NAME to the key address of Secret "
          + "\(secret.namespace)/\(secret.name), or leave out \(values.name(of: Settings.statusSecret))")
    }
  }

  private func read(_ file: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      return try FileSystem.read(file, limit: Self.fileLimit)
    } catch {
      throw CommandFailure(error.description)
    }
  }
}

/// Finds out before anything runs whether a source can be followed at all. Credentials are looked at when they are read.
enum SourceCheck {
  static func check(_ source: SourceSettings) throws(GitError) {
    do throws(GitError) {
      _ = try GitSource(
        url: source.url, reference: source.reference, access: GitAccess(), limits: source.limits)
    } catch {
      if case .unsuitableCredentials = error, source.secret != nil { return }
      throw error
    }
  }
}
