internal import CLibGit2
internal import Glibc

/// Joins the small packs and loose objects of a repository into one pack. Every fetch leaves a pack, every note three
/// loose objects; after some months their files would be too many to hold open.
///
/// Everything is kept, whether a reference leads to it or not: an older commit may still be read. Readers that look
/// for an object in a pack that is gone find it in the new one, because libgit2 then looks at the folder again.
struct Consolidation {
  /// How many files are left alone.
  struct Threshold {
    var packs = 50
    var looseObjects = 1000
    /// Larger packs stay as they are, in bytes.
    var packBytes: Int64 = 32 << 20
  }

  private let repository: Repository
  private let threshold: Threshold
  private var objects: String { repository.path + "/objects" }
  private var merged: String { objects + "/merged" }

  init(_ repository: Repository, threshold: Threshold = Threshold()) {
    self.repository = repository
    self.threshold = threshold
  }

  /// True where files were joined. `mayGoOn` is asked now and then.
  func run(while mayGoOn: () -> Bool) throws(GitError) -> Bool {
    let packs = smallPacks()
    let loose = looseObjects()
    guard packs.count > threshold.packs || loose.count > threshold.looseObjects else { return false }
    MirrorDirectory.remove(merged)
    guard mkdir(merged, 0o700) == 0 else {
      throw .fileSystem(path: merged, reason: String(cString: strerror(errno)))
    }
    defer { MirrorDirectory.remove(merged) }
    try write(packs, mayGoOn)
    try synchronize(merged)
    let new = MirrorDirectory.names(in: merged).map { String($0.prefix { $0 != "." }) }
    try moveIntoPlace()
    // What is removed now must be safe in the new pack, also when the power goes.
    try synchronize(objects + "/pack")
    for pack in packs where !new.contains(pack) {
      for suffix in ["idx", "pack", "rev"] { unlink("\(objects)/pack/\(pack).\(suffix)") }
    }
    for object in loose { unlink("\(objects)/\(object)") }
    return true
  }

  /// Waits until the files of a folder, and their names in it, are on the disk.
  private func synchronize(_ folder: String) throws(GitError) {
    for path in MirrorDirectory.names(in: folder).map({ "\(folder)/\($0)" }) + [folder] {
      let file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { throw .fileSystem(path: path, reason: String(cString: strerror(errno))) }
      defer { close(file) }
      guard fsync(file) == 0 else {
        throw .fileSystem(path: path, reason: String(cString: strerror(errno)))
      }
    }
  }

  /// Names of packs without their suffix.
  private func smallPacks() -> [String] {
    MirrorDirectory.names(in: objects + "/pack").filter { $0.hasSuffix(".idx") }.map {
      String($0.dropLast(4))
    }
    .filter { MirrorDirectory.size(of: "\(objects)/pack/\($0).pack") <= threshold.packBytes }
  }

  private func looseObjects() -> [String] {
    MirrorDirectory.names(in: objects).filter { $0.utf8.count == 2 }.flatMap { folder in
      MirrorDirectory.names(in: "\(objects)/\(folder)").filter { $0.utf8.count == 38 }.map {
        "\(folder)/\($0)"
      }
    }
  }

  private func write(_ packs: [String], _ mayGoOn: () -> Bool) throws(GitError) {
    var builder: OpaquePointer?
    try GitLibrary.check(git_packbuilder_new(&builder, repository.handle), path: repository.path)
    defer { git_packbuilder_free(builder) }
    for identifier in try identifiers(in: packs) {
      guard mayGoOn() else { throw .cancelled }
      var native = identifier.native
      try GitLibrary.check(git_packbuilder_insert(builder, &native, nil), path: repository.path)
    }
    guard mayGoOn() else { throw .cancelled }
    try GitLibrary.check(git_packbuilder_write(builder, merged, 0, nil, nil), path: repository.path)
  }

  private func identifiers(in packs: [String]) throws(GitError) -> Set<GitObjectIdentifier> {
    var database: OpaquePointer?
    try GitLibrary.check(git_odb_new(&database), path: objects)
    defer { git_odb_free(database) }
    var backend: OpaquePointer?
    try GitLibrary.check(git_odb_backend_loose(&backend, objects, -1, 0, 0, 0), path: objects)
    try GitLibrary.check(git_odb_add_backend(database, backend, 1), path: objects)
    for pack in packs {
      try GitLibrary.check(git_odb_backend_one_pack(&backend, "\(objects)/pack/\(pack).idx"), path: objects)
      try GitLibrary.check(git_odb_add_backend(database, backend, 1), path: objects)
    }
    let found = FoundIdentifiers()
    let code = git_odb_foreach(
      database,
      { identifier, payload in
        guard let identifier, let payload else { return -1 }
        let found = Unmanaged<FoundIdentifiers>.fromOpaque(payload).takeUnretainedValue()
        found.all.insert(GitObjectIdentifier(identifier.pointee))
        return 0
      }, Unmanaged.passUnretained(found).toOpaque())
    try GitLibrary.check(code, path: objects)
    return found.all
  }

  /// The index comes last: a pack counts from then on.
  private func moveIntoPlace() throws(GitError) {
    let names = MirrorDirectory.names(in: merged)
    for name in names.filter({ !$0.hasSuffix(".idx") }) + names.filter({ $0.hasSuffix(".idx") }) {
      guard rename("\(merged)/\(name)", "\(objects)/pack/\(name)") == 0 else {
        throw .fileSystem(path: objects, reason: String(cString: strerror(errno)))
      }
    }
  }
}

/// What the callback of a listing fills.
private final class FoundIdentifiers {
  var all: Set<GitObjectIdentifier> = []
}
