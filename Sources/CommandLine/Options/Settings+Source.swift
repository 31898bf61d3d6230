import Base
import Git

extension Settings {
  static let url = Setting<GitURL>(
    CommandOption(
      "url", .value("URL"), in: .source,
      "repository to follow: https://, http://, ssh://, user@host:path or file://", showsValue: false)
  ) { text throws(InvalidValue) in
    do throws(GitError) {
      return try GitURL(text)
    } catch {
      switch error {
      case .credentialsInURL(let shown):
        throw InvalidValue(
          "\(shown) carries credentials; put them into a secret and name it with --git-secret NAMESPACE/NAME")
      case .invalidURL(let shown, let reason): throw InvalidValue("\(shown) is no repository: \(reason)")
      default: throw InvalidValue("is no repository: \(error)")
      }
    }
  }

  static let branch = Setting<String>(
    CommandOption("branch", .value("NAME"), in: .source, "branch to follow", standard: "main"),
    ValueReading.referenceName)

  static let tag = Setting<String>(
    CommandOption("tag", .value("NAME"), in: .source, "tag to follow, instead of a branch"),
    ValueReading.referenceName)

  static let commit = Setting<GitObjectIdentifier>(
    CommandOption(
      "commit", .value("SHA"), in: .source, "commit to hold to, all 40 digits, instead of a branch")
  ) { text throws(InvalidValue) in
    guard let commit = GitObjectIdentifier(text) else {
      throw InvalidValue("is no commit; write all 40 hexadecimal digits")
    }
    return commit
  }

  static let path = Setting<String>(
    CommandOption("path", .value("DIR"), in: .source, "directory of the repository; all of it unless given")
  ) { text throws(InvalidValue) in
    let parts = text.split(separator: "/").filter { $0 != "." }
    if parts.contains("..") { throw InvalidValue("leads out of the repository; write a path inside it") }
    return parts.joined(separator: "/")
  }

  static let interval = Setting<Duration>(
    CommandOption(
      "interval", .value("DURATION"), in: .source, "time between two looks at everything", standard: "1m"),
    ValueReading.duration(atLeast: .seconds(1)))

  static let sources = Setting<String>(
    CommandOption(
      "sources", .value("FILE"), in: .source,
      "file with Flux GitRepository and Kustomization documents, instead of --url and the like; one environment for "
        + "each Kustomization", completion: .files)
  ) { text throws(InvalidValue) in
    guard text.hasSuffix(".yaml") || text.hasSuffix(".yml") else {
      throw InvalidValue("is no YAML file; its name has to end in .yaml or .yml")
    }
    return text
  }

  static let environment = Setting<String>(
    CommandOption(
      "environment", .value("NAME"), in: .source,
      "name in statuses, notes and logs ('default' unless given); with --sources, the one Kustomization to take"
    ),
    ValueReading.environmentName)
}
