import Base
import Foundation
import Git
import TestSupport
import Testing

/// What the `ssh` program itself does wrong. Programs are looked for in the `PATH` of the process, so each test runs
/// in a child with another one.
@Suite struct SSHProgramTests {
  private static let variable = "SLUICE_TEST_SSH_FOLDER"
  private let folder = ProcessInfo.processInfo.environment[variable]
  private let place: TestPlace

  init() async { place = await TestPlace.taken() }

  /// Runs a test once more where `ssh` is this shell script; nil for a system without the program.
  private func rerun(_ test: String, ssh script: String?) async throws {
    let folder = try TemporaryDirectory()
    if let script {
      let path = try folder.write("#!/bin/sh\nPATH=/usr/bin:/bin\n\(script)\n", to: "ssh")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    try await GitProgram.run(
      program, ["--testing-library", "swift-testing", "--filter", "SSHProgramTests.\(test)"],
      environment: ProcessInfo.processInfo.environment.merging([
        Self.variable: folder.path, "PATH": folder.path,
      ]) { $1 })
    #expect(FileManager.default.fileExists(atPath: folder.file("confirmed")), "the child ran no test")
  }

  /// The error of a fetch of half a megabyte over ssh; nothing of it must stay.
  private func refusal(_ limits: GitLimits) async throws -> (error: GitError?, url: String) {
    let fixture = try await GitRepositoryFixture()
    try await fixture.commitNoise(bytes: 500_000)
    let url = "ssh://git@127.0.0.1:1\(fixture.bare)"
    let key = GitCredentials.SSHKey(identity: SecretValue("none"), knownHosts: "none")
    let mirror = try await fixture.mirror(url, access: GitAccess(credentials: .ssh(key)), limits: limits)
    let error = await failure { () async throws(GitError) in try await mirror.fetch() }
    await mirror.close()
    #expect(try fixture.packs().isEmpty)
    let isSent = FileManager.default.fileExists(atPath: (folder ?? "") + "/sent")
    #expect(isSent == (error != .programMissing("ssh")), "100,000 bytes of the pack were to arrive")
    try Data().write(to: URL(fileURLWithPath: (folder ?? "") + "/confirmed"))
    return (error, url)
  }

  /// The last word is the command for the host. Of its answer 100,000 bytes come through, then `end` happens.
  private static func answering(then end: String) -> String {
    let part = "dd bs=65536 iflag=count_bytes count=100000 status=none"
    return "for word; do command=$word; done\neval \"$command\" | { \(part); : > ${0%/*}/sent; \(end); }"
  }

  @Test func isMissing() async throws {
    guard folder != nil else { return try await rerun("isMissing", ssh: nil) }
    let error = try await refusal(.patient).error
    #expect(error == .programMissing("ssh"))
    #expect(
      error?.description
        == "the program ssh is not installed; ssh addresses need it: install the package openssh-client")
  }

  @Test func endsInThePack() async throws {
    guard folder != nil else {
      return try await rerun("endsInThePack", ssh: Self.answering(then: "exit"))
    }
    let (error, url) = try await refusal(.patient)
    guard case .connectionCut(url, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func stallsInThePack() async throws {
    guard folder != nil else {
      return try await rerun("stallsInThePack", ssh: Self.answering(then: "sleep 60"))
    }
    var limits = GitLimits.patient
    limits.stall = .seconds(1)
    let (error, url) = try await refusal(limits)
    #expect(error == .timedOut(url: url, .stall, after: .seconds(1)))
  }

  @Test func dripsPastTheDeadlineOfTheWhole() async throws {
    guard folder != nil else {
      return try await rerun(
        "dripsPastTheDeadlineOfTheWhole",
        ssh: Self.answering(then: "while dd bs=500 count=1 status=none; do sleep 0.05; done"))
    }
    var limits = GitLimits.patient
    limits.total = .seconds(2)
    let (error, url) = try await refusal(limits)
    #expect(error == .timedOut(url: url, .total, after: .seconds(2)))
  }
}
