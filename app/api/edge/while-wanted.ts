import type { ServerResponse } from "node:http";
import type { HttpCall } from "./http-call.ts";

/** A call that may be hung up. `raw` is Hono's, for tests without a socket. */
interface WantedCall extends HttpCall {
  req: HttpCall["req"] & { raw?: Request };
}

/**
 * Runs `work` with a signal that is aborted when the caller hangs up or the process begins to stop
 * (`closing`). A thousand agents wait at a time, so each wait has to be cheap: `c.req.raw.signal`
 * would create a whole Request for each, and `AbortSignal.any` leaks memory on `closing` with every
 * wait on Node 20.
 */
export async function whileWanted<T>(
  c: WantedCall,
  closing: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const unwanted = new AbortController();
  const abort = () => unwanted.abort();
  const stop = onHangUp(c, abort);
  closing.addEventListener("abort", abort);
  if (closing.aborted) abort();
  try {
    return await work(unwanted.signal);
  } finally {
    closing.removeEventListener("abort", abort);
    stop();
  }
}

/** Under our own server the response tells; in tests the request's signal. Returns how to stop. */
function onHangUp({ env, req }: WantedCall, hangUp: () => void): () => void {
  const { outgoing } = (env ?? {}) as { outgoing?: ServerResponse };
  if (outgoing) {
    outgoing.once("close", hangUp);
    if (outgoing.destroyed) hangUp();
    return () => outgoing.off("close", hangUp);
  }
  const signal = req.raw?.signal;
  if (!signal) return () => {};
  signal.addEventListener("abort", hangUp);
  if (signal.aborted) hangUp();
  return () => signal.removeEventListener("abort", hangUp);
}
