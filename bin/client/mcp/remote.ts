import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Untyped } from "#client/json/untyped";
import { parseJson } from "../strict-json.ts";
import { errorResponse, isRequest, type Message } from "./call/message.ts";
import { notConnected } from "./http/remote-fetch.ts";

const noAnswer = "The MCP server didn't answer.";

/** An MCP server at a URL, for a client over stdio. `headers` are the tool's credentials. */
export class RemoteServer {
  readonly err: (text: string) => void;
  readonly transport: StreamableHTTPClientTransport;
  onLine: (line: string) => void = () => {};
  onEnd: () => void = () => {};
  /** A sent request gets no answer, and may have run. */
  onNoAnswer: (id: Untyped, text: string) => void = (id, text) =>
    this.onLine(JSON.stringify(errorResponse({ id }, -32603, text)));
  #sent: Promise<void> = Promise.resolve();
  #initializing: unknown;

  constructor(url: URL, { headers, err }: { headers: Record<string, string>; err: (text: string) => void }) {
    this.err = err;
    this.transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
    this.transport.onmessage = (message) => this.#receive(message);
    this.transport.onerror = (error) => err(`${error.message}\n`);
    void this.transport.start();
  }

  send(message: Untyped) {
    if (message.method === "initialize") this.#initializing = message.id;
    // The first messages set up the session, in turn.
    const before = this.#initializing !== undefined ? this.#sent : Promise.resolve();
    this.#sent = before.then(() => this.#post(message));
  }

  async #post(message: Untyped) {
    if (!isRequest(message)) return this.transport.send(message).catch((error) => this.err(`${error}\n`));
    const onRequestStreamEnd = () => this.onNoAnswer(message.id, noAnswer);
    try {
      await this.transport.send(message, { onRequestStreamEnd });
    } catch (error) {
      const answer = errorOf(message, error);
      if (answer) this.onLine(JSON.stringify(answer));
      else this.onNoAnswer(message.id, `${noAnswer} ${error instanceof Error ? error.message : error}`);
    }
  }

  #receive(message: Untyped) {
    if (this.#initializing !== undefined && message.id === this.#initializing) {
      this.#initializing = undefined;
      const version = message.result?.protocolVersion;
      if (version) this.transport.setProtocolVersion(version);
    }
    this.onLine(JSON.stringify(message));
  }

  async close(): Promise<void> {
    await this.transport.terminateSession().catch(() => {});
    await this.transport.close();
  }
}

/** The server's error for a call that certainly didn't run; undefined if the call may have run. */
function errorOf(message: Message, error: Untyped): Message | undefined {
  if (notConnected.has(error?.cause?.code))
    return errorResponse(message, -32603, `The MCP server can't be reached: ${error.cause.code}`);
  const status = error?.data?.status;
  if (status === 401 || status === 403)
    return errorResponse(message, -32603, "The MCP server rejects the gateway's credentials.");
  if (!(status >= 400 && status < 500)) return undefined;
  const given = parseJson(error?.data?.text ?? "")?.error;
  return Number.isInteger(given?.code) ? { jsonrpc: "2.0", id: message.id, error: given } : undefined;
}
