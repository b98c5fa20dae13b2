import { expect, test } from "vitest";
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

test("sign-in does not lead back to itself", () => {
  expect(nextPath("/signin?next=/signin")).toBeUndefined();
});
