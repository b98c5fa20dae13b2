import { expect, test } from "vitest";
import type { Progress } from "#lib/requests/progress";
import { changeSince } from "./change-since.ts";

const before: Progress = {
  state: "pending",
  closeReason: null,
  isTest: false,
  policyVersion: 1,
  actionDigest: "one",
  editedBy: null,
  approvals: { required: 2, given: 0 },
  decisions: [],
  grant: null,
  mayDecide: true,
  refusal: null,
};
const bo = { decision: "approve", personId: "per_bo", name: "Bo", forWhom: null, isStanding: false } as const;
const me = { decision: "approve", personId: "per_me", name: "Me", forWhom: null, isStanding: false } as const;
const since = (after: Partial<Progress>) => changeSince(before, { ...before, ...after }, "per_me");

test("another approver's edit is named, and the original can no longer be decided", () => {
  const editedBy = { personId: "per_bo", name: "Bo" };
  const approved = { decisions: [bo], approvals: { required: 2, given: 1 } };
  expect(since({ ...approved, actionDigest: "two", editedBy })).toMatchObject({
    title: "Bo edited this request",
    isFinal: true,
  });
});

test("no notice appears without a change", () => {
  expect(since({})).toBeUndefined();
  expect(
    changeSince({ ...before, state: "approved" }, { ...before, state: "approved" }, "per_me"),
  ).toBeUndefined();
});

test("a decision by another person names the person and ends the viewer's part", () => {
  expect(
    since({ state: "denied", decisions: [{ ...bo, decision: "deny" }], mayDecide: false }),
  ).toMatchObject({
    title: "Denied by Bo",
    isFinal: true,
  });
  expect(since({ state: "approved", decisions: [bo, me], mayDecide: false })).toMatchObject({
    title: "Approved by Bo and you",
    isFinal: true,
  });
});

test("expiry and cancellation end the decision and give the reason", () => {
  expect(since({ state: "expired", mayDecide: false })).toMatchObject({
    title: "Expired",
    isFinal: true,
  });
  expect(since({ state: "cancelled", closeReason: "by_agent", mayDecide: false })?.text).toMatch(/withdrew/);
  expect(since({ state: "cancelled", closeReason: "blocked_by_policy", mayDecide: false })?.text).toMatch(
    /policy version blocks/,
  );
});

test("after the first of two approvals, the second can still be given", () => {
  expect(since({ approvals: { required: 2, given: 1 }, decisions: [bo] })).toMatchObject({
    title: "Bo approved",
    text: "1 of 2 approvals. Yours is still needed.",
    isFinal: false,
  });
});

test("a stricter policy has to be read again first", () => {
  expect(since({ policyVersion: 2, approvals: { required: 3, given: 0 } })).toMatchObject({ isFinal: true });
});

test("a viewer is notified of their own recorded approval, and of losing the right to decide", () => {
  expect(since({ decisions: [me], approvals: { required: 2, given: 1 }, mayDecide: false })).toMatchObject({
    title: "Your approval was recorded",
  });
  expect(since({ mayDecide: false, refusal: "agent_quarantined" })).toMatchObject({
    title: "You can no longer decide this",
    isFinal: true,
  });
});

test("a test request ends without words about a grant or a waiting agent", () => {
  const isTest = true;
  const ends = [
    { state: "approved", decisions: [bo], isTest },
    { state: "denied", decisions: [{ ...bo, decision: "deny" }], isTest },
    { state: "denied", closeReason: "unexpected", isTest },
    { state: "expired", isTest },
    { state: "cancelled", closeReason: "blocked_by_policy", isTest },
    { state: "allowed", isTest },
    { state: "blocked", isTest },
  ] as const;
  for (const end of ends) expect(since({ ...end, decisions: [] })?.text).not.toMatch(/grant|notified|agent/);
  expect(since({ ...ends[0], decisions: [bo] })?.text).toBe("This was a test. Nothing was executed.");
});
