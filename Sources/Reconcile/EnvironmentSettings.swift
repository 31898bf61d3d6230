import Agent
import Base
import Cluster
import Git
import HTTP
import Plan
import Render

/// Everything that one environment is run by: where its configuration comes from and how it is converged.
public struct EnvironmentSettings: Sendable {
  /// When deletions stop and ask.
  public struct PruneSettings: Hashable, Sendable {
    /// False keeps everything that leaves Git (`prune: false` of a Flux Kustomization).
    public var isEnabled = true
    /// Share of what is owned, 0 to 1.
    public var limitShare = 0.5
    public var limitCount = 20
    /// `--allow-prune`: the guards are answered for this run.
    public var isAllowed = false

    public init() {}
  }

  public var name: String
  public var source: SourceSettings
  /// Directory of the repository; empty for all of it.
  public var path = ""
  /// Between two cycles.
  public var interval = Duration.seconds(60)
  /// For every wait on a peer.
  public var timeout = Duration.seconds(30)
  /// How long a cycle waits for contents behind URLs; they are fetched on beside it.
  public var contentPatience = Duration.seconds(10)
  public var targetNamespace: String?
  public var prune = PruneSettings()
  /// Values by `NAMESPACE/NAME/KEY`.
  public var secretsDirectory: String?
  /// Where agent configurations are written; nil: they are not.
  public var agentOutput: String?
  /// What is written there.
  public var agentLayout = AgentSettings.Layout.files
  /// The Kubernetes cluster that the objects around agents are written to; nil: to none.
  public var agentCluster: ClusterAccess?
  /// Addresses beside the public internet that `url` content may come from.
  public var allowedAddresses: [CIDR] = []
  /// Where dashboards of `grafanaCom` come from, without a slash at the end.
  public var catalogue = Renderer.grafanaCom
  /// Evaluate Jsonnet and jq; nil: nothing is evaluated.
  public var evaluators: Evaluators?
  /// In how many cycles everything that listings do not show is verified once.
  public var verificationRounds = 60
  public var isSuspended = false
  /// Workspaces that are gone for good, by their URLs: what is owned there is forgotten, once no manifest names them.
  public var forgottenWorkspaces: [String] = []
  /// Nil: no commit statuses are set.
  public var status: StatusSettings?

  public init(name: String, source: SourceSettings) {
    self.name = name
    self.source = source
  }

  /// The same for a single cycle: it verifies everything that listings do not show, and waits for contents as long as
  /// for any other peer, since no next cycle could take up what comes later.
  public var verifyingAll: EnvironmentSettings {
    var copy = self
    copy.verificationRounds = 1
    copy.contentPatience = timeout
    return copy
  }
}

/// Where a configuration is cloned from.
public struct SourceSettings: Sendable {
  /// Names a Secret whose keys are Flux's: `username`, `password`, `bearerToken`, `ca.crt`, `identity`, `known_hosts`.
  public struct SecretName: Hashable, Sendable {
    public let namespace: String
    public let name: String

    public init(namespace: String, name: String) {
      self.namespace = namespace
      self.name = name
    }
  }

  public var url: GitURL
  public var reference: GitReference
  public var secret: SecretName?
  public var limits: GitLimits

  public init(
    url: GitURL, reference: GitReference, secret: SecretName? = nil, limits: GitLimits = GitLimits()
  ) {
    self.url = url
    self.reference = reference
    self.secret = secret
    self.limits = limits
  }
}
