import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { grantFor, grantState, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { openDatabase } from "#db/client";
import { serverAccount } from "#db/embedded/account";
import { type PostgresBinaries, runnableBinaries } from "#db/embedded/binaries";
import { migrate } from "#db/migrate";
import { Cable } from "#db/testing/cable";
import { canRun } from "#db/testing/can-run";
import { ReplicatedServer } from "#db/testing/replicated-server";
import type { Outcome } from "#lib/policy/language/rule";
import { findVersion } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import type { Viewer } from "#lib/sessions/session";
import { debianBinaries, debianPrograms } from "../../../bin/test/unpack-postgresql.ts";

// Servers are started, copied and promoted.
vi.setConfig({ testTimeout: 120_000 });

const account = serverAccount();
const isDebianThere = canRun(debianPrograms);
const folder = mkdtempSync(path.join(tmpdir(), "countersign-failover-"));
const started: ReplicatedServer[] = [];

afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
});

async function redeem(agent: CallingAgent, grant: string): Promise<[number, unknown, unknown]> {
  const answer = await agent.redeem(grant, refund(20));
  const { code, reason } = (await answer.json()) as { code?: string; reason?: string };
  return [answer.status, code, reason];
}

interface Answer {
  grant?: string;
  grant_state: string;
}

const redeemed = [200, undefined, undefined];
const refused = [403, "grant_revoked", "database_changed"];

/** A version of the policy that adds a rule for all refunds to the first. */
async function publish({ db, time }: RunningWorkspace, actor: Viewer, outcome: Outcome): Promise<void> {
  const { rules, defaultOutcome } = await findVersion(db, 1);
  const rule = {
    id: "all-refunds",
    title: "All refunds",
    actions: ["refund.create"],
    conditions: [],
    outcome,
  };
  const published = { defaultOutcome, rules: [...rules, { ...rule, approvals: 1 }], expectedVersion: 1 };
  await db.transaction((tx) => publishPolicy(tx, { actor, ...published, now: time.now }));
}

async function failOver(name: string, binaries: PostgresBinaries): Promise<void> {
  const primary = await ReplicatedServer.startPrimary(path.join(folder, `${name}-1`), binaries);
  started.push(primary);
  await migrate(primary.url);
  const cable = new Cable(primary.url);
  await cable.plugIn();
  const db = openDatabase(cable.url);
  const { workspace, admin, agent } = await RunningWorkspace.withAgent({ db, url: cable.url });
  const ask = async () => (await agent.ask({ action: refund(20) }, "msg_unused")).json() as Promise<Answer>;
  const [lost, { grant: unused = "" }] = [await grantFor(agent, refund(20)), await ask()];
  const standby = await primary.startStandby(path.join(folder, `${name}-2`));
  started.push(standby);
  await standby.stopReceiving();
  expect(await redeem(agent, lost)).toEqual(redeemed);
  await publish(workspace, admin.viewer, "block");
  expect(await refusal(agent.ask({ action: refund(20) }))).toEqual([403, "blocked_by_policy"]);
  await primary.kill9();
  await cable.cut();

  await standby.promote();
  cable.leadTo(standby.url);
  await cable.plugIn();
  expect(await grantState(db, lost)).toBe("issued");
  for (const grant of [lost, unused]) expect(await redeem(agent, grant)).toEqual(refused);
  // Or a gateway, which shares an open grant, would be refused again and again.
  const again = await ask();
  expect([again.grant, again.grant_state]).toEqual([undefined, "revoked"]);
  expect(await redeem(agent, await grantFor(agent, refund(20)))).toEqual(redeemed);
  // The second version again, with another content than the one that was lost.
  await publish(workspace, admin.viewer, "step_up");
  await vi.waitFor(async () => expect((await agent.ask({ action: refund(20) })).status).toBe(202));
  await db.$client.end();
  await cable.cut();
}

test.skipIf(!isDebianThere)(
  "invariant 25: a redemption that is lost with a primary isn't repeated on its standby (PostgreSQL 17)",
  () => failOver("debian", debianBinaries),
);

test("invariant 25: a redemption that is lost with a primary isn't repeated on its standby (the embedded PostgreSQL)", async () =>
  failOver("embedded", await runnableBinaries(account, folder)));
