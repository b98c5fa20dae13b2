import { createHash } from "node:crypto";
import type { IncomingMessage as Answer, ServerResponse as Response } from "node:http";
import type { Socket } from "node:net";
import type { Forwarded as CallForwarded } from "#lib/boundary/calls/call-options";
import { UncertainError } from "#lib/boundary/calls/port-error";
import { responseHeaders } from "./headers.ts";
import { uncertain } from "./send-call.ts";

export type Forwarded = CallForwarded<number>;

/** Statuses of a gateway: the call may have run behind. */
const gatewayErrors = [502, 504];

/**
 * Streams the upstream's answer to the client and hashes it; returns the status. For a client that
 * has gone, the answer is read up to a limit, to know the outcome.
 * @throws {UncertainError} if the answer ends early
 */
export async function relay(
  answer: Answer,
  response: Response,
  options: {
    client: Socket;
    origin: string;
    headers: Record<string, string>;
    mostUnseen: number;
    clientSeconds: number;
  },
): Promise<Forwarded> {
  const { client, origin, headers, mostUnseen, clientSeconds } = options;
  const status = answer.statusCode ?? 0;
  const hash = createHash("sha256");
  let [isComplete, unseen] = [true, 0];
  try {
    const sent = responseHeaders(answer.rawHeaders, { origin, status });
    // The reason phrase is the upstream's and has no meaning (RFC 9112 section 4).
    if (!client.destroyed) response.writeHead(status, [...sent, ...Object.entries(headers).flat()]);
    for await (const chunk of answer) {
      hash.update(chunk);
      if (!client.destroyed && !response.write(chunk)) await drained(response, client, clientSeconds);
      if (client.destroyed) unseen += chunk.length;
      isComplete = unseen <= mostUnseen;
      if (!isComplete) break;
    }
  } catch (error) {
    // A client must not take half an answer as complete.
    client.destroy();
    throw uncertain(error as Error);
  } finally {
    // An upstream may answer before reading the whole call.
    answer.destroy();
  }
  response.end();
  if (gatewayErrors.includes(status)) throw new UncertainError(`the upstream answered ${status}`);
  return {
    value: status,
    ...(status >= 400 && { failed: true, error: `the upstream answered ${status}` }),
    ...(isComplete && { resultSha256: hash.digest("base64url") }),
  };
}

/** Waits until the client has read the written bytes. A client that reads nothing is disconnected. */
function drained(response: Response, client: Socket, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => client.destroy(), seconds * 1000);
    const settle = () => {
      clearTimeout(timer);
      response.off("drain", settle);
      client.off("close", settle);
      resolve();
    };
    response.once("drain", settle);
    client.once("close", settle);
  });
}
