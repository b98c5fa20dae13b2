import { afterAll } from "vitest";
import { type OutboundClient, openOutboundClient } from "#lib/outbound/client";

/** Settings of a Countersign on this machine, which may call servers on this machine. */
export const onLoopback = { origin: "http://localhost:3000", outboundPrivateHosts: [], proxy: undefined };

/** A client that may call servers on this machine. Call at the top of a test file. */
export function loopbackClient(): OutboundClient {
  const client = openOutboundClient(onLoopback);
  afterAll(() => client.close());
  return client;
}
