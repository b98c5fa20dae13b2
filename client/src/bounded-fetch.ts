export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A call without a usable response. `mayHaveArrived`: the server may have acted on the call. */
export class NoResponse extends Error {
  readonly mayHaveArrived: boolean;
  constructor(message: string, { mayHaveArrived, cause }: { mayHaveArrived: boolean; cause?: unknown }) {
    super(message, { cause });
    this.name = "NoResponse";
    this.mayHaveArrived = mayHaveArrived;
  }
}

/**
 * One call, bounded in time and size, that follows no redirect: a redirect would send a signed
 * call, or the trust in a key set, to another server. The time covers the body.
 * @throws {NoResponse}
 */
export type Send = (url: string, init: Sent) => Promise<Received>;

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  timeoutSeconds: number;
  maximumBytes: number;
}

export interface Received {
  status: number;
  headers: { get: (name: string) => string | null };
  text: string;
}

/** A {@link Send} by `fetch`. */
export async function boundedFetch(
  fetch: Fetch,
  url: string,
  { timeoutSeconds, maximumBytes, signal, ...init }: Sent,
): Promise<Received> {
  const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const response = await attempt(() => fetch(url, { ...init, redirect: "manual", signal: either }));
  const isRedirect = response.type === "opaqueredirect" || isRedirectStatus(response.status);
  if (isRedirect || response.redirected) {
    await response.body?.cancel();
    throw redirects(url);
  }
  const text = await attempt(() => readText(response, maximumBytes, either));
  return { status: response.status, headers: response.headers, text };
}

async function attempt<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw noResponse(cause);
  }
}

/** The error of a call, by the cause that ended it. */
export function noResponse(cause: unknown): NoResponse {
  if (cause instanceof NoResponse) return cause;
  const { code, cause: inner } = Object(cause) as { code?: unknown; cause?: { code?: unknown } };
  // The `code` of a DOMException is a number.
  const isNamed = (value: unknown) => typeof value === "string";
  const why = String([inner?.code, code].find(isNamed) ?? Object(cause).name);
  return new NoResponse(`no response (${why})`, { mayHaveArrived: why !== "ECONNREFUSED", cause });
}

export function isRedirectStatus(status: number): boolean {
  return status >= 300 && status < 400;
}

export function redirects(url: string): NoResponse {
  return new NoResponse(`${new URL(url).origin} redirects`, { mayHaveArrived: true });
}

export function tooLong(maximumBytes: number): NoResponse {
  return new NoResponse(`the response is longer than ${maximumBytes} bytes`, { mayHaveArrived: true });
}

async function readText(response: Response, maximumBytes: number, signal: AbortSignal) {
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
        throw tooLong(maximumBytes);
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
