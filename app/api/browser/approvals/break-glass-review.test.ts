import { expect, test } from "vitest";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { listBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { remindOfReviews } from "#lib/approvals/break-glass/remind-reviews";
import { reviewBreakGlass } from "#lib/approvals/break-glass/review-break-glass";
import { addSeconds } from "#lib/kernel/clock";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { setReviewHours } from "#lib/membership/set-review-hours";
import { breakGlass, openBreakGlass, outcome, reason } from "./testing/break-glass.ts";

const { workspace, db, admin, second, owner, adminApprover, asked, noticesOf } = await openBreakGlass();

test("another admin reviews a break-glass approval once; the admin who used break-glass and other people cannot", async () => {
  const { request } = await asked();
  await breakGlass(admin, request.id);
  const open = (await listBreakGlass(db, { viewer: second.viewer })).find(
    ({ requestId }) => requestId === request.id,
  );
  expect(open).toMatchObject({ reason, usedBy: { name: "Ada Admin" }, review: null });
  expect(open?.dueAt).toEqual(addSeconds(workspace.time.now, 72 * 3600));
  const { approvalId = "" } = open ?? {};
  const review = (actor: SignedInPerson, note = "Looked at the logs with Ada") =>
    reviewBreakGlass(db, {
      actor: actor.viewer,
      approvalId,
      finding: "justified",
      note,
      now: workspace.time.now,
    });
  await expect(review(admin)).rejects.toMatchObject({ code: "not_entitled" });
  await expect(review(owner)).rejects.toMatchObject({ code: "not_found" });
  const both = await Promise.allSettled([review(second), review(adminApprover)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(review(second)).rejects.toMatchObject({ code: "already_decided" });
  const events =
    await db.$client`select type from audit_events where request_id = ${request.id} and type = 'break_glass.reviewed'`;
  expect(events).toHaveLength(1);
});

test.each(["deactivated", "without that passkey", "recovered"] as const)(
  "another admin reviews what an admin approved by break-glass who is %s since",
  async (how) => {
    workspace.time.now = addSeconds(workspace.time.now, 61);
    const user = await workspace.person(`Uma ${how}`, ["admin"], admin);
    const { request } = await asked();
    expect(await outcome(breakGlass(user, request.id))).toBe("approved");
    const { personId } = user.viewer;
    const { credentialId } = user.authenticator;
    const by = { actor: admin.viewer, personId, now: workspace.time.now };
    if (how === "deactivated") await suspendPerson(db, by);
    if (how === "recovered") await issueRecovery(db, { ...by, oldPasskeys: "remove" });
    await db.$client`delete from passkeys where credential_id = ${credentialId}`;
    const [row] = await db.$client`
      select approval_id as id from break_glass_reviews where request_id = ${request.id}`;
    const review = {
      approvalId: row?.id as string,
      finding: "not_justified",
      note: "Bo was in reach",
    } as const;
    const confirmedWith = second.authenticator.credentialId;
    await reviewBreakGlass(db, { ...review, actor: second.viewer, confirmedWith, now: workspace.time.now });
    const [reviewed] = await db.$client`
      select reviewed_by from break_glass_reviews where request_id = ${request.id}`;
    expect(reviewed?.reviewed_by).toBe(second.viewer.personId);
  },
);

test("the admin who enrolled the passkey used for break-glass cannot review it, even after its removal", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  const user = await workspace.person("Una Unconfirmed", ["admin"], admin, { isConfirmed: false });
  const { request } = await asked();
  expect(await outcome(breakGlass(user, request.id))).toBe("approved");
  await db.$client`delete from passkeys where person_id = ${user.viewer.personId}`;
  const [row] = await db.$client`
    select approval_id as id from break_glass_reviews where request_id = ${request.id}`;
  const review = (actor: SignedInPerson) =>
    reviewBreakGlass(db, {
      actor: actor.viewer,
      approvalId: row?.id as string,
      finding: "justified",
      note: "It was.",
      confirmedWith: actor.authenticator.credentialId,
      now: workspace.time.now,
    });
  await expect(review(admin)).rejects.toMatchObject({ details: { reason: "one_control" } });
  await review(second);
});

test("the review deadline is a workspace setting, changed only by admins and recorded", async () => {
  await setReviewHours(db, { actor: admin.viewer, hours: 4, now: workspace.time.now });
  await expect(
    setReviewHours(db, { actor: owner.viewer, hours: 9, now: workspace.time.now }),
  ).rejects.toMatchObject({
    code: "not_found",
  });
  const { request } = await asked();
  await breakGlass(admin, request.id);
  const [row] = await db.$client`select due_at from break_glass_reviews where request_id = ${request.id}`;
  expect(new Date(row?.due_at)).toEqual(addSeconds(workspace.time.now, 4 * 3600));
  const events = await db.$client`select from audit_events where type = 'workspace.settings_changed'`;
  expect(events).toHaveLength(1);
  await setReviewHours(db, { actor: admin.viewer, hours: 72, confirmedFrom: 4, now: workspace.time.now });
});

test("every admin is notified once of an overdue review, until the review", async () => {
  await db.$client`delete from break_glass_reviews`;
  const { request } = await asked();
  await breakGlass(admin, request.id);
  await db.$client`delete from notices`;
  const due = addSeconds(workspace.time.now, 72 * 3600);
  await remindOfReviews(db, addSeconds(due, -1));
  expect(await noticesOf(second)).toEqual([]);
  await Promise.all([remindOfReviews(db, due), remindOfReviews(db, due), remindOfReviews(db, due)]);
  for (const person of [admin, second])
    expect(await noticesOf(person)).toEqual([`break_glass_review_due ${request.id} Ada Admin`]);
  expect(await noticesOf(owner)).toEqual([]);
  const [row] =
    await db.$client`select approval_id as id from break_glass_reviews where request_id = ${request.id}`;
  await reviewBreakGlass(db, {
    actor: second.viewer,
    approvalId: row?.id,
    finding: "not_justified",
    note: "Bo was in reach",
    now: due,
  });
  expect(await noticesOf(admin)).toEqual([]);
  await remindOfReviews(db, addSeconds(due, 3600));
  expect(await noticesOf(admin)).toEqual([]);
});
