import Base
import Platform

/// The random key for digests of secrets. It lies beside the database and never in it, so that a copy of the database
/// alone does not let anybody try out guesses.
enum DigestKey {
  static let length = 32

  /// Reads the key, or makes it where there is none.
  static func load(_ path: String, random: any RandomSource) throws(StoreError) -> SecretValue {
    let bytes: [UInt8]
    do throws(FileError) {
      if try FileSystem.entry(at: path) == nil { try AtomicFile.write(random.bytes(length), to: path) }
      bytes = try FileSystem.read(path, limit: 4096, followingLinks: false)
    } catch {
      throw .file(error)
    }
    guard bytes.count == length else { throw .unusableKey(path: path, count: bytes.count) }
    return SecretValue(bytes)
  }
}
