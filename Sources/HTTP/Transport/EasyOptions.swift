import Base
internal import CCurl
internal import CShims

/// Sets options of an easy handle and remembers the first that libcurl refuses.
final class EasyOptions {
  private let handle: UnsafeMutableRawPointer
  private(set) var failure: HTTPError.Cause?

  init(_ handle: UnsafeMutableRawPointer) {
    self.handle = handle
  }

  func set(_ option: CURLoption, _ value: Int) { note(sluice_curl_set_long(handle, option.number, value)) }

  func set(_ option: CURLoption, _ value: String) { note(sluice_curl_set_text(handle, option.number, value)) }

  func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
    note(sluice_curl_set_pointer(handle, option.number, value))
  }

  func set(_ option: CURLoption, bytes: [UInt8]) {
    note(sluice_curl_set_bytes(handle, option.number, bytes, bytes.count))
  }

  func set(
    _ option: CURLoption, _ contextOption: CURLoption, _ context: UnsafeMutableRawPointer,
    _ function: sluice_curl_transfer
  ) {
    note(sluice_curl_set_transfer(handle, option.number, function))
    set(contextOption, context)
  }

  func setSeek(_ context: UnsafeMutableRawPointer, _ function: sluice_curl_seek) {
    note(sluice_curl_set_seek(handle, function))
    set(CURLOPT_SEEKDATA, context)
  }

  func setGate(_ gate: UnsafeMutablePointer<sluice_curl_gate>) { note(sluice_curl_set_gate(handle, gate)) }

  func setLimits(_ request: HTTPRequest) {
    // Without it libcurl uses signals for its timeouts, which threads cannot have.
    set(CURLOPT_NOSIGNAL, 1)
    // Without it the end of a transfer waits for the thread that asks a silent name server: no deadline would hold.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_TIMEOUT_MS, request.deadline.wholeMilliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, request.connectDeadline.wholeMilliseconds)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }

  func setIdleLimit(_ limit: Duration) {
    set(CURLOPT_MAXAGE_CONN, max(1, limit.wholeMilliseconds / 1000))
  }

  func setTLS(_ configuration: HTTPClient.Configuration) {
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    switch configuration.authorities {
    case .system: break
    case .pem(let bytes):
      set(CURLOPT_CAPATH, nil as UnsafeMutableRawPointer?)
      set(CURLOPT_CAINFO_BLOB, bytes: bytes)
    }
    if let identity = configuration.identity {
      set(CURLOPT_SSLCERT_BLOB, bytes: identity.certificate)
      identity.key.withBytes { set(CURLOPT_SSLKEY_BLOB, bytes: $0) }
    }
    if configuration.skipsVerification {
      set(CURLOPT_SSL_VERIFYPEER, 0)
      set(CURLOPT_SSL_VERIFYHOST, 0)
    }
  }

  func setMethod(_ request: HTTPRequest) {
    if request.method == .head {
      set(CURLOPT_NOBODY, 1)
    } else if request.method != .get || request.body != nil {
      set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    if request.body != nil || request.method.expectsBody {
      set(CURLOPT_UPLOAD, 1)
      note(
        sluice_curl_set_offset(
          handle, CURLOPT_INFILESIZE_LARGE.number, Int64(request.body?.count ?? 0)))
      set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }

  /// The header fields as libcurl wants them; the list has to outlive the transfer.
  /// - Parameter host: takes the place of the host that libcurl would name.
  static func headerList(_ request: HTTPRequest, host: String?) -> UnsafeMutablePointer<curl_slist>? {
    // Waiting for `100 Continue` costs a second with servers that do not know it.
    var list = curl_slist_append(nil, "Expect:")
    if let host { list = curl_slist_append(list, "Host: \(host)") }
    for field in request.headers.fields {
      // `name;` is how libcurl is told to send a field without a value.
      list = curl_slist_append(list, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    for header in request.secretHeaders {
      list = curl_slist_append(list, "\(header.name): \(header.value.revealed)")
    }
    return list
  }

  private func note(_ code: Int32) {
    guard code != 0, failure == nil else { return }
    let reason = String(cString: curl_easy_strerror(CURLcode(UInt32(bitPattern: code))))
    failure = .malformedRequest(reason)
  }
}

extension CURLoption {
  fileprivate var number: Int32 { Int32(bitPattern: rawValue) }
}

extension Duration {
  /// At least 1, because 0 means no limit to libcurl.
  fileprivate var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}
