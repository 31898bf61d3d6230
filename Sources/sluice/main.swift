import CommandLine
import Glibc

exit(await Program.ofProcess().run(Array(Swift.CommandLine.arguments.dropFirst())).rawValue)
