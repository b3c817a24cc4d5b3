import Dispatch
import EnergyModel
import Synchronization

/// Runs asynchronous work while the caller blocks: the only bridge from the synchronous shell to
/// asynchronous code.
///
/// When `cancellation` is requested the work is cancelled, and its error is thrown. `meanwhile` is
/// called about every 50 ms on the caller's thread.
func waiting<Result: Sendable>(
  cancellation: Cancellation, meanwhile: () -> Void = {},
  for work: @escaping @Sendable () async throws -> Result
) throws -> Result {
  let outcome = Outcome<Result>()
  let done = DispatchSemaphore(value: 0)
  let task = Task {
    do {
      outcome.set(.success(try await work()))
    } catch {
      outcome.set(.failure(error))
    }
    done.signal()
  }
  while done.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
    if cancellation.isRequested { task.cancel() }
    meanwhile()
  }
  return try outcome.value()
}

/// A result passed from one thread to another.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)

  func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

  func value() throws -> Value {
    guard let result = result.withLock({ $0 }) else {
      preconditionFailure("the work is done and has no outcome")
    }
    return try result.get()
  }
}
