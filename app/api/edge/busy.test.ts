import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { databaseFault } from "#app/runtime/database-fault";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();

test("an ask for a locked agent is refused with a retry hint, and then succeeds under the same webhook-id", async () => {
  const body = { action: refund(500) };
  const refused = await workspace.db.transaction(async (tx) => {
    await tx.execute(sql`select id from agents where id = ${agent.id} for update`);
    return Promise.all([agent.ask(body, "msg_locked"), agent.ask(body, "msg_locked_too")]);
  });
  for (const response of refused) {
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toMatchObject({ code: "busy" });
  }
  expect((await agent.ask(body, "msg_locked")).status).toBe(202);
});

test("of two changes that wait for each other, one succeeds and the other gets a retry hint", async () => {
  const otherAgent = await workspace.agent(admin, owner);
  const lock = (id: string) => sql`update agents set name = name || '!' where id = ${id}`;
  const bothLocked = meetingOf(2);
  const change = (first: string, second: string) =>
    workspace.db.transaction(async (tx) => {
      await tx.execute(lock(first));
      await bothLocked();
      await tx.execute(lock(second));
    });
  const ended = await Promise.allSettled([change(agent.id, otherAgent.id), change(otherAgent.id, agent.id)]);
  const lost = ended.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(lost).toHaveLength(1);
  expect(lost[0].cause.code).toBe("40P01");
  expect(databaseFault(lost[0])).toMatchObject({ code: "busy", retryAfterSeconds: 1 });
  const names = await workspace.db
    .$client`select name from agents where id in (${agent.id}, ${otherAgent.id})`;
  expect(names.map(({ name }) => name)).toEqual(["Refund bot!", "Refund bot!"]);
});

test("a permanent error gets no retry hint", () => {
  expect(databaseFault(new Error("anything", { cause: { code: "23505" } }))).toBeUndefined();
});

/** Each caller waits until all have come. */
function meetingOf(count: number): () => Promise<void> {
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let arrived = 0;
  return () => {
    arrived++;
    if (arrived === count) open();
    return all;
  };
}
