// @ts-check
import { hasHash } from "../token-hash.mjs";
import { Refusal } from "./refusal.mjs";

/** @typedef {import("node:http").IncomingMessage} Request */

/**
 * Refuses clients that may not use the proxy. On the loopback interface a `Host` of this machine is
 * required: a web page whose name was rebound to 127.0.0.1 sends its own name.
 * @param {Request} request
 * @param {{isLoopback: boolean, clientToken?: Buffer}} settings `clientToken`: its hash
 * @throws {Refusal}
 */
export function requireAdmission({ headers }, { isLoopback, clientToken }) {
  if (isLoopback && !isLoopbackName(headers.host ?? ""))
    throw new Refusal(421, "host", "The Host of the request isn't an address of this machine.");
  if (!clientToken) return;
  const token = headers["x-countersign-token"] ?? bearerOf(headers["proxy-authorization"]);
  if (typeof token === "string" && hasHash(token, clientToken)) return;
  const message = "Send the proxy's token in Proxy-Authorization or x-countersign-token.";
  throw new Refusal(407, "client_token", message, { "proxy-authenticate": "Bearer" });
}

/** @param {string} host */
function isLoopbackName(host) {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}

/** @param {string | undefined} header */
function bearerOf(header = "") {
  return /^bearer +(\S+)$/i.exec(header)?.[1];
}
