import Testing

@testable import AgentConfiguration

/// Amounts of bytes: Prometheus and Promtail read them by two libraries, which take different texts.
@Suite struct ByteAmountTests {
  /// github.com/alecthomas/units, ParseBase2Bytes.
  @Test(arguments: [
    "0", "-0", "1B", "10KB", "10KiB", "1.5GiB", "1.MB", ".5MB", "1GiB512MiB", "1MB2KB3B", "-1KB", "+1KB",
    "0B",
    "7EiB",
  ])
  func takesBase2Bytes(_ text: String) {
    #expect(Base2Bytes.isValid(text))
  }

  @Test(arguments: [
    "", "10", "10kb", "10k", "10K", "10mb", "10Mb", "10 MB", "1MB ", "MB", ".MB", "1..5MB", "1KiB2KB", "1e3B",
    "--1B",
    "+", "lots", "8EiB", "00", "1,5MB",
  ])
  func refusesBase2Bytes(_ text: String) {
    #expect(!Base2Bytes.isValid(text))
  }

  /// loki, flagext.ByteSize with github.com/c2h5oh/datasize.
  @Test(arguments: [
    "", "0", "10", "10b", "10B", "10k", "10kb", "10KB", "10kB", "10 MB", "10MB ", "1gigabyte", "2Kilobytes",
    "15EB",
    "1byte",
  ])
  func takesDataSizes(_ text: String) {
    #expect(DataSize.isValid(text))
  }

  @Test(arguments: [
    "1.5KB", "1kb2kb", "8KB4KB", "10KiB", "-1", "+1", "kb", " 1kb", "16EB", "99999999999999999999",
    "10 parsecs", "1bytes",
  ])
  func refusesDataSizes(_ text: String) {
    #expect(!DataSize.isValid(text))
  }

  @Test func eachKeyNamesItsOwn() {
    let job = Judged(
      "metrics: {configs: [{name: a, scrape_configs: [{job_name: j, body_size_limit: 10kb}, {job_name: k, body_size_limit: 10MB}]}]}\n"
    )
    #expect(
      job.lines == [
        "error 1:79 invalid-value: metrics.configs[0].scrape_configs[0].body_size_limit is not an amount of bytes such as 10MB: "
          + "the agent refuses the file -> write an amount of bytes such as 10MB"
      ])
    let limits = Judged(
      "logs: {positions_directory: p, configs: [{name: a, limits_config: {max_line_size: 1.5KB}}, {name: b, limits_config: {max_line_size: 10kb}}]}\n"
    )
    #expect(
      limits.lines == [
        "error 1:83 invalid-value: logs.configs[0].limits_config.max_line_size is not an amount of bytes such as 10kb: "
          + "the agent refuses the file -> write an amount of bytes such as 10kb"
      ])
  }
}
