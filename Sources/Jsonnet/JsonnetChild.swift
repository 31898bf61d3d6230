internal import CJsonnet
internal import CJsonnetShims
import Evaluation
import Glibc

/// The process that evaluates: takes one task from its standard input and answers on its standard output, which are one
/// socket. It can open neither files nor sockets: what a program imports it asks for.
public enum JsonnetChild {
  /// The word that makes a program of this package evaluate and do nothing else.
  public static let word = "jsonnet-evaluation"

  /// - Returns: what the process is to end with.
  public static func run() -> Int32 {
    EvaluationChannel.serve { frame in Task(frame).map { evaluate($0) } }
  }

  private struct Task {
    let fileName: String
    let program: String
    let variables: [(name: String, value: String)]

    /// Nil for bytes that are no task.
    init?(_ texts: [[UInt8]]) {
      let texts = texts.map { String(decoding: $0, as: UTF8.self) }
      guard texts.count >= 2, texts.count.isMultiple(of: 2) else { return nil }
      fileName = texts[0]
      program = texts[1]
      variables = stride(from: 2, to: texts.count, by: 2).map { (texts[$0], texts[$0 + 1]) }
    }
  }

  private static func evaluate(_ task: Task) -> EvaluationFrame {
    guard let machine = jsonnet_make() else { return EvaluationFrame(.refused, [Array("no memory".utf8)]) }
    defer { jsonnet_destroy(machine) }
    sluice_jsonnet_set_importer(machine, importFile, UnsafeMutableRawPointer(machine))
    for (name, value) in task.variables { jsonnet_ext_var(machine, name, value) }
    var failed: Int32 = 0
    guard let output = jsonnet_evaluate_snippet(machine, task.fileName, task.program, &failed) else {
      return EvaluationFrame(.refused, [Array("no memory".utf8)])
    }
    defer { jsonnet_realloc(machine, output, 0) }
    let text = Array(UnsafeBufferPointer(start: output, count: strlen(output))).map { UInt8(bitPattern: $0) }
    return EvaluationFrame(failed == 0 ? .result : .refused, [text])
  }

  /// Asks for a file. It is called on the one thread that there is, from inside the evaluation.
  private static let importFile:
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
      UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
      UnsafeMutablePointer<Int>?
    ) -> Int32 = { context, folder, path, name, bytes, length in
      guard let context, let folder, let path else { return 0 }
      let machine = OpaquePointer(context)
      func texts(_ text: UnsafePointer<CChar>) -> [UInt8] { Array(String(cString: text).utf8) }
      guard EvaluationChannel.send(EvaluationFrame(.wants, [texts(folder), texts(path)])),
        let frame = EvaluationChannel.receive()
      else {
        // Whoever started this is gone, or has ended it.
        Glibc._exit(1)
      }
      let isFound = frame.word == .file && frame.texts.count == 2
      let content = isFound ? frame.texts[1] : frame.texts.first ?? []
      name?.pointee = JsonnetChild.allocated(isFound ? frame.texts[0] : [], machine)
      bytes?.pointee = JsonnetChild.allocated(content, machine)
      length?.pointee = content.count
      return isFound ? 1 : 0
    }

  /// Bytes with a zero behind them, which libjsonnet frees.
  private static func allocated(_ bytes: [UInt8], _ machine: OpaquePointer) -> UnsafeMutablePointer<CChar>? {
    let buffer = jsonnet_realloc(machine, nil, bytes.count + 1)
    guard let buffer else { return nil }
    for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
    buffer[bytes.count] = 0
    return buffer
  }
}
