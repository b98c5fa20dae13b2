import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, test, vi } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { serverStarter } from "#app/api/testing/killed-server";
import { refund, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { type Database, openDatabase } from "#db/client";
import { Cable } from "#db/testing/cable";
import { startMigratedPrimary } from "#db/testing/migrated-primary";
import { lookAtContents } from "../backup/look-at-contents.ts";
import type { Finding } from "../check/finding.ts";

// Two server processes under load while their primary is killed and its standby promoted, again and again.
// `FAILOVERS=50 SEED=7 npm test -- app/process/failover/campaign.test.ts` runs a longer campaign.
const failovers = Number(process.env.FAILOVERS ?? 5);
const seed = Number(process.env.SEED ?? 1);
vi.setConfig({ testTimeout: failovers * 60_000 });

const { server, folder } = await startMigratedPrimary();
let primary = server;
const cable = new Cable(primary.url);
await cable.plugIn();
const db = openDatabase(cable.url);
const { workspace, owner, agent } = await RunningWorkspace.withAgent({ db, url: cable.url });
const startServer = await serverStarter(workspace);

afterAll(async () => {
  await db.$client.end({ timeout: 0 });
  await cable.cut();
  await primary.stop();
});

/** An agent that asks and redeems without a pause, and repeats what wasn't answered. */
class Load {
  /** Requests whose ask was acknowledged. */
  readonly asked: string[] = [];
  /** Grants whose redemption was acknowledged. */
  readonly redeemed: string[] = [];
  #isStopped = false;
  readonly #callers: Promise<void>[];

  constructor(private readonly agents: CallingAgent[]) {
    this.#callers = Array.from({ length: 8 }, (_, n) => this.#callOn(n));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#callers);
  }

  /** Waits for so many more acknowledged redemptions. */
  more(count: number): Promise<boolean> {
    const enough = this.redeemed.length + count;
    return vi.waitUntil(() => this.redeemed.length >= enough, { timeout: 60_000, interval: 5 });
  }

  async #callOn(caller: number): Promise<void> {
    for (let n = caller; !this.#isStopped; n++) {
      const asking = this.agents[n % this.agents.length];
      const webhookId = crypto.randomUUID();
      const answer = await this.#answered(() => asking?.ask({ action: refund(20) }, webhookId));
      if (!answer) return;
      this.asked.push(answer.request.id);
      const redeeming = await asking?.redeem(answer.grant, refund(20)).catch(() => undefined);
      if (redeeming?.ok) this.redeemed.push(answer.grant);
    }
  }

  async #answered(call: () => Promise<Response> | undefined) {
    for (; !this.#isStopped; await pause(20)) {
      const answer = await call()?.catch(() => undefined);
      if (answer?.ok) return (await answer.json()) as { request: { id: string }; grant: string };
    }
    return undefined;
  }
}

/** The next of a sequence of numbers below `limit` that the seed decides. */
let state = seed;
function nextNumber(limit: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((state / 2 ** 31) * limit);
}

const missing = async (of: Database, ids: string[]) =>
  (
    await of.$client`select id from unnest(${ids}::text[]) id where not exists (select from requests r where r.id = id.id)`
  ).length;

/** Each of the grants is offered once more. */
async function redeemedAgain(by: CallingAgent, grants: string[]): Promise<number> {
  const answers = await Promise.all(grants.map((grant) => by.redeem(grant, refund(20))));
  return answers.filter(({ ok }) => ok).length;
}

test("invariant 25: however often a primary dies, no grant is redeemed twice, and a synchronous standby loses no request", async () => {
  const servers = [await startServer(), await startServer()];
  const load = new Load(servers.map(({ address }) => agent.at(address)));
  for (let n = 1; n <= failovers; n++) {
    const isSynchronous = n % 2 === 0;
    const standby = await primary.startStandby(path.join(folder, String(n)));
    if (isSynchronous) await primary.replicateSynchronously();
    const [firstAsk, firstUse] = [load.asked.length, load.redeemed.length];
    await load.more(10 + nextNumber(50));
    if (!isSynchronous) await standby.stopReceiving();
    const beforeLoss = load.redeemed.length;
    await owner.approve(await requestRefund(agent));
    await load.more(10 + nextNumber(50));
    await primary.kill9();
    await cable.cut();
    const [asks, uses] = [load.asked.slice(firstAsk), load.redeemed.slice(firstUse)];
    const lostUses = load.redeemed.length - beforeLoss;
    await standby.promote();
    cable.leadTo(standby.url);
    await cable.plugIn();
    primary = standby;
    await load.more(20);
    const lost = await missing(db, asks);
    if (isSynchronous) expect(lost).toBe(0);
    expect(await redeemedAgain(agent, uses)).toBe(0);
    if (process.env.FAILOVERS)
      console.log(
        JSON.stringify({ n, isSynchronous, asks: asks.length, lost, redeemed: uses.length, lostUses }),
      );
  }
  await load.stop();
  const found: Finding[] = [];
  await lookAtContents(db, workspace.runtime.secret, (finding) => found.push(finding));
  expect(found.find(({ subject }) => subject === "audit")).toMatchObject({ verdict: "ok" });
});
