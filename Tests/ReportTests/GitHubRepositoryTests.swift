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
  ])
  func isFoundFromTheAddress(url: String, base: String) throws {
    let repository = try GitHubRepository(gitURL: url)
    #expect(repository.apiBase == base)
    #expect(repository.owner == "octo")
    #expect(repository.name == "config")
  }

  @Test(arguments: [
    ("file:///srv/config.git", "it is fetched from file://, which has no host"),
    ("/srv/config.git", "it is fetched from a path of this machine"),
    ("./octo/a:b", "it is fetched from a path of this machine"),
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

  @Test func theAPIAddressCanBeGiven() throws {
    let stand = try GitHubRepository(
      gitURL: "http://127.0.0.1:8080/git/octo/config.git", apiBase: "http://[::1]:9/")
    #expect(stand.apiBase == "http://[::1]:9")
    #expect(stand.owner == "octo")
    for base in ["http://git.example.org/api", "https://me:secret@git.example.org/api", "ftp://x"] {
      let failure = thrown(GitHubRepository.Failure.self) {
        _ = try GitHubRepository(gitURL: "https://github.com/octo/config", apiBase: base)
      }
      #expect(failure != nil)
      #expect(failure?.description.contains("secret") == false)
    }
  }
}
