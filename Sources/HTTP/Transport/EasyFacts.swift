import Base
internal import CCurl
internal import CShims
import Glibc

/// What an easy handle knows after its transfer.
struct EasyFacts {
  private let handle: UnsafeMutableRawPointer

  init(_ handle: UnsafeMutableRawPointer) {
    self.handle = handle
  }

  /// Headers and body.
  var bytesSent: Int {
    number(CURLINFO_REQUEST_SIZE) + (Self.requestSizeHasBody ? 0 : offset(CURLINFO_SIZE_UPLOAD_T))
  }

  /// Up to libcurl 8.6 bodies that go through the read callback are not in CURLINFO_REQUEST_SIZE; since its `Curl_xfer_send`
  /// everything that is sent is (seen with 7.88 and 8.14).
  private static let requestSizeHasBody: Bool = {
    guard let version = curl_version_info(CURLVERSION_FIRST) else { return false }
    return version.pointee.version_num >= 0x08_07_00
  }()

  var bytesReceived: Int { number(CURLINFO_HEADER_SIZE) + offset(CURLINFO_SIZE_DOWNLOAD_T) }

  var duration: Duration { .microseconds(offset(CURLINFO_TOTAL_TIME_T)) }

  /// What libcurl's code means for this request.
  ///
  /// - Parameter detail: libcurl's own sentence, possibly empty. It never has headers in it.
  func cause(of code: CURLcode, _ request: HTTPRequest, detail: String) -> HTTPError.Cause {
    let reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    switch code {
    case CURLE_URL_MALFORMAT: return .malformedRequest(reason)
    case CURLE_COULDNT_RESOLVE_HOST: return .unresolvedHost(request.url.host)
    case CURLE_COULDNT_RESOLVE_PROXY: return .unreachable("no address found for the proxy")
    case CURLE_COULDNT_CONNECT: return connectFailure(reason)
    case CURLE_OPERATION_TIMEDOUT: return .timedOut(exceededLimit(request))
    case CURLE_PEER_FAILED_VERIFICATION: return verificationFailure(request, reason)
    case CURLE_SSL_CACERT_BADFILE: return .unreadableAuthorities(reason)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_ENGINE_INITFAILED:
      return .tls(reason)
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: return .cut(reason)
    case CURLE_FILESIZE_EXCEEDED: return .responseTooLarge(limit: request.responseLimit)
    default: return .malformedResponse(reason)
    }
  }

  private func connectFailure(_ reason: String) -> HTTPError.Cause {
    switch Int32(number(CURLINFO_OS_ERRNO)) {
    case ECONNREFUSED: .connectionRefused
    case 0: .unreachable(reason)
    case let code: .unreachable(String(cString: strerror(code)))
    }
  }

  /// libcurl has one code for all its timeouts; the times it measured tell them apart.
  private func exceededLimit(_ request: HTTPRequest) -> HTTPError.Limit {
    // Set when the request may go out, on a kept connection as well.
    let isConnected = offset(CURLINFO_PRETRANSFER_TIME_T) != 0
    return isConnected || duration >= request.deadline
      ? .total(request.deadline) : .connect(request.connectDeadline)
  }

  private func verificationFailure(_ request: HTTPRequest, _ reason: String) -> HTTPError.Cause {
    // OpenSSL's X509_V_ERR_… numbers (openssl/x509_vfy.h). libcurl checks the name itself after the chain is good,
    // and leaves 1 when it does not match (measured with 7.88).
    switch number(CURLINFO_SSL_VERIFYRESULT) {
    case 0, 1, 62, 64: .wrongHost(request.url.host)
    case 2, 18, 19, 20, 21, 27: .unknownAuthority
    default: .badCertificate(reason)
    }
  }

  private func number(_ what: CURLINFO) -> Int {
    var value = 0
    return sluice_curl_get_long(handle, Int32(bitPattern: what.rawValue), &value) == 0 ? value : 0
  }

  private func offset(_ what: CURLINFO) -> Int {
    var value: Int64 = 0
    return sluice_curl_get_offset(handle, Int32(bitPattern: what.rawValue), &value) == 0 ? Int(value) : 0
  }
}
