// @ts-check
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { errorResponse, isRequest } from "../call/message.mjs";
import { notConnected } from "../http/not-sent-error.mjs";

/** @typedef {import("../call/message.mjs").Message} Message */

const noAnswer = "The MCP server didn't answer.";

/**
 * An MCP server at a URL, for a client that speaks over stdio. The credentials of the tool are in
 * `headers`: the gateway adds them to each call.
 */
export class RemoteServer {
  /** @type {(line: string) => void} */
  onLine = () => {};
  /** @type {() => void} */
  onEnd = () => {};
  /**
   * A request was sent and gets no answer: it may have run.
   * @type {(id: any, text: string) => void}
   */
  onNoAnswer = (id, text) => this.onLine(JSON.stringify(errorResponse({ id }, -32603, text)));
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
 * The error of a call that certainly didn't run: nothing was sent, or the server rejected it over
 * HTTP. As the server wrote it, if it is JSON-RPC.
 * @param {Message} message
 * @param {any} error
 * @returns {Message | undefined} undefined if the call may have run
 */
function errorOf(message, error) {
  if (notConnected.has(error?.cause?.code))
    return errorResponse(message, -32603, `The MCP server can't be reached: ${error.cause.code}`);
  const status = error?.data?.status;
  if (status === 401 || status === 403)
    return errorResponse(message, -32603, "The MCP server rejects the gateway's credentials.");
  if (!(status >= 400 && status < 500)) return undefined;
  try {
    const { error: given } = JSON.parse(error?.data?.text ?? "");
    if (Number.isInteger(given?.code)) return { jsonrpc: "2.0", id: message.id, error: given };
  } catch {
    // Not JSON.
  }
  return undefined;
}
