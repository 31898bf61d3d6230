import Base
import Documents
import HTTP

/// Talks to one running agent (Grafana Agent documentation, static mode, API reference).
struct AgentConnection: Sendable {
  let url: HTTPURL
  let client: HTTPClient
  let addresses: AddressPolicy
  /// What has to listen there.
  let program: AgentProgram
  /// How long a reload may take: an agent first stops its old parts, whose last data may have to wait for a peer.
  let reloadDeadline: Duration
  private static let lookDeadline = Duration.seconds(5)

  /// Asks it to read its file, where it is the program that the file is for.
  func reload() async -> ReloadProcedure.Answer {
    guard let request = request(.post, "/-/reload", deadline: reloadDeadline) else {
      return .absent("\(url) is no address of an agent", .isOutOfReach)
    }
    if await !answers(as: program), await answers(as: program.other) {
      return .absent("it is \(program.other) that answers there, and the file is for \(program)", .isOther)
    }
    do throws(HTTPError) {
      let response = try await client.send(request)
      if response.isPage { return .absent("it answers with a page for people", .isOutOfReach) }
      return response.status == 200 ? .accepted : .refused(response.status)
    } catch {
      return switch error.cause {
      case .timedOut(.total), .cut: .unanswered("it did not answer the reload: \(error.cause)")
      case .connectionRefused: .absent(error.description, .isGone)
      default: .absent(error.description, .isOutOfReach)
      }
    }
  }

  /// Whether it tells what only this program tells. Alloy answers 200 with a page for people to every address that it does not
  /// know (grafana/alloy, internal/web/ui/ui.go), so a status says nothing.
  private func answers(as program: AgentProgram) async -> Bool {
    switch program {
    case .agent: await names(program.ownPath) != nil
    case .alloy: await components() != nil
    }
  }

  /// Since when its process runs, as it tells among its metrics; nil where it does not. That both programs tell it, as those do
  /// which take the Go client of Prometheus as it is, is remembered and was not looked up.
  func processStart() async -> String? {
    guard let response = await answer("/metrics"), response.status == 200 else { return nil }
    let name = Array("process_start_time_seconds ".utf8)
    let line = response.body.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: name) }
    return line.map { String(decoding: $0.dropFirst(name.count), as: UTF8.self) }
  }

  func look() async -> RunningAgent {
    switch program {
    case .agent: await lookAtAgent()
    case .alloy: await lookAtAlloy()
    }
  }

  private func lookAtAgent() async -> RunningAgent {
    async let readiness = status("/-/ready")
    async let metrics = names(AgentProgram.agent.ownPath)
    async let logs = names("/agent/api/v1/logs/instances")
    async let targets = status("/agent/api/v1/logs/targets")
    async let integrations = integrations()
    async let jobs = jobs()
    return await RunningAgent(
      readiness: readiness, metricsInstances: metrics, logsInstances: logs, hasLogTargets: targets != nil,
      integrations: integrations, jobs: jobs)
  }

  private func jobs() async -> Set<String>? {
    guard let response = await answer("/-/config"), response.status == 200,
      let document = (try? YAMLParser.documents(in: response.body))?.first?.root.json
    else { return nil }
    return ExpectedAgent.jobs(of: document)
  }

  func status(_ path: String) async -> Int? { await answer(path)?.status }

  private func names(_ path: String) async -> Set<String>? {
    guard let response = await answer(path), response.status == 200,
      let data = (try? JSONParser.parse(response.body, options: .lenient))?["data"]
    else { return nil }
    // Without instances the list is null.
    return Set((data.arrayValue ?? []).compactMap(\.stringValue))
  }

  private func integrations() async -> Set<String>? {
    guard let response = await answer("/agent/api/v1/metrics/integrations/sd") else { return nil }
    // Without a section for them there is no such address.
    if response.status == 404 { return [] }
    guard response.status == 200, let groups = try? JSONParser.parse(response.body, options: .lenient) else {
      return nil
    }
    return Set(
      (groups.arrayValue ?? []).compactMap { $0["labels"]?["__meta_agent_integration_name"]?.stringValue })
  }

  func answer(_ path: String) async -> HTTPResponse? {
    guard let request = request(.get, path, deadline: Self.lookDeadline) else { return nil }
    do throws(HTTPError) {
      let response = try await client.send(request)
      return response.isPage ? nil : response
    } catch {
      return nil
    }
  }

  private func request(_ method: HTTPMethod, _ path: String, deadline: Duration) -> HTTPRequest? {
    guard let target = try? url.appending(path) else { return nil }
    var request = HTTPRequest(method, target)
    request.deadline = deadline
    request.addresses = addresses
    return request
  }
}

extension HTTPResponse {
  /// A page for people where a program's answer should be: what shows it stands before the agent, or is none.
  fileprivate var isPage: Bool {
    status == 200 && (headers["Content-Type"] ?? "").lowercased().hasPrefix("text/html")
  }
}
