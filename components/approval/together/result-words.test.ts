import { expect, test } from "vitest";
import { outcomeWords, pendingAfterwards, resultsAlert, resultsTitle } from "./result-words.ts";

const approved = { state: "approved" } as const;
const recorded = { state: "pending", approvals: { required: 2, given: 1 } } as const;
const denied = { state: "denied" } as const;
const unknown = { state: "unknown", detail: "We don't know if it arrived." } as const;
const refused = { detail: "The agent was revoked." };

test.each([
  [[approved, approved], "2 approved"],
  [[recorded, recorded], "2 recorded"],
  [[approved, recorded, recorded, refused], "1 approved, 2 recorded, 1 not approved"],
  [[refused], "1 not approved"],
])("only requests that are approved count as approved: %j", (results, title) => {
  expect(resultsTitle(results, "approve")).toBe(title);
});

test("only requests that are denied count as denied", () => {
  expect(resultsTitle([denied, refused, denied], "deny")).toBe("2 denied, 1 not denied");
  expect(outcomeWords(denied, "deny")).toBe("Denied");
  expect(outcomeWords(refused, "deny")).toBe("Not denied. The agent was revoked.");
});

test("only a refused denial is said not to be denied, and an unconfirmed one only to be unconfirmed", () => {
  expect(resultsAlert([denied, denied], "deny")).toBeUndefined();
  expect(resultsAlert([denied, unknown], "deny")).toBe("Not all denials were confirmed");
  expect(resultsAlert([denied, unknown, refused], "deny")).toBe("Not all requests were denied");
  expect(resultsAlert([approved, refused], "approve")).toBe("Not all requests were approved");
});

test("each result says whether its request is approved, still pending or refused", () => {
  expect([approved, recorded, refused].map((result) => outcomeWords(result, "approve"))).toEqual([
    "Approved",
    "Your approval was recorded. Still pending, 1 of 2 approvals.",
    "Not approved. The agent was revoked.",
  ]);
});

test("before the prompt the bar says how many requests one more approval doesn't approve", () => {
  const asked = (required: number, given: number) => ({ approvals: { required, given } });
  expect(pendingAfterwards([asked(1, 0), asked(2, 1)])).toBe("");
  expect(pendingAfterwards([asked(1, 0), asked(2, 0)])).toBe("1 stays pending until another person approves");
  expect(pendingAfterwards([asked(2, 0), asked(3, 1)])).toBe("2 stay pending until another person approves");
});
