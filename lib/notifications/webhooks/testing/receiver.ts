import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A receiver of webhooks on this machine. Call at the top of a test file. */
export async function openReceiver() {
  const received: Received[] = [];
  let answer: Answer | "never" = { status: 204 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    received.push({ path: request.url ?? "", headers: request.headers, body });
    if (answer === "never") return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** How the receiver answers from now on. */
    answers(next: Answer | "never"): void {
      answer = next;
    },
    /** The last message. @throws without one */
    last(): Received {
      const last = received.at(-1);
      if (!last) throw new Error("nothing was received");
      return last;
    },
  };
}
