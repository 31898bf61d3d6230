import Base
import Git
import Platform
import Reconcile
import Report

/// `sluice run`.
enum RunCommand: Command {
  static let description = CommandDescription(
    path: ["run"],
    summary: "Keep workspaces and agent configurations equal to a repository, until it is stopped",
    details: [
      "SIGHUP looks at the source now instead of when the interval is over, and sends once more what was refused. SIGTERM "
        + "and SIGINT end the current call and stop within 5 seconds; a second one stops at once, and nothing is lost by it.",
      "Secrets are never given as options: they are looked up in the repository and in --secrets.",
    ],
    settings: EnvironmentSettingList.settings, exclusions: EnvironmentSettingList.exclusions,
    requirements: EnvironmentSettingList.requirements, withoutEffect: ["output", "details"],
    examples: [
      CommandDescription.Example(
        purpose: "one directory of one repository",
        line:
          "sluice run --url https://git.example.org/platform/config.git --path clusters/prod --environment prod"
      ),
      CommandDescription.Example(
        purpose: "several, described by Flux documents", line: "sluice run --sources /etc/sluice/sources.yaml"
      ),
    ],
    exitCodes: [
      CommandDescription.ExitCode(.success, "stopped by SIGTERM or SIGINT"),
      CommandDescription.ExitCode(.failure, "it could not start, or did not stop in time"),
      CommandDescription.ExitCode(.interrupted, "stopped at once by a second SIGINT"),
      CommandDescription.ExitCode(.terminated, "stopped at once by a second SIGTERM"),
    ])

  static func run(_ call: CommandCall) async throws(CommandFailure) -> ExitStatus {
    let environments = try await EnvironmentOptions.environments(call)
    let log = OpenEnvironment.log(call, standardLevel: .info)
    let pages = try StatusPages(environments, call)
    defer { pages.stop() }
    if let url = pages.url { log.info("listening", ["url": url]) }
    let opened = try await open(environments, call, log, pages)
    SystemdNotification.ready.send()
    _ = try await Stopping(system: call.system, log: log).run(wake: { for one in opened { one.loop.wake() } })
    {
      await withTaskGroup(of: Void.self) { group in
        for one in opened {
          group.addTask {
            await one.loop.run()
            await one.close()
          }
        }
      }
    }
    log.info("stopped")
    return .success
  }

  private static func open(
    _ environments: [EnvironmentSettings], _ call: CommandCall, _ log: Log, _ pages: StatusPages
  ) async throws(CommandFailure) -> [OpenEnvironment] {
    var opened: [OpenEnvironment] = []
    let neighbourhood = Neighbourhood(absent: AbsentNeighbours(StateLocation(call)).read)
    for settings in environments {
      opened.append(
        try await OpenEnvironment.open(
          settings, call, log: log, isRepeated: true, neighbourhood: neighbourhood, metrics: pages.metrics
        ) { pages.record($0) })
      log.info(
        "started",
        [
          "environment": settings.name, "source": settings.source.url.description,
          "follows": settings.source.reference.description, "path": settings.path,
          "interval": GoDuration.format(settings.interval),
        ])
    }
    return opened
  }
}
