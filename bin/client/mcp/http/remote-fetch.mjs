// @ts-check
import { Agent, fetch } from "undici";
import { NotSentError, notConnected } from "./not-sent-error.mjs";

/**
 * An MCP server at a URL.
 * @param {URL} url
 * @param {{credentials: Record<string, string>}} options headers that the gateway adds to each call
 * @returns {import("./http-gateway.mjs").ServerFetch}
 */
export function remoteFetch(url, { credentials }) {
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
        // A redirect would send the credentials to another server.
        redirect: "error",
        signal,
      });
      return /** @type {Response} */ (/** @type {unknown} */ (response));
    } catch (cause) {
      const code = /** @type {any} */ (cause)?.cause?.code;
      throw notConnected.has(code) ? new NotSentError(String(code), { cause }) : cause;
    }
  };
}
