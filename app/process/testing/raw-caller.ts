import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { CallingAgent } from "#app/api/testing/calling-agent";

export interface RawCall {
  method?: string;
  path?: string;
  body?: string;
  /** Headers in place of the defaults; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  by?: CallingAgent;
  id?: string;
}

/** Everything but dates and the IDs of calls that a server sends for these bytes until it closes the connection. */
export async function exchange(server: Server, bytes: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(bytes);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer
    .replaceAll(/^Date: .*\r\n/gm, "")
    .replaceAll(/^(x-request-id: )[0-9a-f-]{36}\r$/gm, "$1of this call\r");
}

/** Sends signed calls over a socket of its own, and shows every byte of the answers but the date. */
export class RawCaller {
  #calls = 0;

  constructor(
    private readonly server: Server,
    private readonly defaults: Required<Pick<RawCall, "path" | "body" | "by">>,
  ) {}

  textOf(call: RawCall): string {
    this.#calls += 1;
    const { method = "POST", path, body, headers = {}, by, id } = { ...this.defaults, ...call };
    const all = {
      ...{ host: "localhost", "content-type": "application/json" },
      ...{ "content-length": String(Buffer.byteLength(body)) },
      ...by.signature(body, id ?? `msg_raw_${this.#calls}`),
      ...headers,
    };
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`],
    );
    return [`${method} ${path} HTTP/1.1`, ...lines, "", body].join("\r\n");
  }

  /** Everything the server sends for these calls on one connection. */
  async exchange(...texts: string[]): Promise<string> {
    const last = texts.length - 1;
    const closing = (text: string) => text.replace("\r\n", "\r\nconnection: close\r\n");
    return exchange(this.server, texts.map((text, n) => (n === last ? closing(text) : text)).join(""));
  }

  /** The lines of the head and the body of one answer. */
  async answerTo(call: RawCall): Promise<{ head: string[]; body: unknown }> {
    const [head = "", body = ""] = (await this.exchange(this.textOf(call))).split("\r\n\r\n");
    return { head: head.split("\r\n"), body: body === "" ? "" : JSON.parse(body) };
  }
}
