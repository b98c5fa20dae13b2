import type { IncomingMessage } from "node:http";

/** Where Envoy sends the calls that it asks about (docs/guides/gateways.md). */
export const checkAddress = "/hooks/ext-authz";
/** Where nginx, Caddy and Traefik ask (docs/guides/gateways.md). The call is in headers. */
export const forwardAuthAddress = "/hooks/forward-auth";
/** The header in which a gateway, and never its client, sends the token of the agent. */
export const tokenHeader = "x-countersign-token";

const originals = new WeakMap<IncomingMessage, string>();

/**
 * Takes the address of the original call from a check. Envoy puts it after {@link checkAddress} as the
 * client wrote it. Routed by its whole address, `/hooks/ext-authz/../../.well-known/jwks.json` would
 * get the answer of another route, and Envoy lets a call through after any 200.
 * @returns whether the call is a check of Envoy, or of forward auth, which has exactly one address.
 */
export function takeOriginalAddress(request: IncomingMessage): boolean {
  // Caddy adds the query of the call.
  if (request.url?.split("?", 1)[0] === forwardAuthAddress) return true;
  if (!request.url?.startsWith(checkAddress)) return false;
  originals.set(request, request.url.slice(checkAddress.length));
  request.url = checkAddress;
  return true;
}

/** The address of the call that Envoy asks about, as the client wrote it. */
export function originalAddress(request: IncomingMessage | undefined): string {
  return (request && originals.get(request)) ?? "";
}
