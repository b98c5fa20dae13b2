import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { runtime } from "#app/runtime/runtime";
import type { HttpCall } from "./http-call.ts";

/**
 * The caller's address for rate limits: the socket's address, or the X-Forwarded-For entry of the
 * configured number of proxies. Earlier entries can be invented by the caller. IPv6 counts by /64,
 * the usual allocation of one customer.
 */
export function clientAddress(c: HttpCall): string {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const socketAddress = incoming?.socket.remoteAddress ?? "unknown";
  return networkOf(
    forwardedAddress(c.req.header("x-forwarded-for"), runtime().config.proxyHops) ?? socketAddress,
  );
}

/** The address that the outermost of `hops` trusted proxies saw, if the header is long enough. */
export function forwardedAddress(header: string | undefined, hops: number): string | undefined {
  if (hops === 0) return undefined;
  const entries = (header ?? "").split(",").map((entry) => entry.trim());
  return entries.at(-hops) || undefined;
}

/** IPv4 unchanged (also when mapped into IPv6), IPv6 as its first four groups. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
