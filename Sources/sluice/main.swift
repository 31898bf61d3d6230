import CommandLine
import Glibc
import JQ
import Jsonnet

let arguments = Array(Swift.CommandLine.arguments.dropFirst())
// The program starts itself to evaluate what it does not trust; these are no commands for people.
if arguments == [JsonnetChild.word] { exit(JsonnetChild.run()) }
if arguments == [JQChild.word] { exit(JQChild.run()) }
let status = await Program.ofProcess().run(arguments)
// Threads may still be closing what they have open, and must not lose the libraries that they do it with.
fflush(nil)
_exit(status.rawValue)
