import Base
import Evaluation
import Glibc
import Jsonnet
import TestSupport
import Testing

/// Programs that are evaluated in a process of their own.
@Suite struct JsonnetEvaluatorTests {
  private static let program = EvaluatorProgram(path: BuiltProgram.path("sluice"))

  private func evaluate(
    _ text: String, _ files: [String: String] = [:], variables: [String: SecretValue] = [:],
    _ change: (inout EvaluationLimits) -> Void = { _ in }
  ) async -> Result<String, EvaluationFailure> {
    var limits = EvaluationLimits()
    limits.deadline = .seconds(600)
    change(&limits)
    let task = JsonnetTask(fileName: "a/main.jsonnet", program: Array(text.utf8), variables: variables)
    let result = await JsonnetEvaluator(Self.program, limits: limits).evaluate(task) { wanted in
      let name = wanted.folder + wanted.path
      return files[name].map { .file(name: name, bytes: Array($0.utf8)) }
        ?? .missing(reason: "there is no \(name)")
    }
    return result.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func evaluatesWithVariablesAndImports() async {
    let files = [
      "a/lib/panel.libsonnet": "{ panel(title):: { title: title, note: importstr '../note.txt' } }",
      "a/lib/../note.txt": "ä \"quoted\"\n",
    ]
    let text = """
      local panel = import 'lib/panel.libsonnet';
      { team: std.extVar('team'), panels: [panel.panel('CPU')] }
      """
    #expect(
      await evaluate(text, files, variables: ["team": SecretValue("blue")])
        == .success(
          """
          {
             "panels": [
                {
                   "note": "ä \\"quoted\\"\\n",
                   "title": "CPU"
                }
             ],
             "team": "blue"
          }

          """))
  }

  @Test(arguments: [
    ("{ a: }", "STATIC ERROR: a/main.jsonnet:1:6: unexpected: \"}\" while parsing terminal\n"),
    (
      "{\n  a: error 'no' }",
      "RUNTIME ERROR: no\n\ta/main.jsonnet:2:6-16\tobject <anonymous>\n\tDuring manifestation\t\n"
    ),
    ("std.extVar('x')", "RUNTIME ERROR: undefined external variable: x\n\ta/main.jsonnet:1:1-16\t\n"),
    (
      "import 'gone.libsonnet'",
      "RUNTIME ERROR: couldn't open import \"gone.libsonnet\": there is no a/gone.libsonnet\n\ta/main.jsonnet:1:1-24\t\n"
    ),
  ])
  func tellsWhatIsWrong(text: String, words: String) async {
    #expect(await evaluate(text) == .failure(.refused(words)))
  }

  @Test func endsWhatTakesTooLong() async {
    let endless = "local f(x) = f(x + 1) tailstrict; f(0)"
    let began = ContinuousClock.now
    #expect(await evaluate(endless) { $0.deadline = .milliseconds(500) } == .failure(.timedOut))
    #expect(await evaluate(endless) { $0.processorSeconds = 1 } == .failure(.tooLong))
    #expect(ContinuousClock.now - began < .seconds(500))
  }

  @Test func endsWhatTakesTooMuchMemory() async {
    let growing = "local grow(s) = grow(s + s) tailstrict; grow('0123456789abcdef')"
    #expect(await evaluate(growing) { $0.memory = 64 << 20 } == .failure(.exhausted))
  }

  @Test func refusesMoreThanTheLimits() async {
    let long = await evaluate("std.join('', std.makeArray(1000, function(i) 'x'))") { $0.output = 500 }
    #expect(long == .failure(.tooLarge("the result is larger than the limit of 500 bytes")))
    #expect(
      await evaluate("'\(String(repeating: "x", count: 600))'") { $0.file = 500 }
        == .failure(.tooLarge("the program is larger than the limit of 500 bytes")))
    let many = await evaluate("[import 'x', import 'y']", ["a/x": "1", "a/y": "2"]) { $0.imports = 1 }
    guard case .failure(.refused(let words)) = many else {
      Issue.record("\(many)")
      return
    }
    #expect(words.contains("a/y is more than may be imported"))
  }

  @Test func zeroBytesAreRefused() async {
    let text = "a zero byte stands in the program or in the value of a variable"
    #expect(await evaluate("'\u{0}'") == .failure(.refused(text)))
    #expect(await evaluate("1", variables: ["a": SecretValue([0])]) == .failure(.refused(text)))
    guard case .failure(.refused(let words)) = await evaluate("import 'z'", ["a/z": "'\u{0}'"]) else {
      Issue.record("not refused")
      return
    }
    #expect(words.contains("a/z holds a zero byte"))
  }

  @Test func deepNestingIsOnlyAFailure() async {
    let deep = String(repeating: "[", count: 2_000_000)
    let result = await evaluate(deep)
    guard case .failure = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test func cancelledEvaluationEnds() async {
    let task = Task { await evaluate("local f(x) = f(x + 1) tailstrict; f(0)") }
    task.cancel()
    #expect(await task.value == .failure(.cancelled))
  }

  @Test func missingProgramIsTold() async {
    let evaluator = JsonnetEvaluator(EvaluatorProgram(path: "/nowhere/sluice"))
    let result = await evaluator.evaluate(JsonnetTask(fileName: "x", program: Array("1".utf8))) { _ in
      .missing(reason: "")
    }
    #expect(result == .failure(.cannotRun("No such file or directory")))
  }

  /// What the process may do, seen from outside while it waits for an import.
  @Test func processCanOpenNothing() async throws {
    var limits: [String: String] = [:]
    var environment: [UInt8]?
    let task = JsonnetTask(fileName: "x", program: Array("import 'y'".utf8))
    var patient = EvaluationLimits()
    patient.deadline = .seconds(600)
    let directory = try TemporaryDirectory()
    // A name of its own tells this child from those of other tests.
    let program = directory.path + "/sluice"
    #expect(symlink(BuiltProgram.path("sluice"), program) == 0)
    _ = await JsonnetEvaluator(EvaluatorProgram(path: program), limits: patient).evaluate(task) { _ in
      for child in Self.children() {
        let words = Self.text("/proc/\(child)/cmdline").split(separator: 0)
        guard words.first.map({ String(decoding: $0, as: UTF8.self) }) == program else { continue }
        environment = Self.text("/proc/\(child)/environ")
        for line in String(decoding: Self.text("/proc/\(child)/limits"), as: UTF8.self).split(separator: "\n")
        {
          for name in ["Max open files", "Max file size", "Max core file size"] where line.hasPrefix(name) {
            limits[name] = line.dropFirst(26).split(separator: " ").prefix(2).joined(separator: " ")
          }
        }
      }
      return .file(name: "y", bytes: Array("1".utf8))
    }
    #expect(limits == ["Max open files": "3 3", "Max file size": "0 0", "Max core file size": "0 0"])
    #expect(environment == [])
  }

  private static func children() -> Set<String> {
    let own = getpid()
    var found: Set<String> = []
    guard let directory = opendir("/proc/self/task") else { return [] }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let thread = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let list = String(decoding: text("/proc/\(own)/task/\(thread)/children"), as: UTF8.self)
      found.formUnion(list.split(separator: " ").map(String.init))
    }
    return found
  }

  private static func text(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer.prefix(count) }
    return bytes
  }
}
