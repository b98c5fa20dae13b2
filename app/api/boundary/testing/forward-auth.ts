import type { WrittenCall } from "#lib/boundary/testing/hostile-calls";
import type { Served } from "./serve.ts";

interface Settings {
  token?: string;
  address?: string;
  /** Whether the body of the call is sent, as by Traefik's `forwardBody`. */
  sendsBody?: boolean;
}

/**
 * A gateway with the forward auth of docs/guides/gateways.md: it asks by a GET of its own, names the
 * call in headers, and passes on the client's headers. For tests only.
 */
export class ForwardAuth {
  constructor(
    private readonly server: Served,
    private readonly settings: Settings = {},
  ) {}

  check(
    { method, target, headers, body }: WrittenCall,
    named: string[] = [
      `X-Forwarded-Method: ${method}`,
      "X-Forwarded-Host: api.example",
      `X-Forwarded-Uri: ${target}`,
    ],
  ): Promise<{ status: number; body: string }> {
    const { token, address = "/hooks/forward-auth", sendsBody } = this.settings;
    const lines = [
      ...[`GET ${address} HTTP/1.1`, "Host: countersign.example", "Connection: close", ...headers, ...named],
      ...(sendsBody ? [`Content-Length: ${body.length}`] : []),
      ...(token === undefined ? [] : [`X-Countersign-Token: ${token}`]),
    ];
    return this.server.raw(`${lines.join("\r\n")}\r\n\r\n${sendsBody ? body : ""}`);
  }
}
