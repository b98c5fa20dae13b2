import { once } from "node:events";
import { connect, isIPv6, type Socket } from "node:net";
import { type CheckOptions, checkedAddresses } from "./address-check.ts";
import { OutboundFault } from "./outbound-fault.ts";
import { isMetadataAddress } from "./special-addresses.ts";

/**
 * Opens a TCP connection to a checked address, looked up once, for protocols other than HTTP. Addresses with
 * a machine's credentials are refused even for a listed host: their services answer any protocol.
 * @param options.signal closes the connection, also after it is open
 * @throws {OutboundFault} `refused_address`, `unresolvable`; otherwise the error of the socket
 */
export async function openCheckedSocket(
  { host, port }: { host: string; port: number },
  { signal, ...options }: CheckOptions & { signal: AbortSignal },
): Promise<Socket> {
  const addresses = await checkedAddresses(serverUrl(host, port), options);
  if (addresses.some(({ address }) => isMetadataAddress(address)))
    throw new OutboundFault("refused_address", `${host} has a link-local or metadata address`);
  signal.throwIfAborted();
  const [first] = addresses;
  const socket = connect({
    ...{ host, port, signal, autoSelectFamily: true },
    lookup: (_host, { all }, callback) => {
      if (all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    },
  });
  await once(socket, "connect");
  // Until the caller listens: an error without a listener would end the process.
  socket.on("error", () => {});
  return socket;
}

/** Checks are by URL. Without a port, a private host's entry means 443. */
function serverUrl(host: string, port: number): URL {
  return new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`);
}
