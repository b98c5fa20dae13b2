import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { people, workspace } from "#db/schema/directory";
import { proposals } from "#db/schema/proposals";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addPasskeyRow } from "#lib/membership/testing/people";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { actor, auditEvents, now, putPerson, startPolicy } from "#lib/policy/testing/workspace";
import { findVersion } from "#lib/policy/versions/versions";
import { findDraftProposal } from "#lib/proposals/draft-proposal";
import type { Viewer } from "#lib/sessions/session";
import { proposeDraft } from "./propose-draft.ts";
import { publishDraft } from "./publish-draft.ts";
import { findPublishingStep } from "./publishing-step.ts";

let db: Database;
const passkeyIds = new Map<string, string>();
const ada = actor("admin");
const bo: Viewer = { ...ada, personId: "per_bo", email: "bo@example.test" };
const cy: Viewer = { ...ada, personId: "per_cy", email: "cy@example.test" };

beforeEach(async () => {
  ({ db } = await createTestDatabase());
  await startPolicy(db);
  for (const admin of [bo, cy]) await putPerson(db, admin);
  for (const { personId } of [ada, bo, cy])
    passkeyIds.set(personId, (await addPasskeyRow(db, personId, now)).credentialId);
  await db.insert(workspace).values({ name: "Test", createdAt: now, publishNeedsSecondAdmin: true });
  await change("A rule");
});

async function change(title: string, by = ada): Promise<void> {
  const { revision } = (await foreseeNextVersion(db)).draft;
  await saveRule(db, { actor: by, rule: rule({ outcome: "block", title }), revision, now });
}

const seen = async () => (await foreseeNextVersion(db)).digest;
const passkeyOf = ({ personId }: Viewer) => passkeyIds.get(personId);
const propose = (by: Viewer, digest: string) =>
  proposeDraft(db, { actor: by, confirmedWith: passkeyOf(by), digest, now });
const publish = (by: Viewer, digest: string) =>
  publishDraft(db, { actor: by, confirmedWith: passkeyOf(by), digest, now });

async function expectVersion(version: number): Promise<void> {
  expect(await currentPolicyVersion(db)).toBe(version);
}

describe("where publishing takes two admins", () => {
  test("one admin proposes and another publishes, and the version and the audit log name both", async () => {
    const digest = await seen();
    await propose(ada, digest);
    expect(await findDraftProposal(db, now)).toMatchObject({ by: ada.personId, digest, at: now });
    await publish(bo, digest);
    expect(await findVersion(db, 2)).toMatchObject({
      ...{ digest, proposedBy: ada.personId, publishedBy: bo.personId },
    });
    expect(await auditEvents(db, "policy.proposed")).toMatchObject([
      { actor: { id: ada.personId }, data: { version: 2, digest, confirmed: `policy/propose/${digest}` } },
    ]);
    expect(await auditEvents(db, "policy.published")).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ digest, proposed_by: ada.personId, version: 2 }),
      }),
    );
    expect(await findDraftProposal(db, now)).toBeUndefined();
  });

  test("no admin publishes an unproposed draft, or the admin's own proposal", async () => {
    const digest = await seen();
    await expect(publish(bo, digest)).rejects.toMatchObject({ code: "conflict" });
    await propose(ada, digest);
    await expect(publish(ada, digest)).rejects.toMatchObject({
      code: "conflict",
      userMessage: "You proposed this version, so another admin has to publish it.",
    });
    await expectVersion(1);
  });

  test("every change to the draft by any admin ends the proposal", async () => {
    const digest = await seen();
    await propose(ada, digest);
    await change("Another rule", cy);
    expect(await findDraftProposal(db, now)).toBeUndefined();
    await expect(publish(bo, digest)).rejects.toMatchObject({ code: "conflict" });
    await expect(publish(bo, await seen())).rejects.toMatchObject({ code: "conflict" });
    await expectVersion(1);
  });

  test("a change concurrent to a publication either comes first and prevents it, or starts from the new version", async () => {
    const digest = await seen();
    await propose(ada, digest);
    const [published, changed] = await Promise.allSettled([publish(bo, digest), change("Racing")]);
    const inForce = await findVersion(db, await currentPolicyVersion(db));
    expect(inForce.version).toBe(published.status === "fulfilled" ? 2 : 1);
    if (published.status === "fulfilled") expect(inForce.digest).toBe(digest);
    else expect(changed.status).toBe("fulfilled");
  });

  test("of twenty concurrent publishers one succeeds, and of two concurrent proposers one does", async () => {
    const digest = await seen();
    const proposals = await Promise.allSettled([propose(ada, digest), propose(bo, digest)]);
    expect(proposals.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => publish(cy, digest)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expectVersion(2);
  });

  test("the proposal of a suspended or former admin does not count, and another admin can propose again", async () => {
    const digest = await seen();
    await propose(ada, digest);
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, ada.personId));
    await expect(publish(bo, digest)).rejects.toMatchObject({ code: "conflict" });
    await propose(bo, digest);
    await db.update(people).set({ roles: sql`array['approver']` }).where(eq(people.id, bo.personId));
    await expect(publish(cy, digest)).rejects.toMatchObject({ code: "conflict" });
    await expectVersion(1);
    await propose(cy, digest);
  });

  test("a newly suspended publisher publishes nothing", async () => {
    const digest = await seen();
    await propose(ada, digest);
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, bo.personId));
    await expect(publish(bo, digest)).rejects.toMatchObject({ code: "not_found" });
    await expectVersion(1);
  });

  test("a publication waits for a concurrent suspension of the proposer", async () => {
    const digest = await seen();
    await propose(ada, digest);
    let publishing: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.update(people).set({ status: "suspended" }).where(eq(people.id, ada.personId));
      publishing = publish(bo, digest).catch((thrown: unknown) => thrown);
      await expectWaiting(db, 1);
    });
    expect(await publishing).toMatchObject({ code: "conflict" });
    await expectVersion(1);
  });

  test("a version whose proposal is being declined is not published", async () => {
    const digest = await seen();
    await propose(ada, digest);
    const proposalId = (await findDraftProposal(db, now))?.id ?? "";
    let publishing: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx
        .update(proposals)
        .set({ state: "declined", closedAt: now })
        .where(eq(proposals.id, proposalId));
      publishing = publish(bo, digest).catch((thrown: unknown) => thrown);
      await expectWaiting(db, 1);
    });
    expect(await publishing).toMatchObject({ code: "conflict" });
    await expectVersion(1);
  });

  test("each admin gets the next step", async () => {
    const steps = async () =>
      Promise.all(
        [ada, bo].map(async ({ personId }) => (await findPublishingStep(db, { personId, now })).step),
      );
    expect(await steps()).toEqual(["propose", "propose"]);
    await propose(ada, await seen());
    expect(await steps()).toEqual(["wait", "publish"]);
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, ada.personId));
    expect(await steps()).toEqual(["propose", "propose"]);
    await db.update(workspace).set({ publishNeedsSecondAdmin: false });
    expect(await steps()).toEqual(["publish", "publish"]);
  });

  test("only the digest shown is proposed or confirmed", async () => {
    const digest = await seen();
    await change("Another rule");
    await expect(propose(ada, digest)).rejects.toMatchObject({ code: "conflict" });
    await propose(ada, await seen());
    await expect(publish(bo, digest)).rejects.toMatchObject({ code: "conflict" });
    await expectVersion(1);
  });
});

test("where publishing takes one admin there is nothing to propose", async () => {
  await db.update(workspace).set({ publishNeedsSecondAdmin: false });
  await expect(propose(ada, await seen())).rejects.toMatchObject({ code: "conflict" });
  await publish(ada, await seen());
});
