import Base
import Platform

/// Bodies of copies that may hold secrets, agent configurations for example. They are files for their owner only,
/// beside the database and not in it, under the names of their keyed digests.
struct SecretBodies: Sendable {
  private let directory: String
  /// Nil where nothing is written.
  private let key: SecretValue?

  init(directory: String, key: SecretValue?) {
    self.directory = directory
    self.key = key
  }

  /// Writes a body, synced, and gives its keyed digest.
  func store(_ body: [UInt8]) throws(StoreError) -> Digest {
    guard let key else { throw .failed(path: directory, reason: "it was opened to be read") }
    let digest = key.withBytes { Digest(of: body, key: $0) }
    do throws(FileError) {
      try FileSystem.makeDirectories(directory)
      try AtomicFile.write(body, to: path(of: digest))
    } catch {
      throw .file(error)
    }
    return digest
  }

  func load(_ digest: Digest, limit: Int) throws(StoreError) -> [UInt8] {
    do throws(FileError) {
      return try FileSystem.read(path(of: digest), limit: limit, followingLinks: false)
    } catch {
      throw .file(error)
    }
  }

  /// Moves all files away with the database that knows what they are.
  func moveAside(_ suffix: String) throws(FileError) {
    guard try FileSystem.entry(at: directory) != nil, try !FileSystem.list(directory).isEmpty else { return }
    try FileSystem.move(directory, to: directory + suffix)
  }

  /// Removes the files that no copy needs: of copies that retention removed, or that a killed process began.
  func discard(except wanted: Set<Digest>) throws(StoreError) {
    do throws(FileError) {
      guard try FileSystem.entry(at: directory) != nil else { return }
      let names = Set(wanted.map(\.description))
      for name in try FileSystem.list(directory) where !names.contains(name) {
        try FileSystem.remove(directory + "/" + name)
      }
    } catch {
      throw .file(error)
    }
  }

  private func path(of digest: Digest) -> String { directory + "/" + digest.description }
}
