import { Pool } from "undici";
import type { Config } from "#lib/kernel/config";
import { type CheckOptions, checkedAddresses } from "./address-check.ts";
import { isOutboundFault } from "./outbound-fault.ts";
import { isLoopbackHost } from "./secure-url.ts";
import { withinTime } from "./within-time.ts";

const lookupMs = 1000;
const tunnelMs = 10_000;

/** Whether a call goes through the operator's proxy. Loopback would mean the proxy's machine. */
export function isProxied(url: URL, { proxy }: Pick<Config, "proxy">): boolean {
  if (proxy === undefined || isLoopbackHost(url.hostname)) return false;
  return !proxy.exceptions.some((entry) => isExcepted(url, entry));
}

/** An entry of NO_PROXY: `*`, or a domain with subdomains, with or without a port. */
function isExcepted({ hostname, port, protocol }: URL, entry: string): boolean {
  if (entry === "*") return true;
  const [, name = entry, entryPort] = /^([^:]+|\[.+\]):(\d+)$/.exec(entry) ?? [];
  if (entryPort && entryPort !== (port || (protocol === "https:" ? "443" : "80"))) return false;
  const domain = name.replace(/^\*?\./, "");
  return hostname === domain || hostname === `[${domain}]` || hostname.endsWith(`.${domain}`);
}

/** Refuses a host not public as far as known here; the proxy resolves others. @throws {OutboundFault} */
export async function checkBeforeProxy(url: URL, options: CheckOptions): Promise<void> {
  try {
    await withinTime({ timeoutMs: lookupMs }, () => checkedAddresses(url, options));
  } catch (fault) {
    if (isOutboundFault(fault) && fault.reason === "refused_address") throw fault;
  }
}

/** Connections to the proxy, bounded in time: undici's default for a tunnel is five minutes. */
export function proxyPool(origin: URL, options: object): Pool {
  return new Pool(origin, { ...options, headersTimeout: tunnelMs });
}
