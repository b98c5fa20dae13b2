import { Agent, type IncomingMessage, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import {
  isRedirectStatus,
  noResponse,
  type Received,
  redirects,
  type Send,
  tooLong,
} from "#client/bounded-fetch";

// Connections and TLS sessions are kept for the next call, as long as the server allows.
const agents = { http: new Agent({ keepAlive: true }), https: new TlsAgent({ keepAlive: true }) };

/** A call over connections that this process keeps. `fetch` takes twice as long (docs/performance.md). */
export const httpSend: Send = (url, { method, headers, body, signal, timeoutSeconds, maximumBytes }) =>
  new Promise((resolve, reject) => {
    const isTls = new URL(url).protocol === "https:";
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const options = { agent: isTls ? agents.https : agents.http, headers: { ...headers, ...length } };
    const sent = (isTls ? tlsRequest : request)(url, { ...options, method, signal });
    const timeout = setTimeout(
      () => sent.destroy(new DOMException("The call took too long.", "TimeoutError")),
      Math.ceil(timeoutSeconds * 1000),
    );
    const fail = (cause: unknown) => {
      clearTimeout(timeout);
      reject(noResponse(cause));
      sent.destroy();
    };
    sent.on("error", fail);
    sent.on("response", (response) => {
      if (isRedirectStatus(response.statusCode ?? 0)) return fail(redirects(url));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("error", fail);
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maximumBytes) fail(tooLong(maximumBytes));
        else chunks.push(chunk);
      });
      response.on("end", () => {
        clearTimeout(timeout);
        resolve(received(response, Buffer.concat(chunks).toString("utf8")));
      });
    });
    sent.end(body);
  });

function received({ statusCode = 0, headers }: IncomingMessage, text: string): Received {
  const get = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : null;
  };
  return { status: statusCode, headers: { get }, text };
}
