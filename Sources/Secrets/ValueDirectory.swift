import Base
import Glibc
import Platform

/// A directory with one file per value.
///
/// `NAMESPACE/NAME/KEY` is what a Kubernetes Secret mounted at `NAMESPACE/NAME` looks like; links are followed, as such
/// mounts consist of them. `NAMESPACE_NAME_KEY` is what systemd makes of a directory of that form
/// (`LoadCredential=NAMESPACE:/etc/…/NAMESPACE`, systemd.exec(5)); names of namespaces have no underscore.
struct ValueDirectory {
  let path: String

  /// Larger files are refused; Kubernetes has the same limit for a whole Secret.
  static let sizeLimit = 1 << 20

  /// Whether a name can be used as a file's: it leads nowhere else. Kubernetes keys never begin with two points; mounts
  /// use such names for themselves.
  static func isFileName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && !name.hasPrefix("..") && name.utf8.count <= 253
      && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 0x20 }
  }

  static func name(_ object: ObjectReference, _ key: String) -> String {
    "\(object.namespace)/\(object.name)/\(key)"
  }

  /// The file that holds a value; nil where there is none.
  func place(of object: ObjectReference, key: String) -> String? {
    files(object, key).first { ((try? FileSystem.entry(at: $0)) ?? nil) != nil }
  }

  private func files(_ object: ObjectReference, _ key: String) -> [String] {
    [Self.name(object, key), "\(object.namespace)_\(object.name)_\(key)"].map { "\(path)/\($0)" }
  }

  /// Nil where there is no such file; the places that were tried are appended. All names have passed `isFileName`.
  func value(_ object: ObjectReference, key: String, tried: inout [String]) throws(LookupError)
    -> SecretValue?
  {
    let files = files(object, key)
    for file in files {
      do throws(FileError) {
        return SecretValue(try FileSystem.read(file, limit: Self.sizeLimit))
      } catch {
        if error.cause == .missing || error.cause == .system(ENOTDIR) { continue }
        throw LookupError(
          .unreadable, "key \(key) of \(object): \(error)",
          remedy: "make \(file) a readable file of at most \(Self.sizeLimit) bytes")
      }
    }
    tried.append(files.joined(separator: " and ") + " do not exist")
    return nil
  }
}
