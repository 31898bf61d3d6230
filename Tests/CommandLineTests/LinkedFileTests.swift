import Foundation
import Platform
import TestSupport
import Testing

@testable import CommandLine

/// `validate` and `build` read what the daemon would read of the same files in Git: links and all.
@Suite struct LinkedFileTests {
  private let repository: GitRepositoryFixture

  init() async throws {
    repository = try await GitRepositoryFixture()
    try await repository.commit([
      "clusters/prod/grafana.yaml": """
      apiVersion: grafana.integreatly.org/v1beta1
      kind: Grafana
      metadata: {name: prod, namespace: monitoring, labels: {grafana: prod}}
      spec: {external: {url: "https://grafana.example.org", apiKey: {name: grafana, key: token}}}
      """,
      "shared/nodes.yaml": Workspace.dashboard("Nodes"),
    ])
  }

  private var directory: String { repository.work + "/clusters/prod" }

  private func validate(_ path: String) async -> CommandRun { await CommandRun.of(["validate", path]) }

  @Test func linksInsideTheRepositoryAreFollowed() async throws {
    try repository.link("clusters/prod/nodes.yaml", to: "../../shared/nodes.yaml")
    try repository.link("clusters/prod/notes.txt", to: "/etc/hostname")
    let run = await validate(directory)
    #expect(run.output == "2 objects are valid.\n", "\(run.errors)")
    let build = await CommandRun.of(["build", directory])
    #expect(build.output.contains("writtenIn: nodes.yaml:1\n"), "\(build.errors)")
  }

  @Test func linksOutOfItAreToldAsTheDaemonTellsThem() async throws {
    try repository.link("clusters/prod/a.yaml", to: "../../../outside.yaml")
    try repository.link("clusters/prod/b.yaml", to: "/etc/hostname")
    try repository.link("clusters/prod/c.yaml", to: "c.yaml")
    try repository.link("clusters/prod/d.yaml", to: "../gone.yaml")
    try repository.link("clusters/prod/e.yaml", to: "../../shared")
    let run = await validate(directory)
    #expect(run.status == .failure)
    let remedy =
      "  make it a smaller regular file inside the tree, or give it a name that is not read\n"
    #expect(
      run.output == """
        error: the symbolic link clusters/prod/a.yaml leads to ../../../outside.yaml, outside the repository; links must stay inside
          a.yaml:1:1
        \(remedy)
        error: the symbolic link clusters/prod/b.yaml leads to /etc/hostname, outside the repository; links must stay inside
          b.yaml:1:1
        \(remedy)
        error: the symbolic link clusters/prod/c.yaml leads through too many others
          c.yaml:1:1
        \(remedy)
        error: there is no clusters/prod/d.yaml (the link clusters/prod/d.yaml leads to ../gone.yaml)
          d.yaml:1:1
        \(remedy)
        error: clusters/prod/e.yaml is a directory, not a file
          e.yaml:1:1
        \(remedy)
        5 errors in 1 object.

        """)
  }

  /// Git lists a link to a directory as one thing, and what is in there is not read through it.
  @Test func directoriesBehindLinksAreNotWalked() async throws {
    try repository.link("clusters/prod/shared", to: "../../shared")
    try repository.link("clusters/prod/loop", to: "..")
    let run = await validate(directory)
    #expect(run.output == "1 object is valid.\n", "\(run.errors)")
  }

  @Test func theDirectoryItselfMayBeReachedThroughALink() async throws {
    try repository.link("clusters/live", to: "prod")
    let run = await validate(repository.work + "/clusters/live")
    #expect(run.output == "1 object is valid.\n", "\(run.errors)")
  }

  /// A clone inside a clone is a submodule to Git, or not there at all.
  @Test func otherRepositoriesInsideAreLeftOut() async throws {
    try await repository.git("init", "-q", "clusters/prod/inner")
    try FileSystem.makeDirectories(directory + "/inner/deep")
    try AtomicFile.write(
      Array("kind: Grafana".utf8), to: directory + "/inner/deep/broken.yaml", mode: 0o600)
    try AtomicFile.write(
      Array("kind: Grafana".utf8), to: repository.work + "/.git/broken.yaml", mode: 0o600)
    #expect(await validate(directory).output == "1 object is valid.\n")
    #expect(await validate(repository.work).output == "2 objects are valid.\n")
  }

  @Test func aLargeFileIsRefusedAsInGit() async throws {
    try AtomicFile.write(
      Array(repeating: UInt8(ascii: "#"), count: 16 << 20 + 1), to: directory + "/large.yaml", mode: 0o600)
    let run = await validate(directory)
    #expect(
      run.output.hasPrefix(
        "error: clusters/prod/large.yaml (\(16 << 20 + 1) bytes) is larger than the limit of \(16 << 20) bytes; "
          + "keep large files elsewhere\n  large.yaml:1:1\n"), "\(run.output)")
  }

  /// Without Git around it, the directory is all there is.
  @Test func aDirectoryAloneIsAWhole() async throws {
    let folder = try TemporaryDirectory()
    try folder.write(Workspace.dashboard("Nodes"), to: "shared.yaml")
    try folder.write("kind: [", to: "config/notes.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("config/nodes.yaml"), withDestinationPath: "../shared.yaml")
    let run = await validate(folder.file("config"))
    #expect(
      run.output.hasPrefix(
        "error: the symbolic link nodes.yaml leads to ../shared.yaml, outside the repository; links must stay inside\n"
      ), "\(run.output)")
    #expect(!(await validate(folder.path)).output.contains("symbolic link"))
  }

  @Test(arguments: ["validate", "build"])
  func aFileIsNoDirectory(_ command: String) async throws {
    let run = await CommandRun.of([command, directory + "/grafana.yaml"])
    #expect(run.status == .failure && run.output.isEmpty)
    #expect(
      run.errors == """
        error: \(directory)/grafana.yaml is a file, and what its objects refer to may stand in others
          name the directory that holds them all, for example \(directory)

        """)
  }
}
