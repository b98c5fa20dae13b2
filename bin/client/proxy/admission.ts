import type { IncomingMessage as Request } from "node:http";
import { hasHash } from "../token-hash.ts";
import { ProxyRefusal } from "./refusal.ts";

/**
 * Refuses clients that may not use the proxy. On the loopback interface a `Host` of this machine is
 * required: a web page whose name was rebound to 127.0.0.1 sends its own name.
 * @param settings `clientToken`: its hash
 * @throws {ProxyRefusal}
 */
export function requireAdmission(
  { headers }: Request,
  { isLoopback, clientToken }: { isLoopback: boolean; clientToken?: Buffer },
) {
  if (isLoopback && !isLoopbackName(headers.host ?? ""))
    throw new ProxyRefusal(421, "host", "The Host of the request isn't an address of this machine.");
  if (!clientToken) return;
  const token = headers["x-countersign-token"] ?? bearerOf(headers["proxy-authorization"]);
  if (typeof token === "string" && hasHash(token, clientToken)) return;
  const message = "Send the proxy's token in Proxy-Authorization or x-countersign-token.";
  throw new ProxyRefusal(407, "client_token", message, { "proxy-authenticate": "Bearer" });
}

function isLoopbackName(host: string) {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}

function bearerOf(header: string | undefined = "") {
  return /^bearer +(\S+)$/i.exec(header)?.[1];
}
