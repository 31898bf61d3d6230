internal import CJQShims
import Evaluation
import Glibc

/// The process that runs scripts of jq. It can open neither files nor sockets, and knows only the variables that come with
/// the task.
public enum JQChild {
  /// The word that makes a program of this package evaluate and do nothing else.
  public static let word = "jq-evaluation"

  /// What the scripts were found to be, as the first text of a refusal.
  enum Finding: String {
    case wrong
    case failed
    case unreadable
    case noObject
  }

  /// - Returns: what the process is to end with.
  public static func run() -> Int32 {
    EvaluationChannel.serve { texts in evaluate(texts) }
  }

  /// - Parameter texts: the document, the number of scripts, the scripts, and names and values of variables.
  private static func evaluate(_ texts: [[UInt8]]) -> EvaluationFrame? {
    guard texts.count >= 2, let count = Int(String(decoding: texts[1], as: UTF8.self)),
      (0...texts.count - 2).contains(count), (texts.count - 2 - count).isMultiple(of: 2)
    else { return nil }
    let variables = texts[(2 + count)...].map { String(decoding: $0, as: UTF8.self) }
    // The environment came empty; this is what `env` shows.
    for index in stride(from: 0, to: variables.count, by: 2) {
      setenv(variables[index], variables[index + 1], 1)
    }
    var scripts = texts[2..<2 + count].map { UnsafePointer(strdup(String(decoding: $0, as: UTF8.self))) }
    defer { for script in scripts { free(UnsafeMutablePointer(mutating: script)) } }
    let result = (texts[0] + [0]).withUnsafeBufferPointer { document in
      document.withMemoryRebound(to: CChar.self) {
        sluice_jq_patch($0.baseAddress, $0.count - 1, &scripts, count)
      }
    }
    defer { free(result.text) }
    let text = Array(UnsafeRawBufferPointer(start: result.text, count: result.length))
    let finding: Finding
    switch result.outcome {
    case SLUICE_JQ_DONE: return EvaluationFrame(.result, [text])
    case SLUICE_JQ_WRONG: finding = .wrong
    case SLUICE_JQ_FAILED: finding = .failed
    case SLUICE_JQ_UNREADABLE: finding = .unreadable
    default: finding = .noObject
    }
    return EvaluationFrame(
      .refused, [finding.rawValue, String(result.script)].map { Array($0.utf8) } + [text])
  }
}
