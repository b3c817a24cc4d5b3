import Dispatch
import EnergyModel
import Synchronization

/// Runs something asynchronous to its end while the caller waits: the one bridge from the shell,
/// where a statement follows another, to what is asynchronous.
///
/// Once nobody wants it any more the work is cancelled, and what it throws then is thrown.
/// `meanwhile` is called now and again by the caller's own thread.
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

/// What one thread leaves for another.
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
