import Base
import Plan
import Render
import Report

/// A workspace that somebody asked to forget.
struct ForgetRequest: Sendable {
  /// As it was asked: the trailer, or the option.
  let text: String
  /// The workspace in its one spelling.
  let workspace: String
}

extension Reconciler {
  /// What the options ask, and the commits that came with the revision: the same for as long as it is the newest one.
  func forgetRequests(
    _ namings: inout Namings, _ commit: String, _ answers: CommitAnswers
  ) async -> [ForgetRequest] {
    if namings.heard?.commit != commit {
      namings.heard = (commit, await answers.forgottenWorkspaces(since: namings.heard?.commit))
    }
    let options = environment.forgottenWorkspaces.map {
      ForgetRequest(text: "--forget-workspace \($0)", workspace: $0)
    }
    let trailers = (namings.heard?.forgotten ?? []).map {
      ForgetRequest(text: "Sluice-Forget-Workspace: \($0)", workspace: WorkspaceName.normal($0))
    }
    var seen: Set<String> = []
    return (options + trailers).filter { seen.insert($0.workspace).inserted }
  }

  /// Why nothing comes of what was asked, for each request of which nothing does.
  /// - Parameters:
  ///   - namings: after what could be forgotten was.
  ///   - known: the workspaces that were named by then or before.
  func answer(
    _ requests: [ForgetRequest], _ namings: Namings, known: [String], named: [WorkspaceRendering]
  ) async -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for request in requests where !namings.former.contains(request.workspace) {
      if let workspace = named.first(where: { $0.name == request.workspace }) {
        findings.append(
          WorkspaceNotice.stillNamed.finding(
            "\"\(request.text)\" forgets nothing: the workspace is still named by \(workspace.origin.fileAndLine)",
            remedy: "remove that manifest first, where the workspace is gone for good"))
      } else if namings.workspaces[request.workspace] == nil, await isStrange(request.workspace) {
        let nearest = NearestName.find(request.workspace, among: known, atMost: Self.slip)
        let left = namings.workspaces.keys.filter { url in !named.contains { $0.name == url } }.sorted()
        findings.append(
          WorkspaceNotice.unknown.finding(
            "\"\(request.text)\" forgets nothing: the environment \(environment.name) never had a workspace of that URL"
              + (nearest.map { ", did you mean \($0)?" } ?? ""),
            remedy: left.isEmpty
              ? "no workspace is there to be forgotten"
              : "what can be forgotten is \(left.joined(separator: ", "))"))
      }
    }
    return findings
  }

  /// So many wrong characters in a URL are a slip; URLs of workspaces resemble each other.
  private static let slip = 3

  /// No other environment of this repository or workspace knows it either.
  private func isStrange(_ workspace: String) async -> Bool {
    let neighbours = await neighbourhood.neighbours(of: environment.name, in: workspace, leaving: [])
    return neighbours.claims.isEmpty && neighbours.manifests.isEmpty
  }
}
