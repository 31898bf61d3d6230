import Platform
import Report

/// One line on a terminal's standard error that says what takes so long; nothing elsewhere.
struct Progress: Sendable {
  let output: Output
  let time: any TimeSource

  /// Runs the body; the line is gone when it returns.
  func during<Result: Sendable>(_ what: String, _ body: @Sendable () async -> Result) async -> Result {
    guard output.errorStyle.isTerminal else { return await body() }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await tick(what) }
      let result = await body()
      group.cancelAll()
      await group.waitForAll()
      output.tell("\r\u{1B}[K")
      return result
    }
  }

  private func tick(_ what: String) async {
    let begun = time.elapsed
    while !Task.isCancelled {
      output.tell(
        "\r\u{1B}[K" + output.errorStyle.paint("\(what) (\(Amount.seconds(time.elapsed - begun)))", .faint))
      try? await time.sleep(for: .milliseconds(500))
    }
  }
}
