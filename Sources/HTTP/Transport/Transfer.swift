import Base
internal import CCurl
internal import CShims
import Glibc

/// One request on one easy handle, from its options to its response.
///
/// Not `Sendable`: it lives on the loop's thread. libcurl's callbacks get an unretained pointer to it, which is good
/// for as long as `Exchanges` keeps it, and that is until the handle is reset.
final class Transfer {
  let handle: UnsafeMutableRawPointer
  let request: HTTPRequest
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var connections: UnsafeMutablePointer<curl_slist>?
  private var serverName: String?
  private let gate: UnsafeMutablePointer<sluice_curl_gate>
  private let errorText: UnsafeMutablePointer<CChar>
  private var bodyOffset = 0
  private var status = 0
  private var headers = HTTPHeaders()
  private var headerBytes = 0
  private var hasAllHeaders = false
  private var body: [UInt8] = []
  private var receivedCount = 0
  /// Why one of our own callbacks stopped libcurl; it says more than libcurl's code.
  private var stopCause: HTTPError.Cause?
  private var refusedAddress: IPAddress?

  /// More than any server sends; libcurl 7.88 itself has a limit per line only.
  private static let headerLimit = 256 * 1024

  init(_ handle: UnsafeMutableRawPointer, _ request: HTTPRequest) {
    self.handle = handle
    self.request = request
    gate = .allocate(capacity: 1)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_slist_free_all(headerList)
    curl_slist_free_all(connections)
    gate.deallocate()
    errorText.deallocate()
  }

  /// Sets the handle up; gives the cause where libcurl refuses an option.
  func prepare(_ configuration: HTTPClient.Configuration) -> HTTPError.Cause? {
    let options = EasyOptions(handle)
    let context = Unmanaged.passUnretained(self).toOpaque()
    options.setLimits(request)
    options.setIdleLimit(configuration.idleLimit)
    options.setTLS(configuration)
    options.setMethod(request)
    options.set(CURLOPT_URL, request.url.text)
    if let name = configuration.serverName { setServerName(name, options) }
    options.set(CURLOPT_USERAGENT, configuration.userAgent)
    // A proxy of the environment never stands before this machine's own servers.
    if let proxy = configuration.proxy {
      options.set(CURLOPT_PROXY, proxy.origin)
      // Who named a proxy means it for every host; nothing of the environment takes one out.
      options.set(CURLOPT_NOPROXY, "")
      if let user = proxy.userInfo { options.set(CURLOPT_PROXYUSERPWD, user.revealed) }
    } else if !request.addresses.allowsProxy || request.url.isOfThisMachine {
      options.set(CURLOPT_PROXY, "")
    }
    if request.acceptsCompression { options.set(CURLOPT_ACCEPT_ENCODING, "gzip") }
    headerList = EasyOptions.headerList(
      request, host: configuration.serverName == nil ? nil : request.url.hostAndPort)
    options.set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headerList))
    options.set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
    options.set(CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA, context, receiveBody)
    options.set(CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA, context, receiveHeader)
    options.set(CURLOPT_READFUNCTION, CURLOPT_READDATA, context, giveBody)
    options.setSeek(context, seekBody)
    gate.initialize(
      to: sluice_curl_gate(checked: mayConnect, reused: mayReuse, context: context))
    options.setGate(gate)
    return options.failure
  }

  /// Lets libcurl take another name for the server's, and connect to the host of the URL all the same: it has no other way
  /// to check a certificate for another name (CURLOPT_CONNECT_TO, since 7.49).
  private func setServerName(_ name: String, _ options: EasyOptions) {
    serverName = name
    let url = request.url
    let authority = url.host.contains(":") ? "[\(url.host)]" : url.host
    options.set(
      CURLOPT_URL, "\(url.scheme)://\(name):\(url.port)\(url.path)\(url.query.map { "?\($0)" } ?? "")")
    connections = curl_slist_append(nil, "\(name):\(url.port):\(authority):\(url.port)")
    options.set(CURLOPT_CONNECT_TO, UnsafeMutableRawPointer(connections))
  }

  // MARK: libcurl's callbacks

  func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= Transfer.headerLimit else {
      stopCause = .malformedResponse("more than \(Transfer.headerLimit) bytes of headers")
      return false
    }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // An interim response (100, 103) may stand before the final one.
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
      headers = HTTPHeaders()
      hasAllHeaders = false
    } else if bytes.first == 0x0D || bytes.first == 0x0A {
      hasAllHeaders = true
    } else if let colon = line.firstIndex(of: ":") {
      headers.add(String(line[..<colon]), line[line.index(after: colon)...].trimmingBlanks)
    }
    return true
  }

  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    receivedCount += bytes.count
    guard receivedCount <= request.responseLimit else {
      stopCause = .responseTooLarge(limit: request.responseLimit)
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let body = request.body else { return 0 }
    let count = min(buffer.count, body.count - bodyOffset)
    body.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[bodyOffset..<bodyOffset + count]))
    }
    bodyOffset += count
    return count
  }

  func seek(to offset: Int) -> Bool {
    guard (0...(request.body?.count ?? 0)).contains(offset) else { return false }
    bodyOffset = offset
    return true
  }

  /// An address that cannot be read is refused wherever not every address is allowed.
  func mayUse(_ address: IPAddress?) -> Bool {
    if request.addresses.allowsProxy { return true }
    guard let address, request.addresses.allows(address) else {
      refusedAddress = address
      return false
    }
    return true
  }

  // MARK: The end

  func conclude(_ code: CURLcode, cancelled: Bool) -> Exchange {
    let facts = EasyFacts(handle)
    var cost = HTTPResponse.Cost()
    cost.requests = 1
    cost.bytesSent = facts.bytesSent
    cost.bytesReceived = facts.bytesReceived
    cost.duration = facts.duration
    if cancelled { return Exchange(result: .failure(.cancelled), cost: cost) }
    guard code == CURLE_OK else {
      var cause =
        refusedAddress.map { .addressRefused($0) } ?? stopCause
        ?? facts.cause(of: code, request, detail: String(cString: errorText))
      if case .wrongHost = cause, let serverName { cause = .wrongHost(serverName) }
      return Exchange(result: .failure(cause), cost: cost)
    }
    // libcurl 7.88 takes an end within the headers for the end of the answer.
    guard hasAllHeaders else {
      return Exchange(result: .failure(.cut("the headers are not complete")), cost: cost)
    }
    let response = HTTPResponse(
      status: status, headers: headers, body: body, cost: cost)
    return Exchange(result: .success(response), cost: cost)
  }
}

extension HTTPURL {
  /// As the header `Host` has it.
  fileprivate var hostAndPort: String { String(origin.dropFirst(scheme.count + 3)) }

  fileprivate var isOfThisMachine: Bool { host == "localhost" || IPAddress(host)?.scope == .loopback }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
