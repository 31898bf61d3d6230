import Base
internal import CCurl
import Glibc

// libcurl calls these on the loop's thread. They are functions of a file without an actor on purpose: a closure
// written in main-actor isolated code traps when it is called on another thread.

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
  context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
  // Any other number than that of the bytes ends the transfer.
  return transfer(context)?.takeBody(piece) == true ? piece.count : -1
}

func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return transfer(context)?.takeHeader(line) == true ? line.count : -1
}

func giveBody(
  _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  transfer(context)?.fill(UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) ?? 0
}

func seekBody(_ context: UnsafeMutableRawPointer?, _ offset: Int64, _ origin: Int32) -> Int32 {
  guard origin == SEEK_SET, transfer(context)?.seek(to: Int(offset)) == true else {
    return CURL_SEEKFUNC_CANTSEEK
  }
  return CURL_SEEKFUNC_OK
}

func mayConnect(_ context: UnsafeMutableRawPointer?, _ address: UnsafePointer<UInt8>?, _ count: Int) -> Bool {
  let bytes = Array(UnsafeBufferPointer(start: address, count: count))
  return transfer(context)?.mayUse(IPAddress(bytes: bytes)) ?? false
}

func mayReuse(_ context: UnsafeMutableRawPointer?, _ address: UnsafePointer<CChar>?) -> Bool {
  transfer(context)?.mayUse(address.flatMap { IPAddress(String(cString: $0)) }) ?? false
}
