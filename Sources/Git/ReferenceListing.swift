/// The poll by protocol version 2: one small request on a kept connection names only what is wanted, whatever the
/// number of references at the host (gitprotocol-v2(5), `ls-refs`).
struct ReferenceListing {
  /// A name and what it names; for an annotated tag the commit behind it.
  typealias Heads = [String: GitObjectIdentifier]

  private let session: HTTPSession
  private let url: String

  init(session: HTTPSession, url: GitURL) {
    self.session = session
    self.url = url.description
  }

  /// Asks the host which version it speaks. Nil where the transport failed.
  func speaksVersion2() throws(GitError) -> Bool? {
    guard let answer = session.advertise("git-upload-pack") else { return nil }
    guard let lines = PacketLine.decode(answer) else {
      throw .notARepository(url: url, reason: "its first answer is not made of packet lines")
    }
    let texts = lines.compactMap(\.text)
    if let refusal = texts.first(where: { $0.hasPrefix("ERR ") }) {
      throw .remoteMessage(url: url, refusal.dropFirst(4).printable)
    }
    if texts.contains("object-format=sha256") {
      throw .notARepository(url: url, reason: "its object names are SHA-256, which is not supported yet")
    }
    return texts.contains("version 2") && texts.contains { $0 == "ls-refs" || $0.hasPrefix("ls-refs=") }
  }

  /// The references whose names begin with one of the prefixes. Nil where the transport failed.
  func list(_ prefixes: [String]) throws(GitError) -> Heads? {
    var body = PacketLine.encode("command=ls-refs\n") + Array("0001".utf8) + PacketLine.encode("peel\n")
    for prefix in prefixes { body += PacketLine.encode("ref-prefix \(prefix)\n") }
    body += Array("0000".utf8)
    guard let answer = session.post("git-upload-pack", body: body) else { return nil }
    guard let lines = PacketLine.decode(answer), lines.last == .flush else {
      throw .connectionCut(url: url, reason: "the list of references is not whole")
    }
    var heads: Heads = [:]
    for text in lines.compactMap(\.text) {
      if text.hasPrefix("ERR ") { throw .remoteMessage(url: url, text.dropFirst(4).printable) }
      let words = text.split(separator: " ")
      guard words.count >= 2, let identifier = GitObjectIdentifier(String(words[0])) else { continue }
      let peeled = words.dropFirst(2).first { $0.hasPrefix("peeled:") }?.dropFirst("peeled:".count)
      heads[String(words[1])] = peeled.flatMap { GitObjectIdentifier(String($0)) } ?? identifier
    }
    return heads
  }
}
