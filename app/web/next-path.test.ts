import { expect, test } from "vitest";
import { newId } from "#lib/kernel/ids";
import { mostAtOnce } from "#lib/ownership/offers/decline-offers";
import { nextPath } from "./next-path.ts";

test("sign-in leads to a page of this site", () => {
  expect(nextPath("/requests/req_1?from=mail")).toBe("/requests/req_1?from=mail");
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "/%2e//evil.example",
  "/.\\/evil.example",
  "/queue/..//evil.example?from=mail",
  "javascript:alert(1)",
  "queue",
])("sign-in never leads to %j", (wanted) => {
  expect(nextPath(wanted)).toBeUndefined();
});

test("sign-in leads to a page of as many chosen offers as one acceptance may contain, and drops a longer path", () => {
  const offers = (count: number) =>
    `/agents/offers?${new URLSearchParams(Array.from({ length: count }, () => ["offer", newId("off", new Date())]))}`;
  const most = offers(mostAtOnce);
  expect(nextPath(most)).toBe(most);
  expect(nextPath(offers(1000)) ?? "dropped").toBe("dropped");
  // Short before percent-encoding, too long after.
  expect(nextPath(`/queue?${"é".repeat(3000)}`)).toBeUndefined();
});

test("sign-in does not lead back to itself", () => {
  expect(nextPath("/signin?next=/signin")).toBeUndefined();
});
