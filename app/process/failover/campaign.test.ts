import { afterAll, expect, test, vi } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { serverStarter } from "#app/api/testing/killed-server";
import { refund, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { type Database, openDatabase } from "#db/client";
import { lookAtContents } from "../backup/look-at-contents.ts";
import type { Finding } from "../check/finding.ts";
import { Load } from "./testing/load.ts";
import { isPatroniThere, patroniReplicas } from "./testing/patroni-replicas.ts";
import { promotedReplicas } from "./testing/replicas.ts";

// Two server processes under load while their primary is lost and its standby promoted, again and again.
// `FAILOVERS=50 SEED=7 npm test -- app/process/failover/campaign.test.ts` runs a longer campaign, which Patroni
// promotes with `PATRONI=hosts` or `PATRONI=haproxy`.
const failovers = Number(process.env.FAILOVERS ?? 5);
const seed = Number(process.env.SEED ?? 1);
const patroni = process.env.PATRONI;
vi.setConfig({ testTimeout: failovers * 120_000 });

const isSkipped = patroni !== undefined && !(await isPatroniThere());
const replicas = patroni && !isSkipped ? await patroniReplicas(patroni) : await promotedReplicas();
const { url } = replicas;
const db = openDatabase(url);
const { workspace, owner, agent } = await RunningWorkspace.withAgent({ db, url });
const startServer = await serverStarter(workspace);

// The agent's clock: after five minutes, the servers refuse what it signs.
const ticking = setInterval(() => {
  workspace.time.now = new Date();
}, 1000);

afterAll(async () => {
  clearInterval(ticking);
  await db.$client.end({ timeout: 0 });
});

/** The next of a sequence of numbers below `limit` that the seed decides. */
let state = seed;
function nextNumber(limit: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((state / 2 ** 31) * limit);
}

/** How many of the requests aren't there. A connection to the lost primary may end while they are looked for. */
const missing = (of: Database, ids: string[]) =>
  vi.waitFor(
    async () =>
      (
        await of.$client`select id from unnest(${ids}::text[]) id where not exists (select from requests r where r.id = id.id)`
      ).length,
    30_000,
  );

/** How many of the grants are redeemed when each is offered once more, until it is answered. */
async function redeemedAgain(by: CallingAgent, grants: string[]): Promise<number> {
  const offer = async (grant: string) => {
    const { ok, status } = await by.redeem(grant, refund(20));
    if (status >= 500) throw new Error(`not answered: ${status}`);
    return ok;
  };
  const answers = await Promise.all(grants.map((grant) => vi.waitFor(() => offer(grant), 30_000)));
  return answers.filter((isRedeemed) => isRedeemed).length;
}

test.skipIf(isSkipped)(
  "invariant 25: however often a primary is lost, no grant is redeemed twice, and a synchronous standby loses no request",
  async () => {
    const servers = [await startServer(), await startServer()];
    const load = new Load(servers.map(({ address }) => agent.at(address)));
    let [firstAsk, firstUse] = [0, 0];
    for (let n = 1; n <= failovers; n++) {
      const isSynchronous = await replicas.addStandby(n);
      await load.more(10 + nextNumber(50));
      if (!isSynchronous) await replicas.cutStandbyOff();
      const beforeLoss = load.redeemed.length;
      await owner.approve(await requestRefund(agent));
      await load.more(10 + nextNumber(50));
      await replicas.losePrimary(n);
      const [asks, uses] = [load.asked.slice(firstAsk), load.redeemed.slice(firstUse)];
      const lostUses = isSynchronous ? 0 : load.redeemed.length - beforeLoss;
      await replicas.promote();
      // What the lost primary still answered is among the next ones, if its standby had that too.
      [firstAsk, firstUse] = isSynchronous
        ? [firstAsk + asks.length, firstUse + uses.length]
        : [load.asked.length, load.redeemed.length];
      await load.more(20);
      const lost = await missing(db, asks);
      if (isSynchronous) expect(lost).toBe(0);
      expect(await redeemedAgain(agent, uses)).toBe(0);
      if (!process.env.FAILOVERS) continue;
      const seconds = load.takeLongestPause().toFixed(1);
      console.log({ n, isSynchronous, asks: asks.length, lost, redeemed: uses.length, lostUses, seconds });
    }
    await load.stop();
    expect(await missing(db, load.asked.slice(firstAsk))).toBe(0);
    const found: Finding[] = [];
    await lookAtContents(db, workspace.runtime.secret, (finding) => found.push(finding));
    expect(found.find(({ subject }) => subject === "audit")).toMatchObject({ verdict: "ok" });
  },
);
