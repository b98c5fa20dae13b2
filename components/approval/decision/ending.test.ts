import { expect, test } from "vitest";
import { endingOf } from "./ending.ts";

const approved = { state: "approved", closeReason: null, isTest: false, decisions: [] as [] } as const;

test.each(["revoked", "expired"] as const)(
  "an approval whose grant is %s doesn't look like success",
  (grant) => {
    expect(endingOf({ ...approved, grant }, "per_1")).toMatchObject({
      tone: "neutral",
      title: "Approved by someone",
      text: "The agent's grant ended unused and can no longer be redeemed.",
    });
  },
);

test.each(["issued", "redeemed"] as const)("an approval whose grant is %s looks like success", (grant) => {
  expect(endingOf({ ...approved, grant }, "per_1")).toMatchObject({
    tone: "success",
    text: "The agent received a one-time grant for exactly this action.",
  });
});
