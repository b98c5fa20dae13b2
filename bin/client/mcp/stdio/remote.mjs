// @ts-check
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { errorResponse, isRequest } from "../call/message.mjs";

/** @typedef {import("../call/message.mjs").Message} Message */

/**
 * An MCP server at a URL, for a client that speaks over stdio. The credentials of the tool are in
 * `headers`: the gateway adds them to each call.
 */
export class RemoteServer {
  /** @type {(line: string) => void} */
  onLine = () => {};
  /** @type {() => void} */
  onEnd = () => {};
  /** @type {Promise<void>} */
  #sent = Promise.resolve();
  /** @type {unknown} the id of `initialize` */
  #initializing;

  /** @param {URL} url @param {{headers: Record<string, string>, err: (text: string) => void}} options */
  constructor(url, { headers, err }) {
    this.err = err;
    this.transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
    this.transport.onmessage = (message) => this.#receive(message);
    this.transport.onerror = (error) => err(`${error.message}\n`);
    void this.transport.start();
  }

  /** @param {any} message */
  send(message) {
    if (message.method === "initialize") this.#initializing = message.id;
    // The first messages set up the session, one after the other.
    const before = this.#initializing !== undefined ? this.#sent : Promise.resolve();
    this.#sent = before.then(() => this.#post(message));
  }

  /** @param {any} message */
  async #post(message) {
    try {
      await this.transport.send(message);
    } catch (error) {
      if (!isRequest(message)) return this.err(`${error}\n`);
      this.onLine(JSON.stringify(errorOf(message, error)));
    }
  }

  /** @param {any} message */
  #receive(message) {
    if (this.#initializing !== undefined && message.id === this.#initializing) {
      this.#initializing = undefined;
      const version = message.result?.protocolVersion;
      if (version) this.transport.setProtocolVersion(version);
    }
    this.onLine(JSON.stringify(message));
  }

  /** @returns {Promise<void>} */
  async close() {
    await this.transport.terminateSession().catch(() => {});
    await this.transport.close();
  }
}

/**
 * The error of a call that the server rejected over HTTP: as the server wrote it, if it is JSON-RPC.
 * @param {Message} message
 * @param {any} error
 * @returns {Message}
 */
function errorOf(message, error) {
  try {
    const { error: given } = JSON.parse(error?.data?.text ?? "");
    if (Number.isInteger(given?.code)) return { jsonrpc: "2.0", id: message.id, error: given };
  } catch {
    // Not JSON.
  }
  return errorResponse(
    message,
    -32603,
    `The MCP server can't be reached or rejected the call: ${error?.message}`,
  );
}
