import { expect, test } from "vitest";
import { newId } from "#lib/kernel/ids";
import { auditQuerySchema, auditQueryText } from "./audit-query.ts";

test("an empty field is no filter", () => {
  expect(auditQuerySchema.parse({ person: "", type: "", from: "", to: "" })).toEqual({});
});

test("a time without a zone is UTC", () => {
  expect(auditQuerySchema.parse({ from: "2026-11-24T14:05", to: "2026-11-25" })).toEqual({
    from: new Date("2026-11-24T14:05:00Z"),
    to: new Date("2026-11-25T00:00:00Z"),
  });
});

test.each([
  { person: newId("agt", new Date()) },
  { agent: "agt_1" },
  { type: "nothing.happened" },
  { from: "yesterday" },
  { to: "2026-13-45" },
  { from: "2026-11-28", to: "2020-01-01" },
  { from: "2026-11-28", to: "2026-11-28" },
])("a filter that cannot match is reported as an error, not as an empty page: %j", (query) => {
  expect(auditQuerySchema.safeParse(query).success).toBe(false);
});

test("a URL contains only the given filters", () => {
  expect(auditQueryText({ person: "", type: "session.started", before: undefined })).toBe(
    "type=session.started",
  );
});
