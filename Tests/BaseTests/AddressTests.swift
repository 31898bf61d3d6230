import Base
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
    ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
    ("64:ff9b::1.2.3.4", "64:ff9b::102:304"), ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
    ("1::3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
  ])
  func reads(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.+4", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "::1.2.3", "1.2.3.4::", "fe80::1%eth0",
    "[::1]",
    "::+1",
  ])
  func refuses(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: [
    ("8.8.8.8", AddressScope.global), ("127.8.9.1", .loopback), ("10.255.0.1", .privateNetwork),
    ("172.15.255.255", .global), ("172.16.0.0", .privateNetwork), ("172.31.255.255", .privateNetwork),
    ("172.32.0.0", .global), ("192.168.1.1", .privateNetwork), ("169.254.169.254", .linkLocal),
    ("100.64.0.1", .sharedTranslation), ("100.128.0.1", .global), ("0.1.2.3", .unspecified),
    ("224.0.0.1", .multicast), ("255.255.255.255", .reserved), ("203.0.113.9", .reserved),
    ("::", .unspecified), ("::1", .loopback), ("fe80::1", .linkLocal), ("fd00:ec2::254", .uniqueLocal),
    ("ff02::1", .multicast), ("2001:db8::1", .reserved), ("2606:4700::1111", .global),
    ("::ffff:127.0.0.1", .loopback), ("::ffff:8.8.8.8", .global), ("64:ff9b::a9fe:a9fe", .linkLocal),
    ("2002:7f00:1::", .loopback), ("::10.0.0.1", .privateNetwork),
  ])
  func knowsItsScope(text: String, scope: AddressScope) throws {
    #expect(try #require(IPAddress(text)).scope == scope)
  }

  @Test func bytesAsTheyTravel() {
    #expect(IPAddress(bytes: [127, 0, 0, 1]) == IPAddress("127.0.0.1"))
    #expect(IPAddress(bytes: Array(repeating: 0, count: 15) + [1]) == IPAddress("::1"))
    #expect(IPAddress(bytes: [1, 2, 3]) == nil)
  }
}

@Suite struct CIDRTests {
  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "8.8.8.8", true),
    ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7/32", "192.0.2.8", false), ("10.1.2.3/8", "10.9.9.9", true),
    ("::/0", "::1", true), ("::/0", "1.2.3.4", false), ("2001:db8::/32", "2001:db8:ffff::", true),
    ("2001:db8::/32", "2001:db9::", false), ("fe80::/10", "febf::1", true),
    ("2001:db8::/96", "2001:db8::1:0:0", false),
    ("2001:db8::/96", "2001:db8::ffff:ffff", true), ("::1/128", "::1", true), ("::1/128", "::2", false),
    ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("2001:db8::/64", "2001:db8::1", true),
  ])
  func contains(block: String, address: String, isInside: Bool) throws {
    #expect(try #require(CIDR(block)).contains(try #require(IPAddress(address))) == isInside)
  }

  @Test(arguments: [
    "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0/8", "10.0.0.0/8/8", "a/8", "1.1.1.1/+8",
  ])
  func refuses(text: String) {
    #expect(CIDR(text) == nil)
  }
}
