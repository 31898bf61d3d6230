/// Names of scrape jobs stand once in a configuration of Prometheus or a metrics instance.
enum JobNames {
  static func check(_ jobs: [SettingReader]) {
    var known: Set<String> = []
    for job in jobs {
      guard let name = job.text("job_name"), !known.insert(name).inserted else { continue }
      // Texts with the same variables are the same.
      job.findings.refuse(
        "\(job.path(of: "job_name")) is the name of an earlier job, too: \(job.shown("job_name"))",
        at: job.position(of: "job_name"))
    }
  }
}
