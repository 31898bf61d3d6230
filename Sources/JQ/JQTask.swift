import Base
import Evaluation

/// What is to be patched.
public struct JQTask: Sendable {
  /// JSON.
  public let document: [UInt8]
  /// In their order: each gets what the one before gives.
  public let scripts: [String]
  /// What `env` shows.
  public let variables: [String: SecretValue]

  public init(document: [UInt8], scripts: [String], variables: [String: SecretValue] = [:]) {
    self.document = document
    self.scripts = scripts
    self.variables = variables
  }
}

/// Why there is no patched document.
public enum JQFailure: Error, Hashable, Sendable {
  /// A script, by its place from 0, cannot be compiled: the words of libjq, which quote the script.
  case wrong(script: Int, words: String)
  /// A script fails: its message, in which anything may stand that it was given.
  case failed(script: Int, words: String)
  /// jq cannot read the document: its words.
  case unreadable(words: String)
  /// The value of a variable cannot be one of an environment: it is no UTF-8, or a zero byte stands in it.
  case unusable(variable: String)
  /// A script gives something else than an object.
  case noObject(script: Int, type: String)
  /// It says nothing of one script.
  case other(EvaluationFailure)
}
