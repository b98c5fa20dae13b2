import { expect, test, vi } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { serverStarter } from "#app/api/testing/killed-server";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { checkSubtotals } from "#lib/facts/check-subtotals";
import { findVersion } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

// The test starts two processes, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db } = workspace;
const startServer = await serverStarter(workspace);

/** Auto-approves refunds of the owner's agents up to a sum of 100 USD, and none beyond it. */
async function publishLimit(): Promise<void> {
  const { rules } = await findVersion(db, 1);
  const overOwners100 = { kind: "total", of: "sum", per: "owner", window: "24h", over: 100 } as const;
  const limit = { id: "limit", title: "Over 100 USD a day", actions: ["refund.create"], approvals: 1 };
  await db.transaction((tx) =>
    publishPolicy(tx, {
      actor: admin.viewer,
      rules: [
        ...rules,
        { ...limit, outcome: "step_up", conditions: [{ ...overOwners100, currencies: ["USD"] }] },
      ],
      ...{ defaultOutcome: "step_up", expectedVersion: 1, now: workspace.time.now },
    }),
  );
}

/** Each agent's ask for 30 USD, the same one each time. */
const askAll = (address: string, agents: CallingAgent[]) =>
  Promise.all(
    agents.map(async (agent, n) => {
      const answer = await agent.at(address).ask({ action: refund(30) }, `msg_${n}`);
      return ((await answer.json()) as { request: { state: string } }).request.state;
    }),
  );

/** Waits for a value other than undefined and false. */
const until = <T>(read: () => Promise<T>) => vi.waitUntil(read, { timeout: 60_000, interval: 20 });

/** The connections that wait for a lock, if any. */
async function waitingPids(): Promise<number[] | undefined> {
  const rows = await db.$client<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length > 0 ? rows.map(({ pid }) => pid) : undefined;
}

const storedRequests = () => db.$client<{ state: string }[]>`select state from requests order by state`;

test("a server that is killed during a batch of counted asks stores none of it, and the agents' retries are counted once", async () => {
  await publishLimit();
  const agents: CallingAgent[] = [];
  for (let n = 0; n < 5; n++) agents.push(await workspace.agent(admin, owner));
  const server = await startServer();
  const waiting = await db.$client.begin(async (holding) => {
    // The batch has read its totals, and waits with the statement that stores it.
    await holding`select from policy_head for update`;
    const asked = askAll(server.address, agents).catch(() => "no answer");
    const pids = await until(waitingPids);
    await server.kill9();
    expect(await asked).toBe("no answer");
    return pids;
  });
  // The database ends the transaction when it notices that its client is gone.
  await until(async () => {
    const left = await db.$client`select from pg_stat_activity where pid in ${db.$client(waiting)}`;
    return left.length === 0;
  });
  expect(await storedRequests()).toEqual([]);

  const { address } = await startServer();
  const states = await askAll(address, agents);
  expect(states.toSorted()).toEqual(["allowed", "allowed", "allowed", "pending", "pending"]);
  expect(await askAll(address, agents)).toEqual(states);
  expect(await storedRequests()).toHaveLength(5);
  expect(await checkSubtotals(db, workspace.time.now)).toEqual({ totals: 0, outcomes: 0 });
});
