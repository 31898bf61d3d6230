import Git
import Manifests

extension SourceTreeError {
  /// Why files cannot be listed.
  init(listing path: String, _ error: GitError) {
    let kind: Kind =
      switch error {
      case .pathNotFound, .notADirectory: .pathMissing
      default: .treeUnreadable
      }
    self.init(kind, path: path, error.description)
  }

  /// Why one file cannot be read.
  init(reading path: String, _ error: GitError) {
    let kind: Kind =
      switch error {
      case .corrupt, .closed, .cancelled, .library: .treeUnreadable
      default: .fileRefused
      }
    self.init(kind, path: path, error.description)
  }
}
