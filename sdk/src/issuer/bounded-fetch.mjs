// @ts-check

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch */

/**
 * Thrown when a call has no usable response. `mayHaveArrived`: the server may have acted on the
 * call.
 */
export class NoResponse extends Error {
  /** @param {string} message @param {{mayHaveArrived: boolean, cause?: unknown}} details */
  constructor(message, { mayHaveArrived, cause }) {
    super(message, { cause });
    this.name = "NoResponse";
    this.mayHaveArrived = mayHaveArrived;
  }
}

/**
 * One call, bounded in time and size, that follows no redirect: a redirect would send a signed
 * call, or the trust in a key set, to another server. The time covers the body.
 * @param {Fetch} fetch
 * @param {string} url
 * @param {RequestInit & {timeoutSeconds: number, maximumBytes: number}} init
 * @returns {Promise<{status: number, headers: Headers, text: string}>}
 * @throws {NoResponse}
 */
export async function boundedFetch(fetch, url, { timeoutSeconds, maximumBytes, signal, ...init }) {
  const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const response = await attempt(() => fetch(url, { ...init, redirect: "manual", signal: either }));
  const isRedirect = response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
  if (isRedirect || response.redirected) {
    await response.body?.cancel();
    throw new NoResponse(`${new URL(url).origin} redirects`, { mayHaveArrived: true });
  }
  const text = await attempt(() => readText(response, maximumBytes, either));
  return { status: response.status, headers: response.headers, text };
}

/**
 * @template T
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
async function attempt(run) {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof NoResponse) throw cause;
    const { code, cause: inner } = /** @type {{code?: unknown, cause?: {code?: unknown}}} */ (Object(cause));
    const why = String(inner?.code ?? code ?? Object(cause).name);
    throw new NoResponse(`no response (${why})`, { mayHaveArrived: why !== "ECONNREFUSED", cause });
  }
}

/** @param {Response} response @param {number} maximumBytes @param {AbortSignal} signal */
async function readText(response, maximumBytes, signal) {
  if (!response.body) return "";
  const reader = response.body.getReader();
  // A custom fetch may not end the body when the signal aborts.
  const stop = () => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    const decoder = new TextDecoder();
    let [text, size] = ["", 0];
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maximumBytes) {
        await reader.cancel();
        throw new NoResponse(`the response is longer than ${maximumBytes} bytes`, { mayHaveArrived: true });
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
