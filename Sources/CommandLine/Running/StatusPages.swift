import Base
import Git
import HTTPServer
import Platform
import Reconcile
import Report
import Server

/// What a running daemon shows of itself at `--listen`: health, readiness and metrics.
struct StatusPages: Sendable {
  private let server: StatusServer?
  private let health: Health
  let metrics: SluiceMetrics

  /// Where the pages are; nil where nothing listens.
  var url: String? { server?.url }

  init(_ environments: [EnvironmentSettings], _ call: CommandCall) throws(CommandFailure) {
    let all = Metrics()
    health = Health(
      environments.filter { !$0.isSuspended }.map {
        Health.Expectation($0.name, progressLimit: Self.progressLimit($0))
      }, time: call.system.time)
    metrics = SluiceMetrics(all, version: VersionCommand.release)
    guard let address = call.values[Settings.listen] else {
      server = nil
      return
    }
    do throws(HTTPServerError) {
      server = try StatusServer(listeningOn: address, health: health, metrics: all)
    } catch {
      throw CommandFailure(error.description)
    }
  }

  /// Tells that a cycle has ended.
  func record(_ report: CycleReport) {
    health.record(report)
    metrics.record(report)
  }

  func stop() { server?.stop() }

  /// A cycle may wait for its peers several times, and a clone has ten minutes.
  private static func progressLimit(_ environment: EnvironmentSettings) -> Duration {
    environment.interval * 3 + environment.timeout * 10 + environment.source.limits.total
  }
}
