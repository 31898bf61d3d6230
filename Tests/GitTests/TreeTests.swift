import Foundation
import Git
import TestSupport
import Testing

@Suite struct TreeTests {
  private let place: TestPlace
  private let fixture: GitRepositoryFixture

  init() async throws {
    place = await TestPlace.taken()
    fixture = try await GitRepositoryFixture()
  }

  @Test func listsEverythingAsItIs() async throws {
    try fixture.link("link", to: "dir/b.txt")
    try await fixture.commit(["run.sh": "#!/bin/sh\n"])
    try await fixture.git("update-index", "--chmod=+x", "run.sh")
    let submodule = String(repeating: "a", count: 40)
    try await fixture.git("update-index", "--add", "--cacheinfo", "160000,\(submodule),other")
    try await fixture.git("commit", "-q", "-m", "modes")
    try await fixture.push()
    try await fixture.git("checkout", "-q", "-f", "HEAD")
    let mirror = try await fixture.mirror(fixture.fileURL)
    let commit = try await mirror.fetch().revision.commit
    let entries = try await mirror.tree(at: commit).entries()
    #expect(
      entries.map { "\($0.kind) \($0.path)" } == [
        "symbolicLink link", "submodule other", "executable run.sh",
      ])
    #expect(entries[1].object.description == submodule)
    let sizes = try await mirror.tree(at: commit).read { reader throws(GitError) in
      [try reader.size(of: entries[0]), try reader.size(of: entries[2])]
    }
    #expect(sizes == [9, 10])
    await mirror.close()
  }

  @Test func followsLinksInsideAndNoOthers() async throws {
    try fixture.link("here", to: "dir/b.txt")
    try fixture.link("dir/up", to: "../a.txt")
    try fixture.link("folder", to: "./dir/")
    try fixture.link("chain", to: "folder/up")
    try fixture.link("absolute", to: "/etc/passwd")
    try fixture.link("dir/out", to: "../../x")
    try fixture.link("circle", to: "circle2")
    try fixture.link("circle2", to: "circle")
    try fixture.link("dangling", to: "none")
    try fixture.link("through", to: "a.txt/b")
    try await fixture.commit(["a.txt": "A", "dir/b.txt": "B"])
    let mirror = try await fixture.mirror(fixture.fileURL)
    let commit = try await mirror.fetch().revision.commit
    let tree = mirror.tree(at: commit)
    for (path, text) in [
      ("here", "B"), ("dir/up", "A"), ("folder/b.txt", "B"), ("folder/up", "A"), ("chain", "A"),
      ("./dir//b.txt", "B"),
      ("dir/../a.txt", "A"),
    ] {
      #expect(try await tree.bytes(at: path) == Array(text.utf8), "\(path)")
    }
    let errors: [(String, GitError)] = [
      ("absolute", .symbolicLinkEscapes(path: "absolute", target: "/etc/passwd")),
      ("dir/out", .symbolicLinkEscapes(path: "dir/out", target: "../../x")),
      ("folder/out", .symbolicLinkEscapes(path: "dir/out", target: "../../x")),
      ("circle", .symbolicLinkLoop(path: "circle")),
      ("dangling", .pathNotFound("dangling (the link dangling leads to none)", commit: commit)),
      ("none/at/all", .pathNotFound("none/at/all", commit: commit)),
      ("../x", .pathNotFound("../x", commit: commit)),
      ("through", .notADirectory("a.txt")),
      ("a.txt/b", .notADirectory("a.txt")),
      ("dir", .notAFile("dir")),
    ]
    for (path, expected) in errors {
      #expect(
        await failure { () async throws(GitError) in try await tree.bytes(at: path) } == expected, "\(path)")
    }
    #expect(
      try await mirror.tree(at: commit, directory: "folder").entries().map(\.path) == [
        "dir/b.txt", "dir/out", "dir/up",
      ])
    for (path, expected) in errors.prefix(3) {
      // As the path that is followed, too.
      #expect(
        await failure { () async throws(GitError) in
          try await mirror.tree(at: commit, directory: path).entries()
        } == expected, "\(path)")
    }
    let real = try await tree.read { reader throws(GitError) in try reader.entry(at: "chain").path }
    #expect(real == "a.txt")
    #expect(
      await failure { () async throws(GitError) in
        try await mirror.tree(at: commit, directory: "a.txt").entries()
      }
        == .notADirectory("a.txt"))
    await mirror.close()
  }

  @Test func boundsWhatIsRead() async throws {
    try await fixture.commit(["big": String(repeating: "x", count: 5000), "a": "", "b": ""])
    var limits = GitLimits.patient
    limits.blobBytes = 4999
    limits.treeEntries = 2
    let mirror = try await fixture.mirror(fixture.fileURL, limits: limits)
    let tree = mirror.tree(at: try await mirror.fetch().revision.commit)
    #expect(
      await failure { () async throws(GitError) in try await tree.bytes(at: "big") }
        == .overLimit("big (5000 bytes)", limit: 4999))
    #expect(
      await failure { () async throws(GitError) in try await tree.entries() } == .tooManyEntries(limit: 2))
    await mirror.close()
  }

  /// A caller may take less than the mirror does; the file is not read for that.
  @Test func callerSetsALimitOfItsOwn() async throws {
    try await fixture.commit(["big": String(repeating: "x", count: 5000)])
    let mirror = try await fixture.mirror(fixture.fileURL)
    let tree = mirror.tree(at: try await mirror.fetch().revision.commit)
    #expect(try await tree.bytes(at: "big", limit: 5000).count == 5000)
    let error = await thrown(GitError.self) { _ = try await tree.bytes(at: "big", limit: 4999) }
    #expect(error == .overLimit("big (5000 bytes)", limit: 4999))
    await mirror.close()
  }

  @Test func sixteenReadersSeeTheSame() async throws {
    var files: [String: String] = [:]
    for index in 0..<300 { files["dir\(index % 7)/file\(index)"] = "content of \(index)\n" }
    try await fixture.commit(files)
    let mirror = try await fixture.mirror(fixture.fileURL)
    let tree = mirror.tree(at: try await mirror.fetch().revision.commit)
    let fixture = fixture
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<16 {
        group.addTask {
          try await tree.read { reader throws(GitError) in
            var sum = 0
            for entry in try reader.entries() {
              sum += try reader.bytes(of: entry).reduce(0) { $0 + Int($1) }
            }
            return sum
          }
        }
      }
      // Fetching goes on beside them.
      group.addTask {
        try await fixture.commit(["dir0/file0": "changed"], time: 1_700_000_700)
        _ = try await mirror.fetch()
        return -1
      }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    let expected = files.values.reduce(0) { $0 + $1.utf8.reduce(0) { $0 + Int($1) } }
    #expect(sums == [-1, expected])
    await mirror.close()
  }
}
