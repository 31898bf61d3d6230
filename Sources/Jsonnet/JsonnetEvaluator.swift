import Base
import Dispatch
import Evaluation
import Platform
import Synchronization

/// Evaluates Jsonnet programs, each in a process of its own with limits of memory and time, without files and without a
/// network: they come from repositories, and an interpreter written in C++ reads them.
public struct JsonnetEvaluator: Sendable {
  private let program: EvaluatorProgram
  private let limits: EvaluationLimits

  public init(_ program: EvaluatorProgram, limits: EvaluationLimits = EvaluationLimits()) {
    self.program = program
    self.limits = limits
  }

  /// For one evaluation.
  public var deadline: Duration { limits.deadline }

  /// The JSON that a program evaluates to.
  /// - Parameters:
  ///   - duration: where it may not take as long as the limits allow.
  ///   - importing: gives the files that it asks for.
  public func evaluate(
    _ task: JsonnetTask, within duration: Duration? = nil,
    importing: (JsonnetImport) async -> JsonnetImportAnswer
  ) async -> Result<[UInt8], EvaluationFailure> {
    guard task.program.count <= limits.file else {
      return .failure(.tooLarge("the program is larger than the limit of \(limits.file) bytes"))
    }
    let texts = [task.program, Array(task.fileName.utf8)] + task.variables.map { $0.value.withBytes { $0 } }
    if texts.contains(where: { $0.contains(0) }) {
      return .failure(.refused("a zero byte stands in the program or in the value of a variable"))
    }
    let exchange = JsonnetExchange(program, limits.within(duration))
    return await withTaskCancellationHandler {
      let events = exchange.start(task)
      var count = 0
      var bytes = 0
      for await event in events {
        switch event {
        case .ended(let result): return result
        case .wants(let file):
          count += 1
          var answer = await importing(file)
          if case .file(let name, let content) = answer {
            bytes += content.count
            if count > limits.imports || bytes > limits.importBytes || content.count > limits.file {
              answer = .missing(reason: "\(name) is more than may be imported")
            } else if content.contains(0) {
              answer = .missing(reason: "\(name) holds a zero byte")
            }
          }
          exchange.answer(answer)
        }
      }
      return .failure(.cancelled)
    } onCancel: {
      exchange.cancel()
    }
  }
}

/// Carries questions and answers between a child process, whose thread blocks, and a task, which must not.
private final class JsonnetExchange: Sendable {
  enum Event: Sendable {
    case wants(JsonnetImport)
    case ended(Result<[UInt8], EvaluationFailure>)
  }

  private let program: EvaluatorProgram
  private let limits: EvaluationLimits
  private let isCancelled = Atomic(false)
  private let reply = Mutex<JsonnetImportAnswer?>(nil)
  private let replied = DispatchSemaphore(value: 0)

  init(_ program: EvaluatorProgram, _ limits: EvaluationLimits) {
    self.program = program
    self.limits = limits
  }

  func start(_ task: JsonnetTask) -> AsyncStream<Event> {
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    DedicatedThread.start(named: "sluice-jsonnet") {
      continuation.yield(.ended(self.run(task) { continuation.yield(.wants($0)) }))
      continuation.finish()
    }
    return events
  }

  func answer(_ answer: JsonnetImportAnswer) {
    reply.withLock { $0 = answer }
    replied.signal()
  }

  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    replied.signal()
  }

  private func run(
    _ task: JsonnetTask, _ ask: (JsonnetImport) -> Void
  ) -> Result<[UInt8], EvaluationFailure> {
    do throws(EvaluationFailure) {
      var process = try EvaluationProcess(program, as: JsonnetChild.word, deadline: limits.deadline) {
        self.isCancelled.load(ordering: .relaxed)
      }
      try process.send(request(task))
      while true {
        guard let frame = try process.receive(limit: limits.output) else { throw process.reasonOfEnd() }
        let texts = frame.texts.map { String(decoding: $0, as: UTF8.self) }
        switch frame.word {
        case .result where texts.count == 1: return .success(frame.texts[0])
        case .refused where texts.count == 1: throw .refused(texts[0])
        case .wants where texts.count == 2:
          ask(JsonnetImport(folder: texts[0], path: texts[1]))
          try process.send(try awaitReply())
        default: throw .cannotRun("the process that evaluates answered with nonsense")
        }
      }
    } catch {
      return .failure(error)
    }
  }

  private func awaitReply() throws(EvaluationFailure) -> EvaluationFrame {
    guard replied.wait(timeout: .now() + limits.deadline.seconds) == .success else { throw .timedOut }
    if isCancelled.load(ordering: .relaxed) { throw .cancelled }
    switch reply.withLock({ $0.take() }) {
    case .file(let name, let bytes): return EvaluationFrame(.file, [Array(name.utf8), bytes])
    case .missing(let reason): return EvaluationFrame(.missing, [Array(reason.utf8)])
    case nil: throw .cancelled
    }
  }

  private func request(_ task: JsonnetTask) -> EvaluationFrame {
    let head = [Array(task.fileName.utf8), task.program]
    let variables = task.variables.sorted { $0.key < $1.key }.flatMap { name, value in
      [Array(name.utf8), value.withBytes { $0 }]
    }
    return .task(limits, head + variables)
  }
}

extension Duration {
  fileprivate var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
