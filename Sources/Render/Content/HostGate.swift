/// Lets so many fetches through at once, and of one host fewer, so that a host that does not answer leaves room for the
/// others.
actor HostGate {
  private let width: Int
  private let widthPerHost: Int
  private var running: [String: Int] = [:]
  private var waiting: [(host: String, continuation: CheckedContinuation<Void, Never>)] = []

  init(width: Int, perHost: Int) {
    self.width = width
    widthPerHost = perHost
  }

  func enter(_ host: String) async {
    if isFree(host) {
      running[host, default: 0] += 1
      return
    }
    await withCheckedContinuation { waiting.append((host, $0)) }
  }

  func leave(_ host: String) {
    running[host] = (running[host] ?? 0) > 1 ? running[host].map { $0 - 1 } : nil
    while let index = waiting.firstIndex(where: { isFree($0.host) }) {
      let next = waiting.remove(at: index)
      running[next.host, default: 0] += 1
      next.continuation.resume()
    }
  }

  private func isFree(_ host: String) -> Bool {
    running.values.reduce(0, +) < width && running[host, default: 0] < widthPerHost
  }
}
