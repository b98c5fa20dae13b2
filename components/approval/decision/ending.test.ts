import { expect, test } from "vitest";
import { endingOf } from "./ending.ts";

const approved = { state: "approved", closeReason: null, isTest: false, decisions: [] as [] } as const;

test.each([
  ["revoked", "It was revoked before the agent used it."],
  ["expired", "The agent didn't use it in time."],
] as const)("an approval whose grant is %s doesn't look like success", (grant, text) => {
  expect(endingOf({ ...approved, grant }, "per_1")).toMatchObject({
    tone: "neutral",
    title: "Approved by someone",
    text,
  });
});

test.each(["issued", "redeemed"] as const)("an approval whose grant is %s looks like success", (grant) => {
  expect(endingOf({ ...approved, grant }, "per_1")).toMatchObject({
    tone: "success",
    text: "The agent received a one-time grant for exactly this action.",
  });
});

test("a request that a standing approval approved says that no one was asked", () => {
  const made = {
    decision: "approve",
    personId: "per_1",
    name: "Ada",
    forWhom: null,
    isStanding: true,
  } as const;
  expect(endingOf({ ...approved, decisions: [made] }, "per_2")).toMatchObject({
    title: "Approved by a standing approval",
    text: "No one was asked, because Ada signed for requests like it. The agent received a one-time grant for exactly this action.",
  });
});
