/// Meeting other environments in the workspaces that they share.
extension Reconciler {
  /// Lets the neighbours know what the newest revision wants, before any of them acts on it. For environments whose
  /// cycles run one after another.
  public func prepare() async { tellNeighbours(await render(await readSource())) }

  func tellNeighbours(_ revision: RenderedRevision) {
    guard let commit = revision.commit, revision.number != toldRendering else { return }
    neighbourhood.tell(
      revision.rendering, broken: brokenFiles(of: revision), at: commit, of: environment.name)
    toldRendering = revision.number
  }

  /// The files with errors of a revision.
  func brokenFiles(of revision: RenderedRevision) -> BrokenFiles? {
    guard let rendering = revision.rendering, let tree = revision.tree else { return nil }
    return BrokenFiles(rendering, in: tree, path: environment.path)
  }

  /// Before anything is done for a revision, those who follow the same source have seen it too.
  func meetNeighbours(_ revision: RenderedRevision) async {
    guard let commit = revision.commit, commit != metCommit else { return }
    await neighbourhood.meet(at: commit, environment.name, time)
    metCommit = commit
  }
}
