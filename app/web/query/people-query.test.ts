import { expect, test } from "vitest";
import { peopleHref, readPeopleQuery } from "./people-query.ts";

test("URL and filters convert into each other, and invalid filters are left out", () => {
  const filter = { status: "suspended", role: "approver", search: "Grace & co" } as const;
  const query = Object.fromEntries(new URL(peopleHref(filter), "http://x").searchParams);
  expect(readPeopleQuery(query)).toEqual(filter);
  expect(readPeopleQuery({ status: "gone", role: ["owner"], search: "  ", after: "agt_1" })).toEqual({});
  expect(peopleHref({})).toBe("/people");
});
