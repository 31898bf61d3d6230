import Base
import Grafana
import GrafanaEmulator
import HTTP
import TestSupport

/// Sessions of servers of this machine.
enum SessionFixture {
  static func session(
    _ url: String, token: SecretValue = SecretValue("token"), time: SteppingTime = SteppingTime(),
    timeout: Duration = .seconds(30), namespace: String = "default"
  ) throws -> GrafanaSession {
    GrafanaSession(
      GrafanaSession.Settings(
        url: try HTTPURL(url), authorization: .bearer(token), timeout: timeout, namespace: namespace,
        scrub: { $0 }),
      client: HTTPClient(), time: time, random: FixedRandom(0))
  }

  /// An emulator and a session with an administrator's token.
  static func emulator(_ version: String) throws -> (emulator: GrafanaEmulator, session: GrafanaSession) {
    let emulator = try GrafanaEmulator(version: version, adminPassword: SecretValue("secret"))
    let token = emulator.makeToken(named: "sluice", role: .admin)
    return (emulator, try session(emulator.url, token: token))
  }
}
