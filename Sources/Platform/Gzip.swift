internal import CZlib

/// Compresses and unpacks bytes in the gzip and zlib formats.
public enum Gzip {
  /// Why bytes cannot be unpacked.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not gzip or zlib, or damaged: a checksum or a block is wrong.
    case corrupt
    /// The bytes end before the packed data does.
    case truncated
    case tooLarge(limit: Int)
    case outOfMemory

    public var description: String {
      switch self {
      case .corrupt: "not valid gzip data"
      case .truncated: "the gzip data ends too early"
      case .tooLarge(let limit): "the gzip data unpacks to more than the limit of \(limit) bytes"
      case .outOfMemory: "not enough memory to unpack gzip data"
      }
    }
  }

  /// How the packed bytes are wrapped; the numbers are zlib's window bits (zlib.h, `deflateInit2`).
  public enum Wrapping: Int32, Sendable {
    case gzip = 31
    case zlib = 15
  }

  public static func compress(_ bytes: [UInt8], as wrapping: Wrapping = .gzip) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    let version = ZLIB_VERSION
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      deflateInit2_(&stream, 6, Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY, version, size) == Z_OK
    else { throw .outOfMemory }
    defer { deflateEnd(&stream) }
    var packed = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let code = run(&stream, bytes, 0, &packed) { deflate(&$0, Z_FINISH) }
    // The bound is enough for one call (zlib.h, `deflateBound`).
    guard code == Z_STREAM_END else { throw .outOfMemory }
    return Array(packed.prefix(Int(stream.total_out)))
  }

  /// Takes gzip with one or more members, as `gzip -d` does, or zlib.
  public static func decompress(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    repeat {
      let used = try decompressMember(bytes, offset, limit: limit, into: &result)
      offset += used
    } while offset + 1 < bytes.count && bytes[offset] == 0x1F && bytes[offset + 1] == 0x8B
    // `gzip -d` takes zeros after the last member, which tapes and blocks leave; anything else is damage.
    guard bytes[offset...].allSatisfy({ $0 == 0 }) else { throw .corrupt }
    return result
  }

  private static func decompressMember(
    _ bytes: [UInt8], _ start: Int, limit: Int, into result: inout [UInt8]
  ) throws(Failure) -> Int {
    var stream = z_stream()
    // 32 more than the window bits: gzip or zlib by its header (zlib.h, `inflateInit2`).
    guard inflateInit2_(&stream, 47, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .outOfMemory
    }
    defer { inflateEnd(&stream) }
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let used = Int(stream.total_in)
      let before = Int(stream.total_out)
      let code = run(&stream, bytes, start + used, &piece) { inflate(&$0, Z_NO_FLUSH) }
      let produced = Int(stream.total_out) - before
      guard result.count + produced <= limit else { throw .tooLarge(limit: limit) }
      result += piece.prefix(produced)
      switch code {
      case Z_STREAM_END: return Int(stream.total_in)
      case Z_OK: continue
      case Z_BUF_ERROR: throw .truncated
      case Z_MEM_ERROR: throw .outOfMemory
      default: throw .corrupt
      }
    }
  }

  /// One call of zlib on the input from an offset on.
  private static func run(
    _ stream: inout z_stream, _ input: [UInt8], _ offset: Int, _ output: inout [UInt8],
    _ call: (inout z_stream) -> Int32
  ) -> Int32 {
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        // zlib does not write to its input; its type lacks the const unless ZLIB_CONST is defined.
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.advanced(by: offset))
        stream.avail_in = UInt32(clamping: source.count - offset)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(clamping: target.count)
        return call(&stream)
      }
    }
  }
}
