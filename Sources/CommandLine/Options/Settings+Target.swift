import Agent
import Base
import Cluster
import HTTP
import Render

extension Settings {
  static let state = Setting<String>(
    CommandOption(
      "state", .value("DIR"), in: .target,
      "directory for the memory of this program (by default $STATE_DIRECTORY, /var/lib/sluice for root, else "
        + "~/.local/state/sluice); each environment has a directory in it", completion: .directories),
    ValueReading.path)

  static let rememberedEnvironment = Setting<String>(
    CommandOption(
      "environment", .value("NAME"), in: .selection,
      "only this environment; all of the state directory unless given"),
    ValueReading.environmentName)

  static let agentOutput = Setting<String>(
    CommandOption(
      "agent-output", .value("DIR"), in: .target,
      "directory for Grafana Agent configurations, with --sources one below it for each environment; without it none "
        + "are written", completion: .directories),
    ValueReading.absolutePath)

  static let agentLayout = Setting<AgentSettings.Layout>(
    CommandOption(
      "agent-layout", .value("LAYOUT"), in: .target,
      "what is written for Grafana Agents: files for machines, or kubernetes for the manifests of the objects around "
        + "them", standard: "files", choices: AgentSettings.Layout.allCases.map(\.rawValue)),
    ValueReading.choice(AgentSettings.Layout.self))

  static let agentCluster = Setting<ClusterAccess>(
    CommandOption(
      "agent-cluster", .value("ACCESS"), in: .target,
      "write the Kubernetes objects around Grafana Agents to a cluster: in-cluster for that of the pod, or the path of a "
        + "kubeconfig; without it none are", completion: .files)
  ) { text throws(InvalidValue) in
    if text == "in-cluster" { return .inCluster }
    return .kubeconfig(path: try ValueReading.absolutePath(text), context: nil)
  }

  static let agentContext = Setting<String>(
    CommandOption(
      "agent-context", .value("NAME"), in: .target,
      "the context of the kubeconfig of --agent-cluster (by default its current-context)"),
    ValueReading.referenceName)

  static let allowPrune = Setting<Bool>(
    CommandOption(
      "allow-prune", .flag(negatable: true), in: .deletions,
      "delete even where a limit stops it, as the commit trailer 'Sluice-Allow-Prune: yes' does"),
    ValueReading.flag)

  static let pruneLimitShare = Setting<Double>(
    CommandOption(
      "prune-limit-share", .value("SHARE"), in: .deletions,
      "stop before deleting more than this share of what is owned, 0 to 1", standard: "0.5")
  ) { text throws(InvalidValue) in
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text),
      case let share = isPercent ? number / 100 : number, (0...1).contains(share)
    else { throw InvalidValue("is no share; write a number from 0 to 1, or 50%") }
    return share
  }

  static let pruneLimitCount = Setting<Int>(
    CommandOption(
      "prune-limit-count", .value("COUNT"), in: .deletions,
      "stop before deleting more than so many objects at once", standard: "20"),
    ValueReading.wholeNumber(in: 0...1_000_000))

  static let forgottenWorkspaces = Setting<String>(
    CommandOption(
      "forget-workspace", .repeated("URL"), in: .deletions,
      "forget what is owned in a workspace that no manifest names any more and that is gone for good, as the commit "
        + "trailer 'Sluice-Forget-Workspace: URL' does")
  ) { text throws(InvalidValue) in
    do throws(HTTPURL.Malformed) {
      return WorkspaceName.normal(try HTTPURL(text).description)
    } catch {
      throw InvalidValue("is no URL: \(error.reason)")
    }
  }
}
