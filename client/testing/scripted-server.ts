import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** A server whose answer to each call a test writes. */
export class ScriptedServer {
  calls: { path: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  answer: (response: ServerResponse, path: string) => void = (response) => void response.end();

  private constructor(readonly url: string) {}

  static async open(): Promise<ScriptedServer> {
    const http = createServer();
    await once(http.listen(0, "127.0.0.1"), "listening");
    afterAll(() => {
      http.closeAllConnections();
      http.close();
    });
    const server = new ScriptedServer(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
    http.on("request", async (request, response) => {
      const path = request.url ?? "";
      const body = (await request.toArray()).join("");
      server.calls.push({ path, headers: request.headers, body });
      server.answer(response, path);
    });
    return server;
  }
}
