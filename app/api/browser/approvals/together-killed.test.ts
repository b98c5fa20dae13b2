import { expect, test, vi } from "vitest";
import { serverStarter } from "#app/api/testing/killed-server";
import { codeOf, decisionState, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { site } from "#app/api/testing/signed-in-person";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.ts";
import { readAll, resultsOf, signTogether } from "./testing/together.ts";

// The test starts two processes, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });

const { workspace, owner, agent } = await RunningWorkspace.withAgent();
const { db } = workspace;
const startProcess = await serverStarter(workspace);

/** Starts a server process on the workspace's database. */
async function startServer() {
  const { address, kill9 } = await startProcess();
  return {
    send: (body: unknown) =>
      fetch(`${address}/api/requests/together/approvals`, {
        method: "POST",
        headers: { origin: site.origin, cookie: owner.cookie, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    kill9,
  };
}

const until = (holds: () => Promise<boolean>) =>
  vi.waitUntil(async () => (await holds()) || undefined, { timeout: 60_000, interval: 20 });

/**
 * Sends a batch to a server that is killed while it approves this request: the request's grant isn't
 * inserted yet, and the requests before it are approved.
 */
async function sendAndKillAt(requestId: string, body: unknown): Promise<void> {
  // Without the lock's timeout, which could end the approval before a busy machine kills the server.
  await db.$client.unsafe(`
    create function hold_grant() returns trigger language plpgsql set lock_timeout = 0 as $$ begin
      if new.request_id = '${requestId}' then perform pg_advisory_xact_lock_shared(1); end if;
      return new; end $$;
    create trigger hold_grant before insert on grants for each row execute function hold_grant()`);
  const server = await startServer();
  const held = () => db.$client<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const pid = await db.$client.begin(async (holding) => {
    await holding`select pg_advisory_xact_lock(1)`;
    const sent = server.send(body).catch(() => "no answer");
    await until(async () => (await held()).length === 1);
    const [process] = await held();
    await server.kill9();
    expect(await sent).toBe("no answer");
    return process?.pid ?? 0;
  });
  // The database ends the transaction when it notices that its client is gone.
  await until(async () => (await db.$client`select from pg_stat_activity where pid = ${pid}`).length === 0);
  await db.$client.unsafe("drop trigger hold_grant on grants; drop function hold_grant");
}

const auditOf = async (id: string) =>
  (await db.$client`select type from audit_events where request_id = ${id} order by id`).map(
    ({ type }) => type,
  );

async function receiptIsValid(requestId: string): Promise<boolean> {
  const [approval] = await db.$client`select id from approvals where request_id = ${requestId}`;
  const answer = await workspace.get(`/api/receipts/${approval?.id}`, { cookie: owner.cookie });
  return (await verifyReceipt(await answer.json())).valid;
}

const untouched = { state: "pending", given: 0, decisions: 0, grants: 0 };
const approved = { state: "approved", given: 1, decisions: 1, grants: 1 };

test("a server that is killed between two requests of a batch leaves each of them whole, and the signature approves nothing more", async () => {
  const ids: string[] = [];
  for (const amount of [1100, 1200, 1300, 1400]) ids.push(await requestRefund(agent, amount));
  const states = () => Promise.all(ids.map((id) => decisionState(db, id)));
  const asked = await auditOf(ids[3] ?? "");
  const body = await signTogether(owner, await readAll(owner, ids));
  await sendAndKillAt(ids[2] ?? "", body);
  const half = [approved, approved, untouched, untouched];
  expect(await states()).toEqual(half);

  const server = await startServer();
  const again = await server.send(body);
  expect([again.status, await codeOf(again)]).toEqual([410, "challenge_expired"]);
  expect(await states()).toEqual(half);
  for (const id of ids.slice(2)) expect(await auditOf(id)).toEqual(asked);

  const rest = await signTogether(owner, await readAll(owner, ids.slice(2)));
  const results = await resultsOf(await server.send(rest));
  expect(results.map(({ state }) => state)).toEqual(["approved", "approved"]);
  expect(await states()).toEqual([approved, approved, approved, approved]);
  const complete = await auditOf(ids[3] ?? "");
  expect(complete.length).toBeGreaterThan(asked.length);
  for (const id of ids) expect([await auditOf(id), await receiptIsValid(id)]).toEqual([complete, true]);
});
