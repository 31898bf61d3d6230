import Base

/// What is to be evaluated.
public struct JsonnetTask: Sendable {
  /// Stands in messages, and the folder in it is where imports of the program begin.
  public let fileName: String
  public let program: [UInt8]
  /// What `std.extVar` gives.
  public let variables: [String: SecretValue]

  public init(fileName: String, program: [UInt8], variables: [String: SecretValue] = [:]) {
    self.fileName = fileName
    self.program = program
    self.variables = variables
  }
}

/// A file that a program asks for.
public struct JsonnetImport: Hashable, Sendable {
  /// The folder of the file that asks, with a slash at its end; empty at the top.
  public let folder: String
  /// As it is written.
  public let path: String
}

/// What a program gets for an import.
public enum JsonnetImportAnswer: Sendable {
  /// The name stands in messages, and the folder in it is where the file's own imports begin.
  case file(name: String, bytes: [UInt8])
  case missing(reason: String)
}
