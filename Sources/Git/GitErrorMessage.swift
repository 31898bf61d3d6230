extension GitError: CustomStringConvertible {
  /// One sentence for people, without a final full stop: what, where and what to do.
  public var description: String {
    switch self {
    case .invalidURL(let url, let reason): "the repository address \(url) cannot be used: \(reason)"
    case .credentialsInURL(let url):
      "the repository address \(url) carries a user name or password; put them in the secret "
        + "(keys username and password) and take them out of the address"
    case .invalidReference(let name, let reason): "\"\(name)\" cannot be a Git reference: \(reason)"
    case .invalidSecret(let key, let reason): "the key \(key) of the Git secret \(reason)"
    case .unsuitableCredentials(let url, let reason): "the Git secret does not fit \(url): \(reason)"
    default: answer ?? way ?? machine ?? contents
    }
  }

  private var answer: String? {
    switch self {
    case .authentication(let url):
      "\(url) does not accept the credentials; check the Git secret, and whether the repository exists"
    case .forbidden(let url): "\(url) refuses access to these credentials; give them the right to read it"
    case .notFound(let url):
      "there is no repository at \(url), or the credentials may not see it; check the address and the secret"
    case .serverFailure(let url, let status): "\(url) answered HTTP \(status); it is asked again later"
    case .notARepository(let url, let reason):
      "\(url) does not speak Git's smart protocol: \(reason); check the address"
    case .emptyRepository(let url): "the repository \(url) has no commit yet; push one"
    case .unknownReference(let reference, let url, let nearest):
      "\(url) has no \(reference)"
        + (nearest.isEmpty ? "" : "; nearest: \(nearest.joined(separator: ", "))")
    case .remoteMessage(let url, let text): "\(url) answered: \(text)"
    case .pushRejected(let reference, let url, let reason):
      "\(url) refused the push of \(reference): \(reason); let these credentials write there, or leave the notes to "
        + "the mirror"
    case .pushRaced(let reference, let url):
      "others wrote \(reference) of \(url) at the same time, again and again; it is tried again later"
    default: nil
    }
  }

  private var way: String? {
    switch self {
    case .unreachable(let url, let reason):
      "\(url) cannot be reached: \(reason); check the address, the name server and the way there; it is tried again "
        + "later"
    case .untrustedCertificate(let url, let reason):
      "the certificate of \(url) is not trusted: \(reason); put the authority's certificate in the secret (key ca.crt)"
    case .certificateName(let url, let reason):
      "the certificate of \(url) is for another host: \(reason); use the name in the certificate"
    case .hostKeyUnknown(let host):
      "the host key of \(host) is not known; add its line to known_hosts in the secret after checking it"
    case .hostKeyChanged(let host):
      "the host key of \(host) is not the one in known_hosts; somebody may be listening in, or the host was set up "
        + "anew: check the key with its owner and replace the line"
    case .sshKeyUnusable(let host, let reason):
      "the private key for \(host) cannot be used: \(reason); check identity and password in the secret"
    case .redirectRefused(let from, let to, let reason):
      "\(from) redirects to \(to), which is not followed: \(reason)"
    case .timedOut(let url, let deadline, let after): timedOut(url, deadline, after)
    case .connectionCut(let url, let reason):
      "the connection to \(url) was cut: \(reason); it is tried again later"
    default: nil
    }
  }

  private func timedOut(_ url: String, _ deadline: Deadline, _ after: Duration) -> String {
    let seconds = "\(Double(after.milliseconds) / 1000) s".replacing(".0 s", with: " s")
    let what =
      switch deadline {
      case .connect: "did not accept a connection within \(seconds)"
      case .stall: "sent nothing for \(seconds)"
      case .total: "was not done after \(seconds)"
      }
    return
      "\(url) \(what); check the host and the way there, or give it more time (timeout); it is tried again later"
  }

  private var machine: String? {
    switch self {
    case .diskFull(let path): "the disk of \(path) is full; make room there"
    case .fileSystem(let path, let reason):
      "\(path) cannot be used: \(reason); check its owner, its mode and its disk"
    case .authoritiesMissing(let url, let reason):
      "the certificate of \(url) cannot be checked: \(reason); install the package ca-certificates, or put the "
        + "authority's certificate in the secret (key ca.crt)"
    case .inUse(let directory):
      "the mirror \(directory) is in use by another process; give this one a directory of its own"
    case .programMissing(let program):
      "the program \(program) is not installed; ssh addresses need it: install the package openssh-client"
    default: nil
    }
  }

  private var contents: String {
    switch self {
    case .overLimit(let what, let limit):
      "\(what) is larger than the limit of \(limit) bytes; keep large files elsewhere"
    case .tooManyEntries(let limit): "the tree has more than \(limit) files; choose a directory with fewer"
    case .tooDeep(let path): "the directories above \(path) are nested too deeply; put them side by side"
    case .corrupt(let reason): "the mirror is damaged: \(reason); the next fetch clones it again"
    case .unknownCommit(let commit): "the commit \(commit) is not in the repository"
    case .pathNotFound(let path, let commit): "there is no \(path)" + (commit.map { " in \($0.short)" } ?? "")
    case .notAFile(let path): "\(path) is a directory, not a file"
    case .notADirectory(let path): "\(path) is a file, not a directory"
    case .isSubmodule(let path): "\(path) is a submodule, and submodules are not followed"
    case .symbolicLinkEscapes(let path, let target):
      "the symbolic link \(path) leads to \(target), outside the repository; links must stay inside"
    case .symbolicLinkLoop(let path): "the symbolic link \(path) leads through too many others"
    case .cancelled: "the Git operation was cancelled"
    case .closed: "the mirror is closed"
    case .library(let text): text
    default: "the Git operation failed"
    }
  }
}
