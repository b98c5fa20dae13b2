import { Agent, type Dispatcher, ProxyAgent } from "undici";
import type { Config } from "#lib/kernel/config";
import { checkedConnector } from "./checked-connector.ts";
import { exchange } from "./exchange.ts";
import { type Lookup, openLookup } from "./look-up.ts";
import type { OutboundRequest, OutboundResponse } from "./message.ts";
import { OutboundFault } from "./outbound-fault.ts";
import { checkBeforeProxy, isProxied, proxyPool } from "./proxy.ts";
import { isSecureUrl } from "./secure-url.ts";
import { withinTime } from "./within-time.ts";

export type { OutboundRequest, OutboundResponse };

export interface OutboundClient {
  /** One call. Redirects are not followed. @throws {OutboundFault} */
  send(request: OutboundRequest): Promise<OutboundResponse>;
}

export type OutboundConfig = Pick<Config, "origin" | "outboundPrivateHosts" | "proxy">;

const defaultTimeoutMs = 8000;

/**
 * The one client for calls to other servers: https only, and public addresses only, but for hosts
 * that the operator lists (`OUTBOUND_PRIVATE_HOSTS`), unless the call `isPublicOnly`, and this
 * machine while Countersign itself is on a loopback address.
 *
 * A proxy resolves host names, so its connections can't be fixed to an address. Literal addresses
 * are still checked, and names that this machine can resolve. The rest pass: behind a proxy, many
 * machines resolve no public name, and the operator's proxy decides. The proxy's own address is not
 * checked.
 */
export function openOutboundClient(
  config: OutboundConfig,
  { lookup = openLookup(config) }: { lookup?: Lookup } = {},
): OutboundClient & { close(): Promise<void> } {
  const withoutList = { ...config, outboundPrivateHosts: [] };
  const direct = new Agent({ connect: checkedConnector({ config, lookup }) });
  // A call to public hosts alone must not reuse a connection to a listed host.
  const publicOnly = new Agent({ connect: checkedConnector({ config: withoutList, lookup }) });
  const proxy = config.proxy && new ProxyAgent({ uri: config.proxy.url, clientFactory: proxyPool });

  async function dispatcherFor(url: URL, { isPublicOnly = false }: OutboundRequest): Promise<Dispatcher> {
    if (!proxy || !isProxied(url, config)) return isPublicOnly ? publicOnly : direct;
    await checkBeforeProxy(url, { config: isPublicOnly ? withoutList : config, lookup });
    return proxy;
  }

  return {
    send: (request) => {
      const { timeoutMs = defaultTimeoutMs, signal } = request;
      return withinTime({ timeoutMs, signal }, async (ending) => {
        if (!isSecureUrl(request.url, config))
          throw new OutboundFault("insecure_url", "the URL isn't https, or contains a user name");
        const url = new URL(request.url);
        return exchange(request, { url, dispatcher: await dispatcherFor(url, request), ending });
      });
    },
    close: async () => {
      await Promise.all([direct.destroy(), publicOnly.destroy(), proxy?.destroy()]);
    },
  };
}
