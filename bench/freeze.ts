import type { Database } from "#db/client";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { freezeAgents } from "#lib/lifecycle/freeze-agents";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { Connection, drive, type PreparedRequest } from "./http-client.ts";
import { startCountersign } from "./servers.ts";
import { agentOf, type BenchWorkspace, type Place } from "./workspace.ts";

export interface FreezeResult {
  /** Milliseconds from each call of the freeze to its commit. */
  commits: number[];
  /** Milliseconds from each call of the freeze to the last answer of a redemption that it didn't refuse. */
  lastRedemptions: number[];
}

interface Load {
  freezes: number;
  /** Redemptions in each freeze, over the connections to both processes. */
  grants: number;
  connections: number;
}

/**
 * Freezes all agents again and again while two processes redeem grants without a pause. The product's own
 * verb freezes in this process, on the same database, as a third one would.
 * @throws if a grant is redeemed by a call that began after the commit.
 */
export async function measureFreeze(
  place: Place,
  port: number,
  workspace: BenchWorkspace,
  load: Load,
): Promise<FreezeResult> {
  const second = await startCountersign(place);
  const result: FreezeResult = { commits: [], lastRedemptions: [] };
  try {
    for (let round = 0; round < load.freezes; round++) {
      const redemptions = await grantsOf(port, workspace, load.grants);
      const { commit, last } = await freezeWhile([port, second.port], redemptions, place.db, workspace, load);
      result.commits.push(commit);
      result.lastRedemptions.push(last);
      await release(place.db, workspace);
    }
  } finally {
    await second.stop();
  }
  return result;
}

async function grantsOf(port: number, { agents }: BenchWorkspace, count: number): Promise<PreparedRequest[]> {
  const asks = Array.from({ length: count }, (_, index) => agentOf(agents, index).ask(50));
  const { answers } = await drive(port, asks, 16);
  return answers.map(({ body }, index) => {
    const { grant } = JSON.parse(body) as { grant?: string };
    if (grant === undefined) throw new Error(`no grant: ${body.slice(0, 200)}`);
    return agentOf(agents, index).redeem(grant, 50);
  });
}

async function freezeWhile(
  ports: number[],
  redemptions: PreparedRequest[],
  db: Database,
  { owner }: BenchWorkspace,
  { connections }: Load,
): Promise<{ commit: number; last: number }> {
  const open = await Promise.all(
    Array.from({ length: connections }, (_, index) => Connection.open(ports[index % ports.length] ?? 0)),
  );
  const redeemed: { began: number; at: number }[] = [];
  let called = Number.POSITIVE_INFINITY;
  let committed = Number.POSITIVE_INFINITY;
  let freezing: Promise<void> | undefined;
  let next = 0;
  const redeem = async (connection: Connection) => {
    for (let index = next++; index < redemptions.length; index = next++) {
      if (index === Math.floor(redemptions.length / 4)) freezing = freeze();
      const began = performance.now();
      const { status, at } = await connection.send(redemptions[index] ?? Buffer.alloc(0));
      if (status === 200) redeemed.push({ began, at });
    }
  };
  const freeze = async () => {
    called = performance.now();
    await freezeAgents(db, { actor: owner, reason: null, now: new Date() });
    committed = performance.now();
  };
  await Promise.all(open.map(redeem));
  await freezing;
  for (const connection of open) connection.close();
  if (redeemed.some(({ began }) => began > committed)) throw new Error("a redemption began after the freeze");
  // Without any, the commit was faster than the answers under way.
  const last = Math.max(called, ...redeemed.map(({ at }) => at)) - called;
  return { commit: committed - called, last };
}

async function release(db: Database, { owner }: BenchWorkspace): Promise<void> {
  const { epoch = -1 } = (await findFreezeDetails(db, owner)) ?? {};
  await releaseAgents(db, { actor: owner, confirmedWith: "bench", epoch, now: new Date() });
}
