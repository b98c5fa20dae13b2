import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import type { Config } from "#lib/kernel/config";
import { isListedHost } from "./listed-host.ts";
import type { Lookup } from "./look-up.ts";
import { OutboundFault } from "./outbound-fault.ts";
import { isLoopbackHost } from "./secure-url.ts";
import { isLoopbackAddress, isPublicAddress } from "./special-addresses.ts";

/** The operator's settings, and the look-up of host names. */
export interface CheckOptions {
  config: Pick<Config, "origin" | "outboundPrivateHosts">;
  lookup: Lookup;
}

/**
 * The addresses of a URL's host. One refused address refuses the host: chance would choose among them.
 * @throws {OutboundFault} `refused_address`, `unresolvable`
 */
export async function checkedAddresses(url: URL, { config, lookup }: CheckOptions): Promise<LookupAddress[]> {
  const addresses = await addressesOf(url, lookup);
  const isLocal = isLoopbackHost(new URL(config.origin).hostname);
  const isAllowed = ({ address }: LookupAddress) =>
    isPublicAddress(address) || (isLocal && isLoopbackAddress(address));
  if (addresses.every(isAllowed) || isListedHost(url, config.outboundPrivateHosts)) return addresses;
  throw new OutboundFault(
    "refused_address",
    `${url.host} has an address that is not public; OUTBOUND_PRIVATE_HOSTS can list the host and port`,
  );
}

async function addressesOf(url: URL, lookup: Lookup): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // The URL parser has turned every spelling of an IPv4 address into four decimal numbers.
  if (isIP(host)) return [{ address: host, family: isIP(host) }];
  const addresses = await lookup(host).catch((cause) => {
    throw new OutboundFault("unresolvable", `${host} could not be resolved`, { cause });
  });
  if (addresses.length === 0) throw new OutboundFault("unresolvable", `${host} has no address`);
  return addresses;
}
