/// The parts of an Amazon Resource Name, `arn:partition:service:region:account:resource`.
struct AWSResourceName {
  let service: String
  let region: String
  let account: String
  let resource: String

  /// Nil where the text is no ARN: too few parts, a partition that is none of Amazon's, or blanks.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn", parts[1] == "aws" || parts[1].hasPrefix("aws-"),
      !parts[5].isEmpty, !text.contains(where: \.isWhitespace)
    else { return nil }
    (service, region, account, resource) = (parts[2], parts[3], parts[4], parts[5])
  }

  /// `arn:aws:iam::123456789012:role/path/name`.
  var isRole: Bool {
    service == "iam" && region.isEmpty && hasAccount && resource.hasPrefix("role/")
      && !resource.hasSuffix("/")
  }

  /// `arn:aws:secretsmanager:eu-west-1:123456789012:secret:name-a1b2c3`.
  var isSecret: Bool {
    service == "secretsmanager" && AWSRegion.isWellFormed(region) && hasAccount
      && resource.hasPrefix("secret:") && resource != "secret:"
  }

  private var hasAccount: Bool {
    account.utf8.count == 12 && account.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
