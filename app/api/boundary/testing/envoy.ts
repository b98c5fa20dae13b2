import type { Served } from "./serve.ts";

/** A call of Envoy's client. */
export interface ClientCall {
  method?: string;
  host?: string;
  address?: string;
  headers?: Record<string, string>;
  /** Sent to the server only if Envoy is configured with `with_request_body`. */
  body?: string;
}

/** The answer to a check, and whether Envoy lets the call through. */
interface Checked {
  isThrough: boolean;
  status: number;
  body: string;
}

/**
 * Envoy with the filter of docs/guides/gateways.md: for each call it sends method, host, path, the
 * token and the host of its settings, and lets the call through after a 200. For tests only.
 */
export class Envoy {
  constructor(
    private readonly server: Served,
    private readonly settings: { token?: string; domain?: string; prefix?: string; prefer?: string } = {},
  ) {}

  async check({
    method = "GET",
    host = "api.example",
    address = "/",
    headers = {},
    body = "",
  }: ClientCall): Promise<Checked> {
    const { token, domain = "api.example", prefix = "/hooks/ext-authz", prefer } = this.settings;
    const own: Record<string, string> = {
      host,
      "content-length": String(Buffer.byteLength(body, "latin1")),
      connection: "close",
      ...(token !== undefined && { "x-countersign-token": `${token} ${domain}` }),
      ...(prefer !== undefined && { prefer }),
    };
    const lines = Object.entries({ ...headers, ...own }).map(([name, value]) => `${name}: ${value}`);
    const head = [`${method} ${prefix}${address} HTTP/1.1`, ...lines].join("\r\n");
    const answer = await this.server.raw(`${head}\r\n\r\n${body}`);
    return { ...answer, isThrough: answer.status === 200 };
  }
}
