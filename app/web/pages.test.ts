import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findPages, pages } from "./pages.ts";

test.each(pages)("search offers $href to exactly the roles that the page requires", ({ href, roles }) => {
  const file = path.join(import.meta.dirname, "../(console)", href, "page.tsx");
  expect(existsSync(file), file).toBe(true);
  const [, required = "none"] =
    /(?:requireViewer|openPage)\(([^)]*)\)/.exec(readFileSync(file, "utf8")) ?? [];
  const named = required.match(/\w+/g) ?? ["admin", "approver", "auditor"];
  expect(named.toSorted()).toEqual(roles.toSorted());
});

test("a page is found by the beginnings of its words, and only for its roles", () => {
  expect(findPages(["admin"], "audit")).toEqual([{ href: "/audit", label: "Audit log" }]);
  expect(findPages(["admin"], "sett tok")).toEqual([
    { href: "/settings/tokens", label: "Settings: Policy tokens" },
  ]);
  expect(findPages(["admin"], "test request")).toEqual([
    { href: "/queue/test", label: "Send a test request" },
  ]);
  const labels = (text: string) => findPages(["admin"], text).map(({ label }) => label);
  for (const text of ["passkey", "passkeys"])
    expect(labels(text)).toEqual(["Settings: Profile and passkeys"]);
  expect(labels("webhook")).toEqual(["Channels: Webhooks"]);
  expect([...labels("new rule"), ...labels("threshold")]).toEqual(["New rule", "New threshold"]);
  expect(findPages(["approver"], "audit")).toEqual([]);
  expect(findPages([], "")).toEqual([]);
  expect(findPages(["admin"], "%")).toEqual([]);
});
