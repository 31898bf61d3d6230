internal import CCurl

/// All exchanges of one event loop: those that run, and those that wait for a connection to their host.
///
/// Not `Sendable`: it lives on the loop's thread.
///
/// Waiting is done here and not by libcurl (`CURLMOPT_MAX_HOST_CONNECTIONS`), because libcurl's deadlines count from
/// the moment a handle is added, so that a long queue would time out behind a slow server.
final class Exchanges {
  let multi: UnsafeMutableRawPointer
  private let configuration: HTTPClient.Configuration
  private let limit: Int
  private var running: [UnsafeMutableRawPointer: (submission: Submission, transfer: Transfer)] = [:]
  private var hosts: [String: Host] = [:]
  private var spareHandles: [UnsafeMutableRawPointer] = []

  private struct Host {
    var running = 0
    var waiting: [Submission] = []
  }

  init(multi: UnsafeMutableRawPointer, _ configuration: HTTPClient.Configuration) {
    self.multi = multi
    self.configuration = configuration
    limit = max(1, configuration.maximumConnectionsPerHost)
  }

  /// A cancellation that came before the start has left its mark on the ticket; one that comes later finds the
  /// submission here.
  func start(_ submission: Submission) {
    if submission.ticket.isCancelled { return submission.end(.cancelled) }
    let origin = submission.request.url.origin
    hosts[origin, default: Host()].waiting.append(submission)
    startWaiting(origin)
  }

  func cancel(_ ticket: Ticket) {
    if let (handle, _) = running.first(where: { $0.value.submission.ticket === ticket }) {
      finish(handle, CURLE_ABORTED_BY_CALLBACK, cancelled: true)
      return
    }
    for origin in hosts.keys {
      if let index = hosts[origin]?.waiting.firstIndex(where: { $0.ticket === ticket }) {
        hosts[origin]?.waiting.remove(at: index).end(.cancelled)
        return
      }
    }
  }

  func cancelAll() {
    for host in hosts.values { for submission in host.waiting { submission.end(.cancelled) } }
    hosts = [:]
    for handle in running.keys { finish(handle, CURLE_ABORTED_BY_CALLBACK, cancelled: true) }
    for handle in spareHandles { curl_easy_cleanup(handle) }
    spareHandles = []
  }

  /// Moves every transfer as far as it goes without waiting.
  func advance() {
    var stillRunning: Int32 = 0
    curl_multi_perform(multi, &stillRunning)
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      if message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle {
        finish(handle, message.pointee.data.result, cancelled: false)
      }
    }
  }

  private func startWaiting(_ origin: String) {
    while let host = hosts[origin], host.running < limit, !host.waiting.isEmpty {
      guard let submission = hosts[origin]?.waiting.removeFirst() else { return }
      if submission.request.deadline <= .zero {
        submission.end(.timedOut(.total(submission.request.deadline)))
      } else {
        run(submission, origin)
      }
    }
    if let host = hosts[origin], host.running == 0, host.waiting.isEmpty { hosts[origin] = nil }
  }

  private func run(_ submission: Submission, _ origin: String) {
    guard let handle = spareHandles.popLast() ?? curl_easy_init() else {
      submission.end(.malformedRequest("libcurl has no memory for another transfer"))
      return
    }
    let transfer = Transfer(handle, submission.request)
    if let refusal = transfer.prepare(configuration) {
      spareHandles.append(handle)
      submission.end(refusal)
      return
    }
    let code = curl_multi_add_handle(multi, handle)
    guard code == CURLM_OK else {
      // Nothing would ever end it.
      curl_easy_cleanup(handle)
      submission.end(.malformedRequest(String(cString: curl_multi_strerror(code))))
      return
    }
    running[handle] = (submission, transfer)
    hosts[origin]?.running += 1
  }

  private func finish(_ handle: UnsafeMutableRawPointer, _ code: CURLcode, cancelled: Bool) {
    guard let (submission, transfer) = running.removeValue(forKey: handle) else { return }
    submission.continuation.resume(returning: transfer.conclude(code, cancelled: cancelled))
    curl_multi_remove_handle(multi, handle)
    curl_easy_reset(handle)
    if spareHandles.count < 32 { spareHandles.append(handle) } else { curl_easy_cleanup(handle) }
    let origin = submission.request.url.origin
    hosts[origin]?.running -= 1
    startWaiting(origin)
  }
}
