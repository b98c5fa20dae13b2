import { buildConnector } from "undici";
import { type CheckOptions, checkedAddresses } from "./address-check.ts";
import { withinTime } from "./within-time.ts";

const connectMs = 10_000;

/**
 * Connects to checked addresses alone, of one look-up for each connection: DNS rebinding gains nothing. TLS
 * still checks the certificate for the host name.
 */
export function checkedConnector(options: CheckOptions): buildConnector.connector {
  return (target, callback) => {
    const url = new URL(`${target.protocol}//${target.host ?? target.hostname}`);
    // Bounded here too: an endless look-up would occupy its connection.
    withinTime({ timeoutMs: connectMs }, () => checkedAddresses(url, options)).then(
      (addresses) => pinned(addresses)(target, callback),
      (fault) => callback(fault, null),
    );
  };
}

function pinned(addresses: { address: string; family: number }[]): buildConnector.connector {
  const [first] = addresses;
  return buildConnector({
    timeout: connectMs,
    lookup: (_host, { all }, callback) => {
      if (all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    },
  });
}
