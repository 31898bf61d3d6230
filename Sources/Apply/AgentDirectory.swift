import Base
import Glibc
import Plan
import Platform
import Render

/// The output directory for agent configurations as a target. Files are replaced atomically, readable by their owner only.
public struct AgentDirectory: Target {
  /// More than this is no agent configuration.
  static let sizeLimit = 32 << 20

  private let path: String
  /// Key of the digests of contents: some files are nothing but a password, and digests are published in notes.
  private let key: [UInt8]
  private let copies: any CopyKeeper
  /// Tells what changes between two texts of a file.
  public typealias Describe = @Sendable (_ path: String, _ old: [UInt8], _ new: [UInt8]) -> [Change]
  private let describe: Describe
  /// For reading and writing contents: a write waits until the disk has it.
  let thread = WorkerThread(named: "sluice-agents")

  public init(
    path: String, key: [UInt8], copies: any CopyKeeper, describe: @escaping Describe = { _, _, _ in [] }
  ) {
    self.path = path
    self.key = key
    self.copies = copies
    self.describe = describe
  }

  /// The files among the given ones that are there.
  public func observe(_ keys: some Sequence<ObjectKey>) throws(TargetFailure) -> [ObjectKey: ObservedObject] {
    var found: [ObjectKey: ObservedObject] = [:]
    for key in keys {
      do throws(FileError) {
        guard let entry = try FileSystem.entry(at: file(key)) else { continue }
        let marker =
          "\(entry.size) \(entry.mode) \(entry.owner) \(entry.inode) \(entry.modified.millisecondsSinceEpoch) "
          + "\(entry.changed.millisecondsSinceEpoch)"
        found[key] = ObservedObject(key: key, title: key.uid, marker: marker)
      } catch {
        throw TargetFailure(.ended, error.description)
      }
    }
    return found
  }

  /// Removes what a process that was killed in the middle of a write left beside the given files.
  /// - Parameter awaited: files whose former ones are still needed.
  public func removeLeftovers(
    beside keys: some Sequence<ObjectKey>, butFormerFilesOf awaited: Set<ObjectKey>
  ) throws(TargetFailure) {
    for key in keys where !awaited.contains(key) { try dropFormer(of: key) }
    for directory in Set(keys.map { FileSystem.parent(of: file($0)) }).sorted() {
      do throws(FileError) {
        guard try FileSystem.entry(at: directory) != nil else { continue }
        try AtomicFile.removeLeftovers(in: directory)
      } catch {
        throw TargetFailure(.ended, error.description)
      }
    }
  }

  public func inspect(_ subject: InspectionSubject) async throws(TargetFailure) -> Inspection {
    guard case .file(let wanted) = subject.body else { return Inspection(digest: nil) }
    return try await thread.run { () throws(TargetFailure) in try compare(subject, wanted) }
  }

  private func compare(_ subject: InspectionSubject, _ wanted: SecretValue) throws(TargetFailure)
    -> Inspection
  {
    do throws(FileError) {
      guard let entry = try FileSystem.entry(at: file(subject.key)) else { return Inspection(digest: nil) }
      guard entry.kind == .file else {
        throw FileError("read", file(subject.key), .notAFile)
      }
      let bytes = try FileSystem.read(file(subject.key), limit: Self.sizeLimit, followingLinks: false)
      var changes = wanted.withBytes { $0 == bytes ? [] : describe(subject.key.uid, bytes, $0) }
      let isPrivate = entry.mode & 0o777 == 0o600 && entry.owner == geteuid()
      if entry.owner != geteuid() {
        changes.append(Change("owner", before: "user \(entry.owner)", after: "user \(geteuid())"))
      }
      if entry.mode & 0o777 != 0o600 {
        changes.append(Change("mode", before: Self.octal(entry.mode), after: "600"))
      }
      let digest = digest(of: bytes)
      return Inspection(
        digest: isPrivate ? digest : Digest(of: "open \(digest)"), marker: subject.observed.marker,
        changes: changes)
    } catch {
      throw TargetFailure(.refused, error.description)
    }
  }

  public func perform(
    _ action: Action, body: DesiredBody?, origin: ChangeOrigin
  ) async throws(TargetFailure) -> Written {
    if action.keepsCopy { try await keep(action.key, title: action.title, reason: action.reason) }
    return try await thread.run { () throws(TargetFailure) in try write(action, body) }
  }

  private func write(_ action: Action, _ body: DesiredBody?) throws(TargetFailure) -> Written {
    do throws(FileError) {
      if action.verb == .delete {
        _ = try FileSystem.remove(file(action.key))
        try FileSystem.remove(formerFile(action.key))
        try removeEmptyDirectories(above: action.key)
        return Written(digest: action.observedDigest ?? Digest(of: ""))
      }
      guard case .file(let content)? = body else {
        throw FileError("write", file(action.key), .notAFile)
      }
      try FileSystem.makeDirectories(FileSystem.parent(of: file(action.key)))
      return try content.withBytes { bytes throws(FileError) -> Written in
        try AtomicFile.write(bytes, to: file(action.key), mode: 0o600)
        return Written(digest: digest(of: bytes))
      }
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }

  public func settle(_ written: [ObjectKey: Written]) async throws(TargetFailure) -> [ObjectKey: String] {
    try observe(written.keys).compactMapValues(\.marker)
  }

  /// Each file is looked at by its own path.
  public func isHidden(_ key: ObjectKey) async throws(TargetFailure) -> Bool { false }

  public func parallelWrites(_ kind: ObjectKind) -> Int { 1 }

  /// Digest of a file's content, as `inspect` gives it.
  public func digest(of content: [UInt8]) -> Digest { Digest(of: content, key: key) }

  func file(_ key: ObjectKey) -> String { path + "/" + key.uid }

  /// Puts a copy back, and keeps what it replaces.
  public func restore(_ copy: ObjectCopy) async throws(TargetFailure) {
    try await keep(copy.key, title: copy.title, reason: copy.reason)
    do throws(FileError) {
      try await thread.run { () throws(FileError) in
        try FileSystem.makeDirectories(FileSystem.parent(of: file(copy.key)))
        try AtomicFile.write(copy.content, to: file(copy.key), mode: 0o600)
      }
    } catch {
      throw TargetFailure(.passing, error.description)
    }
  }

  private func keep(_ key: ObjectKey, title: String, reason: String) async throws(TargetFailure) {
    let content: [UInt8]?
    do throws(FileError) {
      content = try await thread.run { () throws(FileError) in
        guard try FileSystem.entry(at: file(key))?.kind == .file else { return nil }
        return try FileSystem.read(file(key), limit: Self.sizeLimit, followingLinks: false)
      }
    } catch {
      throw TargetFailure(
        .refused, cause: .fault, "the copy could not be kept, so nothing is overwritten: \(error.description)"
      )
    }
    guard let bytes = content else { return }
    try await copies.keep(
      ObjectCopy(key: key, title: title, parentUID: "", content: bytes, reason: reason))
  }

  private func removeEmptyDirectories(above key: ObjectKey) throws(FileError) {
    var directory = FileSystem.parent(of: file(key))
    while directory.utf8.count > path.utf8.count, try FileSystem.removeEmptyDirectory(directory) {
      directory = FileSystem.parent(of: directory)
    }
  }

  private static func octal(_ mode: UInt32) -> String { String(mode & 0o777, radix: 8) }
}
