import { faultFrom, OutboundFault } from "./outbound-fault.ts";

/** Runs a call until its answer, time's end or abort, even if the work goes on. @throws {OutboundFault} */
export async function withinTime<T>(
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
  work: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (fault: OutboundFault) => ending.abort(fault);
  const late = () => end(new OutboundFault("timeout", `no response within ${timeoutMs} ms`));
  const abort = () =>
    end(new OutboundFault("aborted", "the caller aborted the call", { cause: signal?.reason }));
  const timer = setTimeout(late, timeoutMs);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    ending.signal.throwIfAborted();
    return await Promise.race([rejection(ending.signal), work(ending.signal)]);
  } catch (cause) {
    throw ending.signal.aborted ? ending.signal.reason : faultFrom(cause);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason);
    signal.addEventListener("abort", fail, { once: true });
  });
}
