import { eq, sql } from "drizzle-orm";
import type { JobHelpers } from "graphile-worker";
import { beforeEach, describe, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse, SignedInPerson } from "#app/api/testing/signed-in-person";
import { jobTasks } from "#app/process/jobs/tasks";
import { agentBackups } from "#db/schema/agents";
import { passkeys } from "#db/schema/passkeys";
import { expectWaiting } from "#db/testing/expect-waiting";
import { recountConfirmed } from "#lib/approvals/counting/recount-confirmed";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { confirmPasskey } from "#lib/passkeys/control/confirm-passkey";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { lockHead } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin: ada } = await RunningWorkspace.open();
const { db } = workspace;
const second = await workspace.person("Sam Second", ["admin", "approver"], ada);
let people = 0;
let owner: SignedInPerson;
let backup: SignedInPerson;
let agent: CallingAgent;

interface Asked {
  request: { id: string; state: string; approvals: { required: number; given: number } };
  wait: { url: string; token: string };
}

beforeEach(async () => {
  people += 1;
  pass();
  owner = await workspace.person(`Olga ${people}`, ["approver"], ada);
  backup = await workspace.person(`Bo ${people}`, ["approver"], ada);
  agent = await workspace.agent(ada, owner, [backup]);
});

// More people than limits on enrollment let arrive within a minute.
function pass(seconds = 61): void {
  workspace.time.now = new Date(workspace.time.now.getTime() + seconds * 1000);
}

async function asked(approvals = 2): Promise<Asked> {
  const answer = (await (await agent.ask({ action: refund() })).json()) as Asked;
  await db.$client`update requests set approvals_required = ${approvals} where id = ${answer.request.id}`;
  return answer;
}

const now = async ({ wait }: Asked) => ((await (await agent.follow(wait)).json()) as Asked).request;

/**
 * A recovery link that leaves the old passkeys valid, opened with the issuer's own authenticator.
 * @returns the issuer, acting as the person.
 */
async function impersonate(issuer: SignedInPerson, person: SignedInPerson): Promise<SignedInPerson> {
  const { personId } = person.viewer;
  const confirmedWith = issuer.authenticator.credentialId;
  const fields = { actor: issuer.viewer, personId, oldPasskeys: "keep" as const, confirmedWith };
  const link = await issueRecovery(db, { ...fields, now: workspace.time.now });
  if (!("token" in link)) throw new Error("the link was proposed");
  const { token } = link;
  const { options } = (await (await browse("/api/enrollments/options", { token })).json()) as {
    options: Parameters<SoftAuthenticator["create"]>[0];
  };
  const authenticator = new SoftAuthenticator({ origin: "http://localhost:3000", rpId: "localhost" });
  const answer = await browse("/api/enrollments", { token, credential: authenticator.create(options) });
  expect(answer.status).toBe(201);
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return new SignedInPerson(workspace.runtime, person.viewer, cookie, authenticator);
}

/**
 * Adds a passkey to the person's account, confirmed with the current passkey.
 * @returns the person, with the new passkey.
 */
async function withAdded(person: SignedInPerson): Promise<SignedInPerson> {
  const confirmation = await person.confirm("passkey/add");
  const { options } = (await (await person.post("/api/passkeys/options", { confirmation })).json()) as {
    options: Parameters<SoftAuthenticator["create"]>[0];
  };
  const authenticator = new SoftAuthenticator({ origin: "http://localhost:3000", rpId: "localhost" });
  const added = await person.post("/api/passkeys", { credential: authenticator.create(options) });
  expect(added.status).toBe(201);
  return new SignedInPerson(workspace.runtime, person.viewer, person.cookie, authenticator);
}

async function approvedBy(request: Asked, ...approvers: SignedInPerson[]) {
  for (const person of approvers) expect((await person.approve(request.request.id)).status).toBe(201);
  return now(request);
}

describe("one admin fills one place with any number of accounts (invariant 18)", () => {
  test("recovery links that keep the old passkeys give no two approvals", async () => {
    const [asOwner, asBackup] = [await impersonate(ada, owner), await impersonate(ada, backup)];
    const state = await approvedBy(await asked(), asOwner, asBackup);
    expect(state).toMatchObject({ state: "pending", approvals: { required: 2, given: 1 } });
  });

  test("a recovery link and the admin's own approval count as one", async () => {
    await db.insert(agentBackups).values({ agentId: agent.id, personId: ada.viewer.personId });
    const state = await approvedBy(await asked(), ada, await impersonate(ada, owner));
    expect(state).toMatchObject({ state: "pending", approvals: { given: 1 } });
  });

  test("a link issued as another admin, with a passkey enrolled through the first, adds no approval", async () => {
    const secondSelf = await impersonate(ada, second);
    const [asOwner, asBackup] = [await impersonate(secondSelf, owner), await impersonate(ada, backup)];
    expect(await approvedBy(await asked(), asOwner, asBackup)).toMatchObject({ state: "pending" });
  });

  test("a passkey added with an unconfirmed passkey adds no approval", async () => {
    const asOwner = await withAdded(await impersonate(ada, owner));
    const asBackup = await withAdded(await withAdded(await impersonate(ada, backup)));
    expect(await approvedBy(await asked(), asOwner, asBackup)).toMatchObject({ state: "pending" });
  });

  test("an unconfirmed passkey removed after its approval adds no approval", async () => {
    const [asOwner, asBackup] = [await impersonate(ada, owner), await impersonate(ada, backup)];
    const waiting = await asked();
    await approvedBy(waiting, asOwner);
    await db.delete(passkeys).where(eq(passkeys.credentialId, asOwner.authenticator.credentialId));
    expect(await approvedBy(waiting, asBackup)).toMatchObject({ state: "pending", approvals: { given: 1 } });
  });

  test("invited second accounts add no approval, also after the second admin is suspended", async () => {
    await suspendPerson(db, { actor: ada.viewer, personId: second.viewer.personId, now: workspace.time.now });
    pass();
    const [invitedOwner, invitedBackup] = [
      await workspace.person(`Ghost ${people}`, ["approver"], ada, { isConfirmed: false }),
      await workspace.person(`Shade ${people}`, ["approver"], ada, { isConfirmed: false }),
    ];
    agent = await workspace.agent(ada, invitedOwner, [invitedBackup]);
    expect(await approvedBy(await asked(), invitedOwner, invitedBackup)).toMatchObject({ state: "pending" });
    await db.execute(sql`update people set status = 'active' where id = ${second.viewer.personId}`);
  });
});

test("an unconfirmed passkey counts next to people who could not have it, and alone where one approval is enough", async () => {
  const secondSelf = await impersonate(ada, owner);
  expect(await approvedBy(await asked(), secondSelf, backup)).toMatchObject({ state: "approved" });
  expect(await approvedBy(await asked(1), secondSelf)).toMatchObject({ state: "approved" });
});

describe("a passkey that is confirmed later", () => {
  /** A request that the admin and the backup's unconfirmed passkey approved. */
  async function countedAsOne(secondSelf: SignedInPerson): Promise<Asked> {
    const waiting = await asked();
    expect(await approvedBy(waiting, ada, secondSelf)).toMatchObject({ state: "pending" });
    return waiting;
  }

  async function confirmed(secondSelf: SignedInPerson): Promise<void> {
    const { personId } = backup.viewer;
    await confirmPasskey(db, {
      actorId: personId,
      confirmedWith: backup.authenticator.credentialId,
      personId,
      credentialId: secondSelf.authenticator.credentialId,
      now: workspace.time.now,
    });
  }

  const recount = () => recountConfirmed(db, { config: workspace.runtime.config, now: workspace.time.now });
  let secondSelf: SignedInPerson;

  beforeEach(async () => {
    secondSelf = await impersonate(ada, backup);
    await db.insert(agentBackups).values({ agentId: agent.id, personId: ada.viewer.personId });
  });

  test("makes its earlier approval count, without another approval", async () => {
    const waiting = await countedAsOne(secondSelf);
    await db.$client`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`;
    await confirmed(secondSelf);
    const jobs = await db.$client`
      select task_identifier as task from graphile_worker.jobs where task_identifier = 'recount'`;
    expect(jobs).toHaveLength(1);
    const { recount: run } = jobTasks(db, () => workspace.time.now, workspace.runtime.config);
    await run?.({}, {} as JobHelpers);
    expect(await now(waiting)).toMatchObject({ state: "approved", approvals: { given: 2 } });
  });

  test("makes a request count although another request can't be counted, which fails the job", async () => {
    const [broken, waiting] = [await countedAsOne(secondSelf), await countedAsOne(secondSelf)];
    await confirmed(secondSelf);
    await db.$client`update requests set action = '{' where id = ${broken.request.id}`;
    await expect(recount()).rejects.toThrow(SyntaxError);
    expect(await now(waiting)).toMatchObject({ state: "approved" });
    await db.$client`update requests set state = 'cancelled' where id = ${broken.request.id}`;
  });

  test("approves nothing that was approved in another request since", async () => {
    const waiting = await countedAsOne(secondSelf);
    pass();
    const { request } = await asked(1);
    await owner.approve(request.id);
    await confirmed(secondSelf);
    await recount();
    expect(await now(waiting)).toMatchObject({ state: "pending" });
  });

  test("counts by the policy version that is published while the recount waits (invariant 19)", async () => {
    const waiting = await countedAsOne(secondSelf);
    await confirmed(secondSelf);
    const { version, rules, defaultOutcome } = await versionInForce(db);
    const block = { id: "stop", title: "Stop", outcome: "block", actions: ["*"], conditions: [] };
    let isCounted = false;
    let counting: Promise<void> = Promise.resolve();
    await db.transaction(async (tx) => {
      await lockHead(tx);
      counting = recount().then(() => {
        isCounted = true;
      });
      await expectWaiting(db, 1);
      expect(isCounted).toBe(false);
      await publishPolicy(tx, {
        ...{ actor: ada.viewer, rules: [...rules, block], defaultOutcome },
        ...{ expectedVersion: version, now: workspace.time.now },
      });
    });
    await counting;
    expect(await now(waiting)).toMatchObject({ state: "cancelled" });
  });
});
