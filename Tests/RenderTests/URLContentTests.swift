import Base
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Render

/// Contents behind URLs.
@Suite struct URLContentTests {
  private static func request(_ server: LoopbackServer, _ path: String = "/d.json") -> URLContentCache.Request
  {
    URLContentCache.Request(url: server.url + path, cacheDuration: .seconds(60))
  }

  /// The text, and why it is stale; or why there is none.
  private func content(_ cache: URLContentCache, _ request: URLContentCache.Request) async -> String {
    do throws(URLContentCache.Problem) {
      let content = try await cache.content(of: request)
      return String(decoding: content.bytes, as: UTF8.self) + (content.staleBecause.map { " (\($0))" } ?? "")
    } catch {
      return "problem: \(error.message)"
    }
  }

  @Test func copyIsGoodUntilItExpires() async throws {
    let answers = Mutex(0)
    let server = try LoopbackServer { request in
      let count = answers.withLock { count in
        count += 1
        return count
      }
      if request["if-none-match"] == "\"1\"", count < 3 { return [.answer(304, [("ETag", "\"1\"")])] }
      return [.answer(200, [("ETag", "\"\(count)\"")], Array("answer \(count)".utf8))]
    }
    let time = ManualTime()
    let cache = RenderFixture.urls("127.0.0.0/8", time: time)
    let request = Self.request(server)
    #expect(await content(cache, request) == "answer 1")
    time.advance(by: .seconds(59))
    await cache.refresh([request])
    #expect(server.requests.count == 1)
    time.advance(by: .seconds(1))
    // Told by its tag that it is still good.
    await cache.refresh([request])
    #expect(await content(cache, request) == "answer 1")
    #expect(server.requests.map { $0["if-none-match"] } == [nil, "\"1\""])
    time.advance(by: .seconds(60))
    // A plan and its writes see the same content, until the next cycle asks anew.
    #expect(await content(cache, request) == "answer 1")
    await cache.refresh([request])
    #expect(await content(cache, request) == "answer 3")
    #expect(server.requests.count == 3)
  }

  @Test(
    arguments: [
      (
        [LoopbackServer.Step.answer(404, "")],
        "problem: the dashboard cannot be fetched: URL/d.json answered 404"
      ),
      (
        [LoopbackServer.Step.answer(302, [("Location", "/d.json")])],
        "problem: the dashboard cannot be fetched: GET URL/d.json: more than 5 redirects"
      ),
      (
        [LoopbackServer.Step.answer(200, [], [UInt8](repeating: 0x20, count: 9_000_000))],
        "problem: the dashboard cannot be fetched: GET URL/d.json: the answer is larger than the limit of 8388608 bytes"
      ),
      (
        [LoopbackServer.Step.answer(302, [("Location", "http://169.254.169.254/latest")])],
        "problem: the dashboard cannot be fetched: GET http://169.254.169.254/latest: "
          + "the address 169.254.169.254 is refused (link-local); allow it by name if it is meant"
      ),
    ] as [([LoopbackServer.Step], String)])
  func whatCannotBeFetchedIsTold(steps: [LoopbackServer.Step], text: String) async throws {
    let server = try LoopbackServer { _ in steps }
    let cache = RenderFixture.urls("127.0.0.0/8")
    let told = await content(cache, Self.request(server)).replacing(server.url, with: "URL")
    #expect(told == text)
    #expect(server.requests.count <= 6)
  }

  @Test func addressesOfThisMachineAreRefused() async throws {
    let server = try LoopbackServer { _ in [.answer(200, "{}")] }
    let fixture = RenderFixture([
      "a.yaml": Text.instance(), "b.yaml": Text.dashboard("d", "url: \(server.url)/d.json"),
    ])
    let rendering = try await fixture.render()
    #expect(
      rendering.findings == [
        "b.yaml:6 error fetch-failed: the dashboard cannot be fetched: GET \(server.url)/d.json: "
          + "the address 127.0.0.1 is refused (loopback); allow it by name if it is meant"
      ])
    #expect(
      rendering.diagnostics.map(\.remedy) == ["allow the address with --allow-address CIDR, if it is meant"])
    #expect(server.connectionCount == 0)
  }

  /// After a failure the next try waits 15 s, then 30, and so on up to ten minutes; `Retry-After` may ask for more.
  @Test func triesAfterFailuresGrowRare() {
    let limits = URLContentCache.Limits()
    let pauses = (1...9).map { limits.pause(after: $0, retryAfter: nil) }
    #expect(pauses == [15, 30, 60, 120, 240, 480, 600, 600, 600].map { Duration.seconds($0) })
    #expect(limits.pause(after: 1_000, retryAfter: .seconds(1)) == .seconds(600))
    #expect(limits.pause(after: 1, retryAfter: .seconds(1200)) == .seconds(1200))
    #expect(limits.pause(after: 1, retryAfter: .seconds(1 << 30)) == .seconds(3600))

    var shelf = URLContentShelf()
    let problem = URLContentCache.Problem(message: "away", remedy: nil)
    func isStarted(at second: Int) -> Bool {
      shelf.start("u", at: .seconds(second), validFor: .seconds(60), needsBytes: false) != nil
    }
    var tried: [Int] = []
    for second in 0...130 where isStarted(at: second) {
      tried.append(second)
      #expect(!isStarted(at: second))
      shelf.fail("u", problem, at: .seconds(second)) { limits.pause(after: $0, retryAfter: nil) }
      _ = shelf.end("u")
    }
    #expect(tried == [0, 15, 45, 105])
  }

  @Test func failedFetchIsTriedAgainBesideTheCycle() async throws {
    let answers = Mutex(0)
    let server = try LoopbackServer { _ in
      let count = answers.withLock { count in
        count += 1
        return count
      }
      return count == 1 ? [.answer(503, [("Retry-After", "100")])] : [.answer(200, "good")]
    }
    let time = ManualTime()
    let cache = RenderFixture.urls("127.0.0.0/8", time: time)
    let request = Self.request(server)
    await cache.refresh([request])
    #expect(cache.standing(of: request) == .failed)
    time.advance(by: .seconds(99))
    await cache.refresh([request])
    time.advance(by: .seconds(1))
    await cache.refresh([request])
    #expect(await eventually { cache.standing(of: request) == .good(Digest(of: "good")) })
    #expect(server.requests.count == 2)
  }

  @Test func lastGoodCopyIsUsedWhileTheHostIsAway() async throws {
    let isAway = Mutex(false)
    let server = try LoopbackServer { _ in
      isAway.withLock { $0 } ? [.answer(500, "")] : [.answer(200, #"{"title": "Kept"}"#)]
    }
    let time = ManualTime()
    let fixture = RenderFixture(
      [
        "a.yaml": Text.instance(),
        "b.yaml": Text.dashboard("d", "url: \(server.url)/d.json\ncontentCacheDuration: 60s"),
      ], urls: RenderFixture.urls("127.0.0.0/8", time: time))
    let good = try await fixture.render()
    #expect(good.findings == [])
    #expect(await fixture.renderer.isCurrent(good))

    isAway.withLock { $0 = true }
    time.advance(by: .seconds(60))
    // That it is stale is news, though the content is the same: it is told from now on, with every cycle.
    #expect(await !fixture.renderer.isCurrent(good))
    let stale = try await fixture.render()
    #expect(
      stale.findings == [
        "b.yaml:6 warning stale-content: the dashboard cannot be fetched: \(server.url)/d.json answered 500; "
          + "the last good copy, of 2026-11-21T14:03:11Z, is used"
      ])
    #expect(stale.desired["d"]?.digest == good.desired["d"]?.digest)
    #expect(await fixture.renderer.isCurrent(stale))

    time.advance(by: .seconds(8 * 24 * 3600))
    #expect(await eventually { await !fixture.renderer.isCurrent(stale) })
    let old = try await fixture.render()
    #expect(
      old.findings == [
        "b.yaml:6 error fetch-failed: the dashboard cannot be fetched: \(server.url)/d.json answered 500"
      ])

    isAway.withLock { $0 = false }
    time.advance(by: .seconds(600))
    #expect(await eventually { await !fixture.renderer.isCurrent(old) })
    let back = try await fixture.render()
    #expect(back.findings == [])
    #expect(back.desired["d"]?.digest == good.desired["d"]?.digest)
  }

  @Test func lookAtAnotherRevisionTakesNoCopyAway() async throws {
    let server = try LoopbackServer { _ in [.answer(200, #"{"title": "Kept"}"#)] }
    let dashboard = Text.dashboard("d", "url: \(server.url)/d.json")
    let fixture = RenderFixture(
      ["a.yaml": Text.instance(), "b.yaml": dashboard], urls: RenderFixture.urls("127.0.0.0/8"))
    _ = try await fixture.render()
    fixture.put(["b.yaml": nil])
    _ = try await fixture.render(isPast: true)
    fixture.put(["b.yaml": dashboard])
    #expect(try await fixture.render().desired["d"]?.title == "Kept")
    #expect(server.requests.count == 1)
    fixture.put(["b.yaml": nil])
    _ = try await fixture.render()
    fixture.put(["b.yaml": dashboard])
    _ = try await fixture.render()
    #expect(server.requests.count == 2)
  }

  /// The clock stands still but for the patience: nothing else can end the wait for a host that says nothing.
  @Test func silentHostIsWaitedForOnceAndNotLong() async throws {
    let silent = try LoopbackServer { _ in [.silence] }
    let good = try LoopbackServer { _ in [.answer(200, "good")] }
    let time = ManualTime()
    let cache = RenderFixture.urls("127.0.0.0/8", deadline: .seconds(600), time: time)
    let requests = (0..<20).map { Self.request(silent, "/\($0)") } + [Self.request(good)]
    let waiting = Task { await cache.refresh(requests) }
    #expect(await eventually { cache.standing(of: requests[20]) == .good(Digest(of: "good")) })
    #expect(await eventually { time.sleeperCount == 1 })
    time.advance(by: .seconds(10))
    await waiting.value
    #expect(
      await content(cache, requests[0])
        == "problem: the dashboard has not come within 10s; it is still awaited")
    // Not again, and not by every one of its URLs.
    let isOver = Mutex(false)
    let again = Task {
      await cache.refresh(requests)
      isOver.withLock { $0 = true }
    }
    // Where it waits after all, the clock ends it, and the test has failed instead of hanging.
    #expect(await eventually { isOver.withLock { $0 } })
    time.advance(by: .seconds(10))
    await again.value
    #expect(cache.standing(of: requests[0]) == .awaited)
    #expect(silent.connectionCount == 2)
  }

  @Test func hostThatDoesNotAnswerIsNotAskedForItsOtherURLs() async throws {
    let port = try LoopbackPort()
    let cache = RenderFixture.urls("127.0.0.0/8")
    let requests = (0..<50).map {
      URLContentCache.Request(url: "http://127.0.0.1:\(port.number)/\($0)", cacheDuration: nil)
    }
    await cache.refresh(requests)
    #expect(requests.allSatisfy { cache.standing(of: $0) == .failed })
    #expect(await content(cache, requests[49]).contains("the server refused the connection"))
  }

  @Test func onlySoMuchIsKept() async throws {
    let server = try LoopbackServer { request in
      [.answer(200, [], FixedRandom().bytes(10_000) + Array(request.target.utf8))]
    }
    let cache = RenderFixture.urls("127.0.0.0/8") { $0.keptBytes = 2_000 }
    let requests = (0..<10).map { Self.request(server, "/\($0)") }
    await cache.refresh(requests)
    #expect(requests.allSatisfy { cache.standing(of: $0) != .awaited })
    // What it is stays known; its bytes are fetched when they are needed.
    await cache.refresh(requests)
    #expect(server.requests.count == 10)
    for request in requests { #expect(await content(cache, request).hasPrefix("problem") == false) }
    #expect(server.requests.count > 10)
    cache.keep(only: [])
    #expect(requests.allSatisfy { cache.standing(of: $0) == .awaited })
  }
}
