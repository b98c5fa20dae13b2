import { expect, test } from "vitest";
import { agentsHref, readAgentQuery } from "./agent-query.ts";

test("URL and filters convert into each other, and invalid filters are left out", () => {
  const filter = {
    status: "active",
    label: "team:payments",
    keys: "old",
    keyDays: 30,
    owned: "no",
    attestation: "due",
    search: "Refund bot",
  } as const;
  const query = Object.fromEntries(new URL(agentsHref(filter), "http://x").searchParams);
  expect(readAgentQuery(query)).toEqual(filter);
  expect(
    readAgentQuery({
      status: "odd",
      keyDays: "0",
      owner: "agt_1",
      label: "No label",
      after: "x",
      search: " ",
    }),
  ).toEqual({});
  expect(agentsHref({})).toBe("/agents");
});

test("a saved link with the older name of a status filter still works", () => {
  expect(readAgentQuery({ status: "standing" })).toEqual({ status: "not_revoked" });
});
