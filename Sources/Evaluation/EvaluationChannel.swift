internal import CShims
import Glibc

/// The child's side: one task comes on its standard input and the answer goes out on its standard output, which are one
/// socket.
public enum EvaluationChannel {
  /// Takes the task, gives up what evaluating does not need, and answers.
  /// - Parameter evaluate: gets what the language needs of the task; nil where that is no task.
  /// - Returns: what the process is to end with.
  public static func serve(_ evaluate: ([[UInt8]]) -> EvaluationFrame?) -> Int32 {
    guard let frame = receive(), frame.word == .evaluate, frame.texts.count >= limits,
      let memory = number(frame.texts[0]), let seconds = number(frame.texts[1]),
      sluice_confine_process(memory, UInt32(clamping: seconds)) == 0,
      let answer = evaluate(Array(frame.texts.dropFirst(limits)))
    else { return 1 }
    return send(answer) ? 0 : 1
  }

  /// The texts of a task before what the language needs.
  private static let limits = 2

  private static func number(_ text: [UInt8]) -> Int? { Int(String(decoding: text, as: UTF8.self)) }

  /// Nil where whoever started this is gone.
  public static func receive() -> EvaluationFrame? {
    guard let start = read(EvaluationFrame.headerSize),
      let (word, length) = EvaluationFrame.header(start), let body = read(length)
    else { return nil }
    return EvaluationFrame(word, body: body)
  }

  private static func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let taken = bytes.withUnsafeMutableBytes {
        recv(0, $0.baseAddress?.advanced(by: filled), count - filled, 0)
      }
      if taken < 0, errno == EINTR { continue }
      guard taken > 0 else { return nil }
      filled += taken
    }
    return bytes
  }

  /// Whether all of it was sent.
  public static func send(_ frame: EvaluationFrame) -> Bool {
    let bytes = frame.bytes
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(1, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
