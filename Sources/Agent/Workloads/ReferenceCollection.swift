import Base
import Manifests

/// Every value that the objects of a hierarchy refer to, in the order of their fields upstream, each once (reference
/// agent-operator.md section 2). Upstream copies all of them into one Secret, those among them that nothing reads.
public struct ReferenceCollection {
  /// What a value is for.
  enum Use: Int, Comparable {
    /// Containers take it from the cluster themselves.
    case environment
    /// Fields that the operator never writes.
    case nothing
    case configuration

    static func < (left: Use, right: Use) -> Bool { left.rawValue < right.rawValue }
  }

  struct Entry {
    let reference: ValueReference
    /// Whose field it is.
    let owner: ObjectReference
    let use: Use
  }

  private(set) var entries: [Entry] = []
  private var places: [ValueReference: Int] = [:]

  public init(_ hierarchy: AgentHierarchy) {
    add(hierarchy.agent)
    for found in hierarchy.metrics { add(found) }
    for found in hierarchy.logs {
      let owner = found.instance.reference
      for client in found.instance.spec.clients { add(client, of: owner) }
      add(found.instance.spec.additionalScrapeConfigs, of: owner)
    }
    for integration in hierarchy.integrations {
      for file in integration.spec.files { add(file, of: integration.reference) }
    }
  }

  /// All of them.
  public var references: [ValueReference] { entries.map(\.reference) }

  // MARK: Objects

  private mutating func add(_ agent: HierarchyMember<GrafanaAgent>) {
    let owner = agent.reference
    if let server = agent.spec.apiServer {
      add(server.basicAuth, of: owner)
      add(server.tls, of: owner)
      for source in server.declinedReferences { add(source, of: owner, for: .nothing) }
    }
    for source in agent.spec.pods.environmentReferences { add(source, of: owner, for: .environment) }
    for target in agent.spec.metrics.remoteWrite { add(target, of: owner) }
    for client in agent.spec.logs.clients { add(client, of: owner) }
  }

  private mutating func add(_ found: AgentHierarchy.Metrics) {
    let owner = found.instance.reference
    for target in found.instance.spec.remoteWrite { add(target, of: owner) }
    add(found.instance.spec.additionalScrapeConfigs, of: owner)
    for monitor in found.serviceMonitors {
      for endpoint in monitor.spec.endpoints { add(endpoint, of: monitor.reference) }
    }
    for monitor in found.podMonitors {
      for endpoint in monitor.spec.endpoints { add(endpoint, of: monitor.reference) }
    }
    for probe in found.probes {
      add(probe.spec.tls, of: probe.reference)
      add(probe.spec.bearerToken, of: probe.reference)
      add(probe.spec.basicAuth, of: probe.reference)
      for source in probe.spec.declinedReferences { add(source, of: probe.reference, for: .nothing) }
    }
  }

  // MARK: Parts

  private mutating func add(_ endpoint: MonitorEndpoint, of owner: ObjectReference) {
    add(endpoint.tls, of: owner)
    add(endpoint.bearerToken, of: owner)
    add(endpoint.basicAuth, of: owner)
    for source in endpoint.declinedReferences { add(source, of: owner, for: .nothing) }
  }

  private mutating func add(_ target: RemoteWrite, of owner: ObjectReference) {
    add(target.basicAuth, of: owner)
    add(target.oauth2, of: owner)
    add(target.sigV4?.accessKey, of: owner)
    add(target.sigV4?.secretKey, of: owner)
    add(target.tls, of: owner)
  }

  private mutating func add(_ client: LogsClient, of owner: ObjectReference) {
    add(client.basicAuth, of: owner)
    add(client.oauth2, of: owner)
    add(client.tls, of: owner)
  }

  private mutating func add(_ credentials: BasicAuth?, of owner: ObjectReference) {
    add(credentials?.username, of: owner)
    add(credentials?.password, of: owner)
  }

  private mutating func add(_ credentials: OAuth2?, of owner: ObjectReference) {
    add(credentials?.clientID, of: owner)
    add(credentials?.clientSecret, of: owner)
  }

  private mutating func add(_ settings: TLSSettings?, of owner: ObjectReference) {
    add(settings?.certificateAuthority, of: owner)
    add(settings?.certificate, of: owner)
    add(settings?.key, of: owner)
  }

  private mutating func add(_ selector: KeySelector?, of owner: ObjectReference) {
    add(selector.map { .secret($0) }, of: owner)
  }

  private mutating func add(_ source: ValueSource?, of owner: ObjectReference, for use: Use = .configuration)
  {
    guard let source else { return }
    let reference = ValueReference(source, namespace: owner.namespace)
    guard let place = places[reference] else {
      places[reference] = entries.count
      entries.append(Entry(reference: reference, owner: owner, use: use))
      return
    }
    if entries[place].use < use { entries[place] = Entry(reference: reference, owner: owner, use: use) }
  }
}
