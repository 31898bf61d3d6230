import Base
import HTTP
import Reconcile
import Render

extension Settings {
  static let gitSecret = Setting<SourceSettings.SecretName>(
    CommandOption(
      "git-secret", .value("NAMESPACE/NAME"), in: .access,
      "secret for the repository, with Flux's keys: username, password, bearerToken, ca.crt, identity, known_hosts"
    ),
    ValueReading.secretName)

  static let statusSecret = Setting<SourceSettings.SecretName>(
    CommandOption(
      "status-secret", .value("NAMESPACE/NAME"), in: .access,
      "secret with the keys of Flux's GitHub provider: token, and address where it is not the repository's own; without it no commit statuses are sent"
    ),
    ValueReading.secretName)

  static let secrets = Setting<String>(
    CommandOption(
      "secrets", .value("DIR"), in: .access,
      "directory of values as NAMESPACE/NAME/KEY, looked at after the secrets of the repository",
      completion: .directories),
    ValueReading.path)

  static let timeout = Setting<Duration>(
    CommandOption(
      "timeout", .value("DURATION"), in: .access, "for every wait on another machine", standard: "30s"),
    ValueReading.duration(atLeast: .seconds(1)))

  static let allowedAddresses = Setting<CIDR>(
    CommandOption(
      "allow-address", .repeated("CIDR"), in: .access,
      "address block beside the public internet that dashboards may be fetched from by url")
  ) { text throws(InvalidValue) in
    guard let block = CIDR(text) else {
      throw InvalidValue("is no address block; write for example 10.0.0.0/8 or 2001:db8::/32")
    }
    return block
  }

  static let catalogue = Setting<String>(
    CommandOption(
      "grafana-com", .value("URL"), in: .access,
      "where dashboards that manifests name by grafanaCom come from ('\(Renderer.grafanaCom)' unless given): a mirror of its own"
    )
  ) { text throws(InvalidValue) in
    guard let url = try? HTTPURL(text) else { throw InvalidValue("is no URL; write https://…") }
    guard url.userInfo == nil else { throw InvalidValue("carries credentials; everybody would see them") }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  static let statusTargetURL = Setting<String>(
    CommandOption(
      "status-target-url", .value("URL"), in: .access, "where the link of a commit status leads",
      showsValue: false)
  ) { text throws(InvalidValue) in
    do {
      let url = try HTTPURL(text)
      guard url.userInfo == nil else { throw InvalidValue("carries credentials; everybody would see them") }
      return text
    } catch let error as InvalidValue {
      throw error
    } catch {
      throw InvalidValue("is no URL; write https://…")
    }
  }
}
