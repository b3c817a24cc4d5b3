import ArgumentParser
import Commands
import EnergyModel
import Glibc
import OctopusAPI
import QueryLanguage
import Rendering
import Shell
import Terminal

/// One run of the program: the environment of its session, and the statements to run.
struct Run {
  private let options: Options
  private let arguments: [String]

  /// Creates a run from `options`; `arguments`, from which they were parsed, give the order of -c
  /// and -f.
  init(_ options: Options, arguments: [String]) {
    self.options = options
    self.arguments = arguments
  }

  func status() throws -> ExitStatus {
    guard let zone = ClockZone.london() else {
      throw ValidationError("The time zone Europe/London is unknown to this system.")
    }
    let console = try console()
    let session = Session(
      console: console, zone: zone, cachePath: cachePath, settings: settings(zone),
      cancellation: Interrupt.cancellation, clock: { Instant(seconds: Int64(time(nil))) })
    if let historyPath {
      let own = ReservedFiles(
        cache: cachePath, credentials: credentialsPath, history: nil, queries: queriesPath)
      if let meaning = own.meaning(of: historyPath) {
        throw ValidationError("The history can't be \(historyPath): it is \(meaning).")
      }
    }
    let workspace = session.workspace
    workspace.cacheHandle.queriesMakeFolders = isAtPrompt || cachePath == defaultCachePath
    if !options.quiet {
      workspace.cacheHandle.reportWait = { text in
        // If standard error is gone, there is nowhere to report to.
        try? writeAll(Array("\(text.visible)\n".utf8), to: STDERR_FILENO, named: "standard error")
      }
    }
    workspace.ownQueries = OwnQueries(path: queriesPath)
    workspace.network = try network()
    workspace.network.keys.removeDraft()
    for variable in options.variables { workspace.set(variable.name, to: variable.value) }
    if isatty(STDIN_FILENO) != 0, let terminal {
      workspace.questions.ask = { question in
        try writeAll(Array(question.utf8), to: terminal, named: "the terminal")
        return Interrupt.withDefaultAction { readLine() }
      }
      let prompt = SecretPrompt(input: STDIN_FILENO, output: terminal)
      workspace.questions.askSecret = { question in try prompt.answer(to: question) }
    } else if standardInputIsFree {
      // A key may be piped in, as standard input holds no statements here.
      workspace.questions.askSecret = { _ in readLine() }
    }
    Interrupt.watch()
    let shell = Shell(session)
    if isAtPrompt, let terminal {
      session.settings.run.wait = options.wait.map { .seconds($0) }
      if isDemo {
        _ = try shell.run(words: options.words)
      } else {
        try shell.greet()
      }
      if let startUpPath { try shell.runStartUp(startUpPath) }
      if isatty(STDOUT_FILENO) != 0 {
        workspace.output.pagedScreen = { ScreenSize(of: STDOUT_FILENO) }
      }
      try shell.interact(terminal: terminal, isDumb: isDumb)
      // At a prompt the user has seen what failed; leaving is not a failure.
      return .success
    }
    let shouldContinue = try options.startUp.map { try shell.run(file: $0) } ?? true
    if shouldContinue || options.keepGoing { try runStatements(shell) }
    try console.output.flush()
    return session.status
  }

  /// Runs the statements of the command line or of standard input, without a prompt.
  private func runStatements(_ shell: Shell) throws {
    if !options.command.isEmpty || !options.file.isEmpty {
      try runInOrder(shell)
    } else if options.words.count == 1 {
      _ = try shell.run(text: options.words[0])
    } else if !options.words.isEmpty {
      _ = try shell.run(words: options.words)
    } else {
      _ = try shell.runStandardInput()
    }
  }

  /// Whether statements are read at an interactive prompt.
  private var isAtPrompt: Bool {
    (options.command + options.file).isEmpty && (options.words.isEmpty || isDemo)
      && isatty(STDIN_FILENO) != 0
  }

  /// Whether the one statement is `demo`, after which a terminal gets a prompt.
  private var isDemo: Bool { options.words.map { $0.lowercased() } == ["demo"] }

  /// Whether statements come from the command line, so that standard input is free for answers.
  private var standardInputIsFree: Bool {
    !options.words.isEmpty || !options.command.isEmpty
      || !options.file.isEmpty && !options.file.contains("-")
  }

  /// Runs -c and -f in the order given, which the option parser does not keep.
  private func runInOrder(_ shell: Shell) throws {
    var commands = options.command.makeIterator()
    var files = options.file.makeIterator()
    for argument in arguments.prefix(while: { $0 != "--" }) {
      let name = argument.prefix { $0 != "=" }
      var shouldContinue = true
      if name == "-c" || name == "--command", let command = commands.next() {
        shouldContinue = try shell.run(text: command)
      } else if name == "-f" || name == "--file", let file = files.next() {
        shouldContinue = try shell.run(file: file, arguments: options.words)
      }
      let keepsGoing = options.keepGoing && !Interrupt.cancellation.isRequested
      guard shouldContinue || keepsGoing else { return }
    }
  }

  private func network() throws -> Network {
    var network = Network()
    if let text = options.apiBase ?? environment("OCTOWATT_API_BASE") {
      do {
        network.base = try APIBase(text)
      } catch {
        throw ValidationError("The API root '\(text)' \(error.rawValue).")
      }
    }
    network.proxy = Proxy(for: network.base, variable: environment)
    network.isOffline = options.offline
    network.keys = KeyRing(environmentKey: environment("OCTOPUS_API_KEY"), path: credentialsPath)
    // The programs that are started, such as an editor, don't get it.
    unsetenv("OCTOPUS_API_KEY")
    network.policy.now = { Instant(seconds: Int64(time(nil))) }
    return network
  }

  private func settings(_ zone: ClockZone) -> Settings {
    let settings = Settings()
    settings.run.historyPath = historyPath
    settings.run.process = Run.process
    settings.output.format = options.format
    settings.output.path = outputPath
    settings.run.fixedNow = options.today.map { zone.start(of: $0) }
    settings.pricing.policy = options.policy
    settings.run.isStrict = options.strict
    settings.run.keepsGoing = options.keepGoing
    settings.run.isQuiet = options.quiet
    settings.run.assumesYes = options.yes
    if let wait = options.wait { settings.run.wait = .seconds(wait) }
    settings.display.width = options.width
    settings.display.colorDepth = colorDepth
    settings.run.isSafe = options.safe
    let pager = environment("OCTOWATT_PAGER") ?? environment("PAGER")
    if let pager, !pager.isEmpty { settings.display.defaultPager = pager }
    settings.display.pager = options.safe ? "" : pager ?? settings.display.defaultPager
    return settings
  }

  /// This process and machine, as in `4711@lenovo`.
  private static var process: String {
    var system = utsname()
    guard uname(&system) == 0 else { return "\(getpid())" }
    let name = withUnsafeBytes(of: system.nodename) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return "\(getpid())@\(name)"
  }

  // MARK: The terminal

  /// The file for results; nil for standard output, which '-' stands for too.
  private var outputPath: String? { options.output == "-" ? nil : options.output }

  private func console() throws -> Console {
    var descriptor = STDOUT_FILENO
    if let path = outputPath {
      if options.safe {
        throw ValidationError("Cannot write \(path): --safe does not allow writing files.")
      }
      let own = ReservedFiles(
        cache: cachePath, credentials: credentialsPath, history: historyPath, queries: queriesPath)
      if let meaning = own.meaning(of: expandingTilde(path)) {
        throw ValidationError("Cannot write \(path): it is \(meaning).")
      }
      if options.format == nil, let reason = OutputFormat.refusal(of: path, naming: "--format") {
        throw ValidationError("Cannot write \(path): \(reason).")
      }
      descriptor = open(expandingTilde(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        let reason = String(cString: strerror(errno)).lowercased()
        throw ValidationError("Cannot write \(path): \(reason).")
      }
    }
    let name = outputPath ?? "standard output"
    let isTerminal = isatty(descriptor) != 0
    let usesColor = isTerminal && !isDumb && (environment("NO_COLOR") ?? "").isEmpty
    let console = Console(
      output: OutputBuffer { bytes in
        try writeAll(bytes, to: descriptor, named: name, cancellation: Interrupt.cancellation)
      },
      error: { text in
        // If standard error is gone, there is nowhere to report to.
        try? writeAll(Array(text.utf8), to: STDERR_FILENO, named: "standard error")
      },
      outputIsTerminal: isTerminal, errorIsTerminal: isatty(STDERR_FILENO) != 0 && !isDumb,
      width: Run.terminalWidth,
      usesColor: usesColor, usesUnicode: !isTerminal || Run.localeIsUnicode)
    console.color = options.color
    return console
  }

  private var isDumb: Bool { ["dumb", "", nil].contains(environment("TERM")) }

  private var colorDepth: ColorDepth {
    let isFull = ["truecolor", "24bit"].contains(environment("COLORTERM"))
    return isFull ? .full : environment("TERM")?.contains("256") == true ? .indexed : .basic
  }

  private static func terminalWidth() -> Int? {
    let size = ScreenSize(of: STDOUT_FILENO) ?? ScreenSize(of: STDERR_FILENO)
    return size?.columns ?? environment("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }

  private static var localeIsUnicode: Bool {
    let locales = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment)
    return locales.first { !$0.isEmpty }?.lowercased().contains("utf") ?? false
  }

  /// The descriptor of a terminal for prompt and echo; nil if there is only a file or pipe.
  private var terminal: Int32? {
    [STDOUT_FILENO, STDERR_FILENO].first { isatty($0) != 0 }
  }

  // MARK: Files

  private var cachePath: String {
    expandingTilde(options.database ?? environment("OCTOWATT_DB") ?? defaultCachePath)
  }

  private var defaultCachePath: String {
    folder("XDG_DATA_HOME", ".local/share") + "/octowatt/cache.sqlite"
  }

  private var credentialsPath: String {
    folder("XDG_CONFIG_HOME", ".config") + "/octowatt/credentials"
  }

  /// The script to run before the first prompt; nil for none.
  private var startUpPath: String? {
    if let path = options.startUp { return path }
    let path = folder("XDG_CONFIG_HOME", ".config") + "/octowatt/init.octowatt"
    return options.noInit || access(path, F_OK) != 0 ? nil : path
  }

  private var historyPath: String? {
    switch options.history {
    case _ where options.safe: nil
    case "none": nil
    case let path?: expandingTilde(path)
    case nil: stateFolder + "/history"
    }
  }

  /// The list of saved queries that were defined here; nil to write none.
  private var queriesPath: String? { options.safe ? nil : stateFolder + "/queries" }

  private var stateFolder: String { folder("XDG_STATE_HOME", ".local/state") + "/octowatt" }

  /// A folder of the XDG base directory specification: absolute, or the default below home.
  private func folder(_ variable: String, _ fallback: String) -> String {
    if let path = environment(variable), path.hasPrefix("/") { return path }
    return expandingTilde("~/" + fallback)
  }
}

/// The value of an environment variable; nil when it is not set.
private func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
