import Report
import TestSupport
import Testing

@Suite struct GitHubRepositoryTests {
  @Test(arguments: [
    ("https://github.com/octo/config.git", "https://api.github.com"),
    ("https://github.com/octo/config", "https://api.github.com"),
    ("https://www.github.com/octo/config/", "https://api.github.com"),
    ("git@github.com:octo/config.git", "https://api.github.com"),
    ("ssh://git@github.com/octo/config.git", "https://api.github.com"),
    ("ssh://git@ssh.github.com:443/octo/config.git", "https://api.github.com"),
    ("https://user:pass@github.com/octo/config.git", "https://api.github.com"),
    ("https://git.example.org/octo/config.git", "https://git.example.org/api/v3"),
    ("https://git.example.org:8443/octo/config.git", "https://git.example.org:8443/api/v3"),
    ("http://git.example.org/octo/config.git", "https://git.example.org/api/v3"),
    ("ssh://git@git.example.org:2222/octo/config.git", "https://git.example.org/api/v3"),
    ("git@GIT.example.org:/octo/config.git", "https://git.example.org/api/v3"),
    ("https://octo.ghe.com/octo/config", "https://api.octo.ghe.com"),
    ("https://[fd00::1]:8443/octo/config", "https://[fd00::1]:8443/api/v3"),
    // A stand-in on the same machine.
    ("http://127.0.0.1:8080/octo/config.git", "http://127.0.0.1:8080/api/v3"),
    ("http://[::1]:8080/octo/config", "http://[::1]:8080/api/v3"),
    ("http://localhost/octo/config", "http://localhost/api/v3"),
    // Everywhere else the token would go in clear.
    ("http://127.0.0.1.example.org:8080/octo/config", "https://127.0.0.1.example.org/api/v3"),
    ("http://10.0.0.1/octo/config", "https://10.0.0.1/api/v3"),
  ])
  func isFoundFromTheAddress(url: String, base: String) throws {
    let repository = try GitHubRepository(gitURL: url)
    #expect(repository.apiBase == base)
    #expect(repository.owner == "octo")
    #expect(repository.name == "config")
  }

  @Test(arguments: [
    ("file:///srv/config.git", "its address begins with file://, which names no host"),
    ("/srv/config.git", "its address is a path of this machine"),
    ("./octo/a:b", "its address is a path of this machine"),
    ("https://gitlab.com/octo/config.git", "gitlab.com is another service"),
    ("git@bitbucket.org:octo/config.git", "bitbucket.org is another service"),
    ("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/config", "amazonaws.com is another service"),
    ("https://github.com/config.git", "its path is not OWNER/NAME"),
    ("https://github.com/a/b/c.git", "its path is not OWNER/NAME"),
    ("https://github.com/octo/..", "its path is not OWNER/NAME"),
    ("https://github.com/oc%2Fto/config", "its path is not OWNER/NAME"),
  ])
  func isRefusedWithAReason(url: String, reason: String) {
    let failure = thrown(GitHubRepository.Failure.self) { _ = try GitHubRepository(gitURL: url) }
    #expect(failure?.description == "commit statuses need a repository on GitHub: \(reason)")
  }

  @Test func aPasswordInTheAddressIsNotTold() {
    let failure = thrown(GitHubRepository.Failure.self) {
      _ = try GitHubRepository(gitURL: "https://me:secret@git.example.org/config")
    }
    #expect(failure?.description.contains("secret") == false)
  }
}
