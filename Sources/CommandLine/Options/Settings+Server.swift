import Base
import GrafanaEmulator
import HTTPServer

extension Settings {
  static let listen = Setting<ListenAddress>(
    CommandOption(
      "listen", .value("ADDR"), in: .server,
      "address for /healthz, /readyz and /metrics, such as 127.0.0.1:8080; without it nothing listens"),
    ValueReading.listenAddress)

  static let emulatorListen = Setting<ListenAddress>(
    CommandOption(
      "listen", .value("ADDR"), in: .server, "address to listen on; port 0 lets the system choose",
      standard: "127.0.0.1:3000"),
    ValueReading.listenAddress)

  static let grafanaVersion = Setting<String>(
    CommandOption("grafana-version", .value("VERSION"), in: .server, "version to play", standard: "12.4")
  ) { text throws(InvalidValue) in
    guard ServerVersion(text) ?? ServerVersion(text + ".0") != nil else {
      throw InvalidValue("is no version; write for example 9.3 or 12.4")
    }
    return text
  }

  static let alerting = Setting<AlertingSystem>(
    CommandOption(
      "alerting", .value("SYSTEM"), in: .server,
      "alerting to play: unified, or up to version 10.4 legacy",
      standard: "unified", choices: AlertingSystem.allCases.map(\.rawValue)),
    ValueReading.choice(AlertingSystem.self))

  static let adminPassword = Setting<SecretValue>(
    CommandOption(
      "admin-password", .value("PASSWORD"), in: .server, "password of the user admin; for tests only",
      standard: "admin", showsValue: false)
  ) { text throws(InvalidValue) in
    if text.isEmpty { throw InvalidValue("is empty") }
    return SecretValue(text)
  }

  static let faults = Setting<String>(
    CommandOption(
      "faults", .value("FILE"), in: .server, "JSON file that says what goes wrong on purpose",
      completion: .files),
    ValueReading.path)
}
