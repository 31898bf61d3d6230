import Base
import Evaluation
import Platform
import Synchronization

/// Runs scripts of jq over documents, each time in a process of its own with limits of memory and time, without files and
/// without a network: they come from repositories, and an interpreter written in C reads them.
public struct JQEvaluator: Sendable {
  private let program: EvaluatorProgram
  private let limits: EvaluationLimits

  public init(_ program: EvaluatorProgram, limits: EvaluationLimits = EvaluationLimits()) {
    self.program = program
    self.limits = limits
  }

  /// For one evaluation.
  public var deadline: Duration { limits.deadline }

  /// The patched document, JSON.
  /// - Parameter duration: where it may not take as long as the limits allow.
  public func evaluate(_ task: JQTask, within duration: Duration? = nil) async -> Result<[UInt8], JQFailure> {
    let limits = limits.within(duration)
    let values = task.variables.mapValues { $0.withBytes { $0 } }
    let size =
      task.scripts.reduce(task.document.count) { $0 + $1.utf8.count }
      + values.reduce(0) { $0 + $1.key.utf8.count + $1.value.count }
    guard size <= limits.file else {
      return .failure(
        .other(
          .tooLarge(
            "the template, the scripts and the values are larger than the limit of \(limits.file) bytes")))
    }
    for (name, value) in values.sorted(by: { $0.key < $1.key })
    where value.contains(0) || String(validating: value, as: UTF8.self) == nil {
      return .failure(.unusable(variable: name))
    }
    for (index, script) in task.scripts.enumerated() where script.utf8.contains(0) {
      return .failure(.failed(script: index, words: "a zero byte stands in it"))
    }
    let isCancelled = Flag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DedicatedThread.start(named: "sluice-jq") {
          continuation.resume(returning: run(task, limits, isCancelled))
        }
      }
    } onCancel: {
      isCancelled.raise()
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
  }

  private func run(_ task: JQTask, _ limits: EvaluationLimits, _ isCancelled: Flag) -> Result<
    [UInt8], JQFailure
  > {
    do throws(EvaluationFailure) {
      var process = try EvaluationProcess(program, as: JQChild.word, deadline: limits.deadline) {
        isCancelled.isRaised
      }
      try process.send(request(task, limits))
      guard let frame = try process.receive(limit: limits.output) else { throw process.reasonOfEnd() }
      if frame.word == .result, frame.texts.count == 1 { return .success(frame.texts[0]) }
      let texts = frame.texts.map { String(decoding: $0, as: UTF8.self) }
      guard frame.word == .refused, texts.count == 3, let finding = JQChild.Finding(rawValue: texts[0]),
        let script = Int(texts[1]), finding == .unreadable || task.scripts.indices.contains(script)
      else { throw .cannotRun("the process that evaluates answered with nonsense") }
      switch finding {
      case .wrong: return .failure(.wrong(script: script, words: texts[2]))
      case .failed: return .failure(.failed(script: script, words: texts[2]))
      case .unreadable: return .failure(.unreadable(words: Self.cause(in: texts[2])))
      case .noObject: return .failure(.noObject(script: script, type: texts[2]))
      }
    } catch {
      return .failure(.other(error))
    }
  }

  /// `Exceeds depth limit for parsing at line 1, column 271 (while parsing '…')`: the place is in no file of the user's.
  private static func cause(in words: String) -> String {
    words.split(separator: " at line ", maxSplits: 1).first.map(String.init) ?? "it is no JSON"
  }

  private func request(_ task: JQTask, _ limits: EvaluationLimits) -> EvaluationFrame {
    let variables = task.variables.sorted { $0.key < $1.key }.flatMap { name, value in
      [Array(name.utf8), value.withBytes { $0 }]
    }
    return .task(
      limits,
      [task.document, Array(String(task.scripts.count).utf8)] + task.scripts.map { Array($0.utf8) }
        + variables)
  }
}
