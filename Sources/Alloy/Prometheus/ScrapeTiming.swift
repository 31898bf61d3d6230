import Base

/// How often a job scrapes and how long a scrape may take. A timeout that is inherited is no longer than the interval.
struct ScrapeTiming {
  let statements: [AlloyStatement]

  init(_ settings: SettingReader, defaults: ScrapeDefaults) {
    let interval = Self.written(settings, "scrape_interval") ?? defaults.interval
    let timeout = Self.written(settings, "scrape_timeout")
    if let timeout, timeout > interval {
      settings.refuse("scrape_timeout", "is longer than scrape_interval")
    }
    self.init(interval: interval, timeout: timeout ?? min(defaults.timeout, interval))
  }

  init(interval: Duration, timeout: Duration) {
    var statements: [AlloyStatement] = []
    if interval != .seconds(60) {
      statements.append(.attribute("scrape_interval", .string(GoText.duration(interval))))
    }
    if timeout != .seconds(10) {
      statements.append(.attribute("scrape_timeout", .string(GoText.duration(timeout))))
    }
    self.statements = statements
  }

  /// Zero stands for what is inherited.
  private static func written(_ settings: SettingReader, _ key: String) -> Duration? {
    settings.duration(key).flatMap { $0 == .zero ? nil : $0 }
  }
}
