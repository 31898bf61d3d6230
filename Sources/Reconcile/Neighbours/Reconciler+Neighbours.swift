/// Meeting other environments in the workspaces that they share.
extension Reconciler {
  /// Lets the neighbours know what the newest revision wants, before any of them acts on it. For environments whose
  /// cycles run one after another.
  public func prepare() async { tellNeighbours(await render(await readSource())) }

  func tellNeighbours(_ revision: RenderedRevision) {
    guard let commit = revision.commit, revision.number != toldRendering else { return }
    neighbourhood.tell(revision.rendering, at: commit, of: environment.name)
    toldRendering = revision.number
  }

  /// Before anything is done for a revision, those who follow the same source have seen it too.
  func meetNeighbours(_ revision: RenderedRevision) async {
    guard let commit = revision.commit, commit != metCommit else { return }
    await neighbourhood.meet(at: commit, environment.name, time)
    metCommit = commit
  }
}
