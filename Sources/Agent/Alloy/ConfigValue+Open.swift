import Base

extension ConfigValue {
  /// The document with `(secret)` for every secret, and without the jobs that come from Secrets as a whole: any text of
  /// theirs may be a duration or a pattern, which `(secret)` is not.
  var withoutSecrets: ConfigValue {
    switch self {
    case .secret(let value), .hidden(let value): .text(value.description)
    case .list(let elements): .list(elements.map(\.withoutSecrets))
    case .mapping(let members):
      .mapping(
        members.reduce(into: [:]) { result, member in
          result[member.key] =
            member.key == "scrape_configs"
            ? .list(member.value.elements.filter { !$0.isHiddenJob }.map(\.withoutSecrets))
            : member.value.withoutSecrets
        })
    case .job(let job): job.config.withoutSecrets
    case .text, .number, .flag: self
    }
  }

  private var isHiddenJob: Bool {
    switch self {
    case .job, .text, .number, .flag, .secret: false
    case .hidden: true
    case .list(let elements): elements.contains(where: \.isHiddenJob)
    case .mapping(let members): members.values.contains(where: \.isHiddenJob)
    }
  }
}
