// swift-tools-version: 6.0

import PackageDescription

/// For tests, which look at everything: which module a member comes from is no news there.
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-warnings-as-errors"]),
]

/// Every target is compiled in Swift 6 language mode with warnings as errors. From Swift 6.1 on
/// `MemberImportVisibility` also makes a file name each module whose members it uses.
let strict: [SwiftSetting] = common + [.enableUpcomingFeature("MemberImportVisibility")]

/// A C library of Debian: a module map and nothing else.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A layer. It may import only what its list names; `deploy/test.sh` checks the imports as well.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding files: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: files,
    swiftSettings: common)
}

let package = Package(
  name: "sluice",
  products: [],
  targets: [
    library("CLibGit2", pkgConfig: "libgit2", apt: "libgit2-dev"),
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
    library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    library("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    // Debian's package has no pkg-config file; the module map names the library.
    .systemLibrary(name: "CJsonnet", path: "Sources/CJsonnet", providers: [.apt(["libjsonnet-dev"])]),

    // C that Swift cannot write: variadic doors, and libgit2's transports.
    .target(name: "CShims", dependencies: ["CLibGit2", "CCurl", "CMicroHTTPD"], path: "Sources/CShims"),
    // Apart, so that only what evaluates Jsonnet needs its library.
    .target(name: "CJsonnetShims", dependencies: ["CJsonnet"], path: "Sources/CJsonnetShims"),
    // Nothing but C uses libjq (Debian's libjq-dev), so it needs no module of its own.
    .target(
      name: "CJQShims", path: "Sources/CJQShims", linkerSettings: [.linkedLibrary("jq")]),

    // The layers, in the order of the flow. A layer never names one that stands below it here.
    layer("Base", ["CCrypto"]),
    layer("Platform", ["Base", "CShims", "CZlib"]),
    layer("Documents", ["Base", "CYAML"]),
    layer("HTTP", ["Base", "Platform", "CShims", "CCurl"]),
    layer("Cluster", ["Base", "Platform", "Documents", "HTTP"]),
    layer("HTTPServer", ["CShims", "CMicroHTTPD"]),
    layer("Git", ["Base", "CShims", "CLibGit2", "CCurl"]),
    layer("Evaluation", ["Base", "CShims"]),
    layer("Jsonnet", ["Base", "Platform", "Evaluation", "CJsonnetShims", "CJsonnet"]),
    layer("JQ", ["Base", "Platform", "Evaluation", "CJQShims"]),
    layer("Manifests", ["Base", "Documents", "HTTP"]),
    layer("Secrets", ["Base", "Platform", "Manifests"]),
    layer(
      "Render",
      ["Base", "Platform", "Documents", "HTTP", "Evaluation", "Jsonnet", "JQ", "Manifests", "Secrets"]),
    layer("Grafana", ["Base", "Platform", "Documents", "HTTP", "Render"]),
    layer("AgentConfiguration", ["Base", "Documents"]),
    // The way from Grafana Agent to Grafana Alloy.
    layer("Alloy", ["Base", "Documents", "AgentConfiguration"]),
    layer("Agent", ["Base", "Platform", "Documents", "Manifests", "Alloy", "AgentConfiguration"]),
    layer("Plan", ["Base"]),
    layer("Apply", ["Base", "Platform", "Documents", "Cluster", "Render", "Grafana", "Plan"]),
    layer("Store", ["Base", "Platform", "Documents", "Plan", "CSQLite"]),
    layer("Report", ["Base", "Platform", "Documents", "HTTP", "Plan", "Apply"]),
    layer(
      "Reconcile",
      [
        "Base", "Platform", "Documents", "HTTP", "Cluster", "Git", "Manifests", "Secrets", "Render",
        "Grafana", "Agent", "Plan",
        "Apply", "Store", "Report",
      ]),
    layer("Server", ["Base", "Platform", "Documents", "HTTPServer", "Report"]),

    layer("GrafanaEmulator", ["Base", "Platform", "Documents", "HTTPServer", "CCrypto", "CZlib"]),

    layer(
      "CommandLine",
      [
        "Base", "Platform", "Documents", "HTTP", "Cluster", "HTTPServer", "Git", "Evaluation", "Manifests",
        "Secrets",
        "Render",
        "Grafana",
        "Plan", "Apply",
        "Alloy", "AgentConfiguration", "Agent", "Store", "Report", "Reconcile", "Server", "GrafanaEmulator",
      ]),
    program("sluice", ["CommandLine", "Jsonnet", "JQ"]),

    // One case of a public test suite at a time, for the tests and for anybody who wants to check a claim.
    layer("Conformance", ["Base", "Platform", "Documents", "Manifests", "Alloy", "Agent"]),
    program("sluice-conformance", ["Conformance"]),

    // Servers and folders that tests and the benchmark play with.
    .target(
      name: "TestSupport",
      dependencies: ["Base", "Platform", "Documents", "HTTPServer", "CShims", "Evaluation", "Render"],
      path: "Tests/TestSupport",
      swiftSettings: strict),

    program(
      "sluice-bench",
      [
        "Agent", "Base", "Documents", "Git", "HTTP", "Manifests", "Platform", "Reconcile", "Report", "Store",
        "TestSupport",
      ]),

    // Tests mirror the layers.
    tests("BaseTests", ["Base"]),
    tests("PlatformTests", ["Base", "Platform"]),
    tests("DocumentsTests", ["Documents", "Base"]),
    tests("HTTPTests", ["Base", "Platform", "HTTP"]),
    tests("ClusterTests", ["Cluster", "Base", "Platform", "Documents", "HTTP", "HTTPServer"]),
    tests("HTTPServerTests", ["HTTPServer", "Base"]),
    tests("GrafanaEmulatorTests", ["GrafanaEmulator", "HTTPServer", "Documents", "Base", "Platform"]),
    tests("ManifestsTests", ["Manifests", "Documents", "Base"]),
    tests("SecretsTests", ["Secrets", "Manifests", "Base"]),
    tests("JsonnetTests", ["Evaluation", "Jsonnet", "Base", "sluice"]),
    tests("JQTests", ["Evaluation", "JQ", "Base", "sluice"]),
    tests(
      "RenderTests",
      ["Render", "Manifests", "HTTP", "Documents", "Platform", "Base", "sluice"]),
    tests(
      "GrafanaTests", ["Grafana", "GrafanaEmulator", "Render", "HTTP", "Documents", "Platform", "Base"]),
    tests(
      "ApplyTests",
      ["Apply", "Grafana", "GrafanaEmulator", "Render", "Plan", "HTTP", "Documents", "Platform", "Base"]),
    tests("ConformanceTests", ["Conformance", "Documents"]),
    tests("AlloyTests", ["Alloy", "AgentConfiguration", "Base", "Documents"]),
    tests("AgentConfigurationTests", ["AgentConfiguration", "Base", "Documents"]),
    tests(
      "AgentTests", ["Agent", "Alloy", "Base", "Platform", "Documents", "Manifests", "Conformance"]),
    tests("PlanTests", ["Plan", "Base"]),
    // Writes to a store until it kills itself; the tests look at what is left.
    .executableTarget(
      name: "StoreWriter", dependencies: ["Base", "Plan", "Platform", "Store"], path: "Tests/StoreWriter",
      swiftSettings: strict),
    tests("StoreTests", ["Base", "Platform", "Documents", "Plan", "Store", "StoreWriter"]),
    tests(
      "Promises",
      [
        "Reconcile", "Base", "Cluster", "Documents", "Git", "GrafanaEmulator", "HTTP", "HTTPServer", "Plan",
        "Platform",
        "Report", "Store",
        "sluice",
      ]),
    tests("GitTests", ["Git", "Platform", "Base", "CShims"]),
    tests(
      "SampleTests",
      ["Base", "Platform", "Documents", "HTTP", "Manifests", "Render", "Agent", "sluice"]),
    tests(
      "ReportTests", ["Report", "Apply", "Plan", "HTTP", "Documents", "Platform", "Base"],
      excluding: ["Snapshots"]),
    tests(
      "ReconcileTests",
      [
        "Reconcile", "Agent", "Manifests", "Plan", "Apply", "Secrets", "Report", "Store", "Git", "Documents",
        "Platform",
        "Base",
      ]),
    tests(
      "ServerTests",
      ["Server", "Report", "Apply", "HTTP", "HTTPServer", "Documents", "Platform", "Base"]),
    tests(
      "CommandLineTests",
      [
        "CommandLine", "Alloy", "Base", "Platform", "Documents", "HTTP", "Cluster", "HTTPServer", "Store",
        "Report",
        "Reconcile", "GrafanaEmulator", "sluice",
      ]),
  ]
)
