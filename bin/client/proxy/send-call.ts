import { type IncomingMessage as Answer, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline } from "node:stream";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { visible } from "../visible.ts";
import type { Spooled } from "./spool.ts";

/** Exactly the decided call, with the upstream's credentials. */
interface Outgoing {
  method: string;
  target: string;
  headers: Record<string, string>;
  body: Spooled;
}

const connectSeconds = 10;
const mostHeaderBytes = 64 * 1024;

export class TimeoutError extends UncertainError {}

/**
 * Sends a call once, on a new connection: on an older one, which the upstream may have closed, it
 * would have to be sent again. Redirects aren't followed. Resolves with the answer's head.
 * @throws {UncertainError} if the call left and no answer came; other errors mean that nothing was
 * sent
 */
export function sendCall(
  upstream: URL,
  { method, target, headers, body }: Outgoing,
  { answerSeconds }: { answerSeconds: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const isTls = upstream.protocol === "https:";
    const request = (isTls ? requestHttps : requestHttp)(upstream, {
      method,
      path: target,
      headers: { ...headers, host: upstream.host, ...lengthOf(method, body) },
      agent: false,
      insecureHTTPParser: false,
      maxHeaderSize: mostHeaderBytes,
    });
    let isSent = false;
    const connecting = setTimeout(
      () => request.destroy(new Error(`no connection within ${connectSeconds} seconds`)),
      connectSeconds * 1000,
    );
    request.once("socket", (socket) => {
      socket.once(isTls ? "secureConnect" : "connect", () => {
        isSent = true;
        clearTimeout(connecting);
        // Any byte in either direction restarts the time.
        request.setTimeout(answerSeconds * 1000, () =>
          request.destroy(new TimeoutError(`no answer within ${answerSeconds} seconds`)),
        );
      });
    });
    request.once("upgrade", (_, socket) => {
      socket.destroy();
      reject(new UncertainError("the upstream changed the protocol"));
    });
    request.once("response", resolve);
    // Errors after the answer began end the answer's stream as well.
    request.on("error", (error) => reject(isSent ? uncertain(error) : error));
    request.once("close", () => {
      clearTimeout(connecting);
      reject(new UncertainError("the connection closed without an answer"));
    });
    // An upstream may answer and close before reading the whole body.
    pipeline(body.read(), request, () => {});
  });
}

function lengthOf(method: string, { bytes }: Spooled): Record<string, string> {
  return bytes > 0 || ["POST", "PUT", "PATCH"].includes(method) ? { "content-length": String(bytes) } : {};
}

export function uncertain(error: Error & { code?: unknown }) {
  if (error instanceof UncertainError) return error;
  return new UncertainError(`no complete answer (${visible(error.code ?? error.message)})`, { cause: error });
}
