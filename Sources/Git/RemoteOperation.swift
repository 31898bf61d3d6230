internal import CLibGit2
internal import CShims

/// One conversation with the source's host: its deadline, its flag, its transport and what its callbacks decided.
/// libgit2's callbacks get it as their payload; it lives on the mirror's thread.
final class RemoteOperation {
  private enum Transport {
    case local
    case http(HTTPSession)
    case ssh(SSHSession)
  }

  let source: GitSource
  private let directory: String
  private let flag: CancellationFlag
  private let end: ContinuousClock.Instant
  private let allowance: Allowance
  private let total: Duration
  private let transport: Transport
  /// What a callback decided, which explains the code that libgit2 then gives.
  private var refusal: GitError?
  /// What the host said to each pushed reference that it did not take.
  private(set) var rejections: [String] = []

  /// What may still be received, and which limit that comes from.
  struct Allowance {
    let bytes: Int64
    let limit: Int64

    /// For a repository that has so many bytes already.
    init(_ limits: GitLimits, existing: Int64) {
      let room = limits.repositoryBytes - existing
      bytes = max(0, min(limits.packBytes, room))
      limit = limits.packBytes < room ? limits.packBytes : limits.repositoryBytes
    }
  }

  init(
    source: GitSource, http: HTTPSession?, directory: String, flag: CancellationFlag, allowance: Allowance,
    total: Duration
  ) throws(GitError) {
    self.source = source
    self.directory = directory
    self.flag = flag
    self.allowance = allowance
    self.total = total
    end = ContinuousClock.now + total
    if let http {
      http.begin(flag: flag, total: total, maximum: allowance.bytes)
      transport = .http(http)
    } else if case .ssh(let key) = source.access.credentials {
      transport = .ssh(
        try SSHSession(
          source: source, key: key, directory: directory, flag: flag, total: total, maximum: allowance.bytes))
    } else {
      transport = .local
    }
  }

  /// Forgets a failure, for another request of the same operation.
  func restart() {
    if case .http(let session) = transport {
      session.begin(flag: flag, total: total, maximum: allowance.bytes)
    }
  }

  /// What went wrong in a call that gave this code: the transport and the callbacks know better than libgit2.
  func error(_ code: Int32) -> GitError {
    let (text, area) = GitLibrary.lastMessage()
    if let refusal { return refusal }
    if let error = transportError { return error }
    if flag.isSet { return .cancelled }
    if GitLibrary.isDiskFull(text) { return .diskFull(path: directory) }
    let url = source.url.description
    switch area {
    case GIT_ERROR_NET:
      // By the code: the words are others from version to version ("early EOF" in 1.5, "could not read …" in 1.9).
      return code == GIT_EEOF.rawValue
        ? .connectionCut(url: url, reason: "the answer ended too early")
        : .remoteMessage(url: url, text.printable)
    // The pack is bad, not the mirror: what arrives is checked before it is taken in.
    case GIT_ERROR_INDEXER where source.url.scheme != .file:
      return .connectionCut(url: url, reason: "the pack is not whole (\(text))")
    default: return GitLibrary.failure(code, path: directory)
    }
  }

  private var transportError: GitError? {
    let failure: TransportFailure
    switch transport {
    case .local: return nil
    case .http(let session): failure = session.failure
    case .ssh(let session): failure = session.failure
    }
    return failure.error(for: source, spool: directory, limit: allowance.limit, total: total)
  }

  /// 0 to go on, -1 to stop. Called by libgit2 whenever something moves.
  private func mayGoOn(received: Int64) -> Int32 {
    if flag.isSet {
      refusal = .cancelled
    } else if received > allowance.bytes {
      refusal = .overLimit("the repository \(source.url)", limit: allowance.limit)
    } else if ContinuousClock.now > end {
      refusal = .timedOut(url: source.url.description, .total, after: total)
    }
    return refusal == nil ? 0 : -1
  }

  private func makeTransport(_ out: UnsafeMutableRawPointer, _ owner: OpaquePointer) -> Int32 {
    switch transport {
    case .local:
      git_transport_local(out.assumingMemoryBound(to: UnsafeMutablePointer<git_transport>?.self), owner, nil)
    case .http(let session):
      sluice_git_http_transport(out, UnsafeMutableRawPointer(owner), UnsafeMutableRawPointer(session.pointer))
    case .ssh(let session):
      sluice_git_ssh_transport(out, UnsafeMutableRawPointer(owner), UnsafeMutableRawPointer(session.pointer))
    }
  }

  private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteOperation? {
    payload.map { Unmanaged<RemoteOperation>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The callbacks of all of libgit2's remote calls. The operation must outlive the call they are given to.
  var callbacks: git_remote_callbacks {
    var callbacks = git_remote_callbacks()
    git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION))
    callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
    callbacks.transport = { out, owner, payload in
      guard let out, let owner, let operation = RemoteOperation.from(payload) else { return -1 }
      return operation.makeTransport(UnsafeMutableRawPointer(out), owner)
    }
    callbacks.sideband_progress = { _, _, payload in
      RemoteOperation.from(payload)?.mayGoOn(received: 0) ?? -1
    }
    callbacks.transfer_progress = { progress, payload in
      RemoteOperation.from(payload)?.mayGoOn(received: Int64(progress?.pointee.received_bytes ?? 0)) ?? -1
    }
    callbacks.pack_progress = { _, _, _, payload in RemoteOperation.from(payload)?.mayGoOn(received: 0) ?? -1
    }
    callbacks.push_transfer_progress = { _, _, _, payload in
      RemoteOperation.from(payload)?.mayGoOn(received: 0) ?? -1
    }
    callbacks.push_update_reference = { _, status, payload in
      if let status { RemoteOperation.from(payload)?.rejections.append(String(cString: status).printable) }
      return 0
    }
    return callbacks
  }
}
