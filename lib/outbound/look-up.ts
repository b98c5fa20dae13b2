import type { LookupAddress } from "node:dns";
import { Resolver, lookup as systemLookup } from "node:dns/promises";
import type { Config } from "#lib/kernel/config";
import { isLoopbackHost } from "./secure-url.ts";

export type Lookup = (host: string) => Promise<LookupAddress[]>;

interface LookupOptions {
  /** The name servers; by default the system's. */
  servers?: string[];
  /** For one host, over every name server and attempt. */
  timeoutMs?: number;
  /** The look-up of the system, which knows the hosts file and the search domains. */
  system?: Lookup;
}

interface UnderWay {
  addresses: Promise<LookupAddress[]>;
  cancel: () => void;
}

/** Of one query; c-ares doubles the time for each further attempt. */
const queryMs = 1500;
const mostUnderWay = 64;

/**
 * Looks host names up by DNS alone, except listed hosts and localhost. The system's look-up (getaddrinfo)
 * runs on the few threads of node and can't be cancelled: a name server that never answers would delay all.
 *
 * Callers that need the same host share a look-up. When too many are under way, the oldest ends without an
 * answer: a healthy look-up takes milliseconds.
 */
export function openLookup(
  { outboundPrivateHosts }: Pick<Config, "outboundPrivateHosts">,
  { servers, timeoutMs = 5000, system = lookUpBySystem }: LookupOptions = {},
): Lookup {
  const listed = new Set(outboundPrivateHosts.map((entry) => entry.replace(/:\d+$/, "")));
  // The oldest is first: a map iterates in the order of insertion.
  const underWay = new Map<string, UnderWay>();

  function start(host: string): UnderWay {
    const resolver = new Resolver({ timeout: queryMs, tries: 3 });
    if (servers) resolver.setServers(servers);
    const cancel = () => {
      if (underWay.get(host) === started) underWay.delete(host);
      resolver.cancel();
    };
    const timer = setTimeout(cancel, timeoutMs);
    const addresses = resolveBoth(resolver, host).finally(() => {
      clearTimeout(timer);
      cancel();
    });
    const started = { addresses, cancel };
    underWay.set(host, started);
    return started;
  }

  return (host) => {
    if (listed.has(host) || isLoopbackHost(host)) return system(host);
    const shared = underWay.get(host);
    if (shared) return shared.addresses;
    const [oldest] = underWay.values();
    if (underWay.size >= mostUnderWay) oldest?.cancel();
    return start(host).addresses;
  };
}

/** @throws the error of the IPv4 query when neither query finds an address */
async function resolveBoth(resolver: Resolver, host: string): Promise<LookupAddress[]> {
  const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = [...inFamily(4, ipv4), ...inFamily(6, ipv6)];
  if (found.length === 0 && ipv4.status === "rejected") throw ipv4.reason;
  return found;
}

function inFamily(family: 4 | 6, answer: PromiseSettledResult<string[]>): LookupAddress[] {
  return answer.status === "fulfilled" ? answer.value.map((address) => ({ address, family })) : [];
}

const lookUpBySystem: Lookup = (host) => systemLookup(host, { all: true });
