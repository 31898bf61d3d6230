import Glibc

/// What this process has used.
public enum ProcessResources {
  /// The most memory that was resident at one time, in bytes; nil where /proc is not mounted.
  public static var peakMemory: Int? {
    guard let status = try? FileSystem.read("/proc/self/status", limit: 64 * 1024) else { return nil }
    // proc(5): "VmHWM: Peak resident set size", in kB.
    for line in String(decoding: status, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmHWM:")
    {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        .flatMap { Int($0) }.map { $0 * 1024 }
    }
    return nil
  }

  /// Time that its threads spent on a processor, in user code and in the kernel.
  public static var processorTime: Duration {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    func duration(_ time: timeval) -> Duration { .seconds(time.tv_sec) + .microseconds(time.tv_usec) }
    return duration(usage.ru_utime) + duration(usage.ru_stime)
  }
}
