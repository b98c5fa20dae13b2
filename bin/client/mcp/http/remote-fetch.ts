import { Agent, fetch } from "undici";
import type { Untyped } from "#client/json/untyped";
import { NotSentError, type ServerFetch } from "./server-fetch.ts";

/** An MCP server at a URL. The gateway adds the headers `credentials` to each call. */
export function remoteFetch(url: URL, { credentials }: { credentials: Record<string, string> }): ServerFetch {
  // A tool may take long, and a stream of events may be silent for long.
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  return async ({ method, headers, message, signal }) => {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, {
        dispatcher,
        method,
        headers: { ...headers, ...credentials },
        body: message && JSON.stringify(message),
        // A redirect would send the credentials elsewhere.
        redirect: "error",
        signal,
      });
      return response as unknown as Response;
    } catch (cause) {
      const code = (cause as Untyped)?.cause?.code;
      throw notConnected.has(code) ? new NotSentError(String(code), { cause }) : cause;
    }
  };
}

/** The codes of a connection that was never made. */
export const notConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
