internal import CJsonnet
internal import CJsonnetShims
internal import CShims
import Glibc

/// The process that evaluates: takes one task from its standard input and answers on its standard output, which are one
/// socket. It can open neither files nor sockets: what a program imports it asks for.
public enum JsonnetChild {
  /// - Returns: what the process is to end with.
  public static func run() -> Int32 {
    guard case .task(let task)? = receive(), sluice_confine_process(task.memory, task.seconds) == 0 else {
      return 1
    }
    let answer = evaluate(task)
    return send(answer) ? 0 : 1
  }

  private struct Task {
    let memory: Int
    let seconds: UInt32
    let fileName: String
    let program: String
    let variables: [(name: String, value: String)]

    /// Nil for bytes that are no task.
    init?(_ frame: JsonnetFrame) {
      let texts = frame.texts.map { String(decoding: $0, as: UTF8.self) }
      guard frame.word == .evaluate, texts.count >= 4, texts.count.isMultiple(of: 2),
        let memory = Int(texts[0]),
        let seconds = UInt32(texts[1])
      else { return nil }
      self.memory = memory
      self.seconds = seconds
      fileName = texts[2]
      program = texts[3]
      variables = stride(from: 4, to: texts.count, by: 2).map { (texts[$0], texts[$0 + 1]) }
    }
  }

  private enum Received {
    case task(Task)
    case answer(JsonnetFrame)
  }

  private static func evaluate(_ task: Task) -> JsonnetFrame {
    guard let machine = jsonnet_make() else { return JsonnetFrame(.refused, [Array("no memory".utf8)]) }
    defer { jsonnet_destroy(machine) }
    sluice_jsonnet_set_importer(machine, importFile, UnsafeMutableRawPointer(machine))
    for (name, value) in task.variables { jsonnet_ext_var(machine, name, value) }
    var failed: Int32 = 0
    guard let output = jsonnet_evaluate_snippet(machine, task.fileName, task.program, &failed) else {
      return JsonnetFrame(.refused, [Array("no memory".utf8)])
    }
    defer { jsonnet_realloc(machine, output, 0) }
    let text = Array(UnsafeBufferPointer(start: output, count: strlen(output))).map { UInt8(bitPattern: $0) }
    return JsonnetFrame(failed == 0 ? .result : .refused, [text])
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
      guard JsonnetChild.send(JsonnetFrame(.wants, [texts(folder), texts(path)])),
        case .answer(let frame)? = JsonnetChild.receive()
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

  // MARK: The socket

  private static func receive() -> Received? {
    guard let start = read(JsonnetFrame.headerSize), let (word, length) = JsonnetFrame.header(start),
      let body = read(length), let frame = JsonnetFrame(word, body: body)
    else { return nil }
    return word == .evaluate ? Task(frame).map { .task($0) } : .answer(frame)
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

  private static func send(_ frame: JsonnetFrame) -> Bool {
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
