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

/// What an evaluation may take.
public struct JsonnetLimits: Sendable {
  /// Bytes.
  public var memory = 256 << 20
  /// From start to end, imports included; a machine that is busy with other things needs its time.
  public var deadline = Duration.seconds(60)
  /// Of a processor.
  public var processorSeconds = 15
  /// Bytes of the result.
  public var output = 8 << 20
  /// Bytes of the program and of each import.
  public var file = 8 << 20
  /// How many files, and bytes of all of them.
  public var imports = 2000
  public var importBytes = 64 << 20

  public init() {}
}

/// Why there is no result.
public enum JsonnetFailure: Error, Hashable, Sendable {
  /// The program is wrong: the interpreter's words, with places as `NAME:LINE:COLUMN`.
  case refused(String)
  /// It took too long, in all or of the processor.
  case timedOut
  /// It took too much memory, or nested too deeply.
  case exhausted
  /// The result or what it imports is larger than the limit.
  case tooLarge(String)
  /// The system's words.
  case cannotRun(String)
  case cancelled
}

/// The program that evaluates, in a process of its own.
public struct JsonnetProgram: Hashable, Sendable {
  let path: String

  /// The word that makes a program of this package evaluate and do nothing else.
  public static let argument = "jsonnet-evaluation"

  /// - Parameter path: of a program that runs `JsonnetChild.run` where its only argument is `argument`.
  public init(path: String) {
    self.path = path
  }

  /// The running program itself, even after its file was replaced by a newer one.
  public static let own = JsonnetProgram(path: "/proc/self/exe")
}
