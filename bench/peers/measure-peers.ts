import { existsSync } from "node:fs";
import type { Database } from "#db/client";
import { type PreparedRequest, prepareRequest } from "../http-client.ts";
import type { Round, Rounds } from "../rounds.ts";
import { type RunningServer, startScript } from "../servers.ts";
import { ceilingRequest, endPending } from "../throughput.ts";
import { agentOf, type BenchWorkspace } from "../workspace.ts";

/** What is sent, in the order of one round: first steps of an approval, then decisions without a person. */
export const peerKinds = ["ceiling", "next", "ciba", "pending", "cedar", "allowed"] as const;
type PeerKind = (typeof peerKinds)[number];

/** The rounds of each kind; none of a peer whose package is missing. */
export type Peers = Record<PeerKind, Round[]>;

const connections = 64;

/**
 * Measures the first step of an approval beside what others pay for theirs: a route handler of
 * Next.js with the ceiling's INSERT, and oidc-provider's backchannel authentication in memory. And an
 * ask that policy auto-approves beside the same decision by Cedar alone.
 */
export async function measurePeers(
  servers: { ceiling: RunningServer; countersign: RunningServer },
  { db, databaseUrl }: { db: Database; databaseUrl: string },
  { agents }: BenchWorkspace,
  { rounds, meter }: { rounds: number; meter: Rounds },
): Promise<Peers> {
  const next = await startPeer("next", databaseUrl);
  const ciba = await startPeer("oidc-provider", databaseUrl);
  const cedar = await startPeer("@cedar-policy/cedar-wasm", databaseUrl);
  const peers: Record<PeerKind, { server: RunningServer | undefined; status: number; make: Make }> = {
    ceiling: { server: servers.ceiling, status: 200, make: () => ceilingRequest("/") },
    next: { server: next, status: 200, make: () => ceilingRequest("/asks") },
    ciba: { server: ciba, status: 200, make: backchannelRequest },
    pending: {
      server: servers.countersign,
      status: 202,
      make: (index) => agentOf(agents, index).ask(1250),
    },
    cedar: { server: cedar, status: 200, make: cedarRequest },
    allowed: { server: servers.countersign, status: 200, make: (index) => agentOf(agents, index).ask(50) },
  };
  const result: Peers = { ceiling: [], next: [], ciba: [], pending: [], cedar: [], allowed: [] };
  try {
    for (let round = -1; round < rounds; round++) {
      for (const kind of peerKinds) {
        const { server, status, make } = peers[kind];
        if (!server) continue;
        const requests = Array.from({ length: meter.count(`peer ${kind}`) }, (_, index) => make(index));
        const sent = { connections, expectedStatus: status };
        const { answers: _, ...measured } = await meter.measure(`peer ${kind}`, server, requests, sent);
        // The first round warms up, and does not count.
        if (round >= 0) result[kind].push(measured);
      }
      await endPending(db);
    }
    return result;
  } finally {
    await next?.stop();
    await ciba?.stop();
    await cedar?.stop();
  }
}

const scripts = {
  next: "peers/next-server.ts",
  "oidc-provider": "peers/ciba-server.ts",
  "@cedar-policy/cedar-wasm": "peers/cedar-server.ts",
};

/** @returns undefined where the peer's package isn't installed. */
async function startPeer(
  name: keyof typeof scripts,
  databaseUrl: string,
): Promise<RunningServer | undefined> {
  if (!existsSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url))) return undefined;
  return startScript(scripts[name], databaseUrl);
}

type Make = (index: number) => PreparedRequest;

function backchannelRequest(): PreparedRequest {
  const form = new URLSearchParams({
    client_id: "bench",
    client_secret: "secret-of-the-bench",
    scope: "openid",
    login_hint: "olive",
    binding_message: "Refund 1250.00 USD",
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return prepareRequest("POST", "/backchannel", headers, form.toString());
}

function cedarRequest(): PreparedRequest {
  const ask = { agent: "refunds", action: "refund.create", resource: "charge/ch_81" };
  const body = JSON.stringify({ ...ask, amount: "50.0", currency: "USD" });
  return prepareRequest("POST", "/", { "content-type": "application/json" }, body);
}
