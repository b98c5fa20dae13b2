import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** The key that signs a fake server's grants. */
export const issuingKey = generateKeyPairSync("ed25519");
const publicKeys = {
  keys: [{ ...issuingKey.publicKey.export({ format: "jwk" }), kid: "key_1", alg: "EdDSA" }],
};

export interface ReceivedCall {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The raw body. */
  body: string;
}

export interface FakeAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

type Responder = (call: ReceivedCall) => FakeAnswer | "drop" | "hang";

/**
 * A server scripted by a test: answers, closes the connection without an answer ("drop"), or never
 * answers ("hang").
 */
export interface FakeServer {
  url: string;
  calls: ReceivedCall[];
  /** The answer to a fetch of the public keys, instead of them. */
  keys?: (() => FakeAnswer) | undefined;
  /** The answers to the next calls; the last one is repeated. */
  answers: (...responders: Responder[]) => void;
}

export async function startFakeServer(): Promise<FakeServer> {
  let script: Responder[] = [];
  const calls: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const call = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    // The keys are there at all times, as at a real server, unless a test says otherwise.
    if (call.path === "/.well-known/jwks.json") {
      const { status, body } = fake.keys?.() ?? { status: 200, body: publicKeys };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      return;
    }
    calls.push(call);
    const respond = script.length > 1 ? script.shift() : script[0];
    const answer = respond?.(call) ?? { status: 500 };
    if (answer === "hang") return;
    if (answer === "drop") return void request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answers: (...responders) => {
      calls.length = 0;
      script = responders;
    },
  };
  return fake;
}
