import ArgumentParser
import EnergyModel
import Glibc
import QueryLanguage
import Rendering
import Shell

@main
struct EntryPoint {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      let options = try Options.parse()
      exit(try Run(options).status().rawValue)
    } catch is BrokenPipe {
      exit(ExitStatus.success.rawValue)
    } catch {
      let text = Options.fullMessage(for: error)
      let isHelp = Options.exitCode(for: error) == .success
      fputs(text + "\n", isHelp ? stdout : stderr)
      exit(isHelp ? 0 : ExitStatus.usage.rawValue)
    }
  }
}
