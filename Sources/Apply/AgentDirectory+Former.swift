import Base
import Plan
import Platform

/// Files as they were before a write, under a second name, until the running agents have taken the new ones.
extension AgentDirectory {
  /// Beside the file, and hidden, so that nobody takes it for a configuration.
  func formerFile(_ key: ObjectKey) -> String {
    let path = file(key)
    let folder = FileSystem.parent(of: path)
    return "\(folder)/.\(path.dropFirst(folder.utf8.count + 1)).former"
  }

  /// Keeps the file that lies there. Where an earlier one is kept, that one stays: it is what agents ran last.
  /// File systems without links keep none, and there is nothing to go back to then.
  public func keepFormer(of key: ObjectKey) async throws(TargetFailure) {
    try await onDisk { () throws(FileError) in
      guard try FileSystem.entry(at: formerFile(key)) == nil,
        try FileSystem.entry(at: file(key))?.kind == .file
      else { return }
      try? FileSystem.link(file(key), as: formerFile(key))
    }
  }

  public func hasFormer(of key: ObjectKey) async throws(TargetFailure) -> Bool {
    try await onDisk { () throws(FileError) in try FileSystem.entry(at: formerFile(key)) != nil }
  }

  /// Puts the former file in the place of the file.
  /// - Returns: what lies there now; nil where no former file is kept.
  public func putFormerBack(of key: ObjectKey) async throws(TargetFailure) -> SecretValue? {
    try await onDisk { () throws(FileError) in
      guard try FileSystem.entry(at: formerFile(key))?.kind == .file else { return nil }
      try AtomicFile.replace(file(key), with: formerFile(key))
      return SecretValue(try FileSystem.read(file(key), limit: Self.sizeLimit, followingLinks: false))
    }
  }

  /// Forgets the former file, where one is kept.
  public func dropFormer(of key: ObjectKey) throws(TargetFailure) {
    do throws(FileError) {
      try FileSystem.remove(formerFile(key))
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }

  private func onDisk<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileError) -> Value
  ) async throws(TargetFailure) -> Value {
    do throws(FileError) {
      return try await thread.run(work)
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }
}
