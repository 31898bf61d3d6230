import Glibc
import Platform
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test func replacesWithTheExactMode() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("agent.yml")
    try AtomicFile.write(Array("one".utf8), to: path)
    #expect(try FileSystem.entry(at: path)?.mode == 0o600)
    try AtomicFile.write(Array("two".utf8), to: path, mode: 0o666)
    #expect(try FileSystem.entry(at: path)?.mode == 0o666)
    #expect(try FileSystem.read(path, limit: 100) == Array("two".utf8))
    #expect(try FileSystem.list(directory.path) == ["agent.yml"])
  }

  @Test func aReaderNeverSeesAPart() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("x")
    let contents = (0..<4).map { Array(repeating: UInt8($0), count: 200_000) }
    try AtomicFile.write(contents[0], to: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for round in 0..<40 { try AtomicFile.write(contents[round % 4], to: path) } }
      group.addTask {
        for _ in 0..<80 {
          let seen = try FileSystem.read(path, limit: 1_000_000)
          #expect(contents.contains(seen))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func linksAndDirectoriesAreRefused() throws {
    let directory = try TemporaryDirectory()
    try directory.write("secret", to: "target")
    symlink(directory.file("target"), directory.file("link"))
    #expect(throws: FileError("write", directory.file("link"), .symbolicLink)) {
      try AtomicFile.write([1], to: directory.file("link"))
    }
    #expect(throws: FileError("write", directory.path, .notAFile)) {
      try AtomicFile.write([1], to: directory.path)
    }
    #expect(try FileSystem.read(directory.file("target"), limit: 100) == Array("secret".utf8))
  }

  @Test func aFailureNamesTheTargetAndLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("none/x")
    let error = thrown(FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.description == "cannot write \(path): it does not exist")
    #expect(try FileSystem.list(directory.path).isEmpty)
  }

  @Test func aFullDiskSaysWhatToDo() {
    let error = FileError("write", "/x", .noSpace)
    #expect(error.description == "cannot write /x: no space is left; free some on that file system")
  }

  @Test func leftoversOfAKilledWriterAreRemoved() throws {
    let directory = try TemporaryDirectory()
    try directory.write("a", to: ".sluice-0123456789abcdef.tmp")
    try directory.write("b", to: "kept.tmp")
    try AtomicFile.removeLeftovers(in: directory.path)
    #expect(try FileSystem.list(directory.path) == ["kept.tmp"])
  }
}

@Suite struct FileSystemTests {
  @Test func readingIsLimited() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("12345", to: "five")
    #expect(try FileSystem.read(path, limit: 5) == Array("12345".utf8))
    let error = thrown(FileError.self) { _ = try FileSystem.read(path, limit: 4) }
    #expect(error?.description == "cannot read \(path): it is larger than the limit of 4 bytes")
    // Files of /proc say that they are empty.
    #expect(try FileSystem.read("/proc/self/status", limit: 100_000).count > 100)
    #expect(throws: FileError("read", "/proc/self/status", .tooLarge(limit: 10))) {
      try FileSystem.read("/proc/self/status", limit: 10)
    }
  }

  @Test func pipesAndDirectoriesAreNotRead() throws {
    let directory = try TemporaryDirectory()
    mkfifo(directory.file("pipe"), 0o600)
    #expect(throws: FileError("read", directory.file("pipe"), .notAFile)) {
      try FileSystem.read(directory.file("pipe"), limit: 10)
    }
    #expect(throws: FileError("read", directory.path, .notAFile)) {
      try FileSystem.read(directory.path, limit: 10)
    }
    #expect(throws: FileError("read", directory.file("none"), .missing)) {
      try FileSystem.read(directory.file("none"), limit: 10)
    }
    symlink("/etc/passwd", directory.file("link"))
    #expect(throws: FileError("read", directory.file("link"), .symbolicLink)) {
      try FileSystem.read(directory.file("link"), limit: 100_000, followingLinks: false)
    }
  }

  @Test func makesListsMovesAndRemoves() throws {
    let directory = try TemporaryDirectory()
    let deep = directory.file("a/b/c")
    try FileSystem.makeDirectories(deep)
    try FileSystem.makeDirectories(deep)
    #expect(try FileSystem.entry(at: directory.file("a/b"))?.kind == .directory)
    #expect(try FileSystem.entry(at: directory.file("a"))?.mode == 0o700)
    try directory.write("x", to: "a/b/z")
    try directory.write("x", to: "a/b/É")
    #expect(try FileSystem.list(directory.file("a/b")) == ["c", "z", "É"])
    try FileSystem.move(directory.file("a/b/z"), to: directory.file("a/y"))
    #expect(try FileSystem.remove(directory.file("a/y")))
    #expect(try !FileSystem.remove(directory.file("a/y")))
    #expect(throws: FileError("make directory", directory.file("a/b/É"), .exists)) {
      try FileSystem.makeDirectories(directory.file("a/b/É"))
    }
    symlink("/etc", directory.file("a/etc"))
    try FileSystem.removeTree(directory.file("a"))
    #expect(try FileSystem.entry(at: directory.file("a")) == nil)
    #expect(try FileSystem.entry(at: "/etc/passwd") != nil)
  }

  @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("b", "."), ("a/b", "a")])
  func parents(path: String, parent: String) {
    #expect(FileSystem.parent(of: path) == parent)
  }
}

@Suite struct FileLockTests {
  @Test func theSecondIsToldWhoHasIt() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("lock")
    var lock: FileLock? = try FileLock(path)
    let error = thrown(FileLock.Failure.self) { _ = try FileLock(path) }
    #expect(
      error?.description == "\(path) is held by process \(getpid()); stop it, or use another state directory")
    lock?.release()
    var second: FileLock? = try FileLock(path)
    #expect(thrown(FileLock.Failure.self) { _ = try FileLock(path) } != nil)
    // Releasing twice does not take the lock from somebody else.
    lock = nil
    #expect(thrown(FileLock.Failure.self) { _ = try FileLock(path) } != nil)
    #expect(second != nil)
    second = nil
    _ = try FileLock(path)
  }

  @Test func aMissingDirectoryIsSaid() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("none/lock")
    let error = thrown(FileLock.Failure.self) { _ = try FileLock(path) }
    #expect(error?.description == "cannot lock \(path): it does not exist")
  }
}
