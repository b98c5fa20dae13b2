import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "#db/schema/directory";
import { rolesFromGroups } from "#lib/provisioning/sso/claims";
import { isNarrower } from "./change-connection.ts";
import { groupLines } from "./connection-fields.ts";

const mapping = (lines: string, groupClaim: string | null = "groups") => ({
  groupClaim,
  groupRoles: groupLines(lines) as { group: string; roles: Role[] }[],
});

describe("no person loses roles from a mapping that", () => {
  test.each([
    ["is the same", "a = approver", "a = approver"],
    ["gives a role to one more group", "a = approver", "a = approver\nb = approver"],
    ["decides about one role less", "a = approver, auditor", "a = auditor"],
    ["is gone", "a = approver", ""],
  ])("%s", (_, before, after) => {
    expect(isNarrower(mapping(after), mapping(before))).toBe(false);
  });

  test("has no groups claim", () => {
    expect(isNarrower(mapping("a = approver", null), mapping("b = auditor"))).toBe(false);
  });
});

describe("a person can lose roles from a mapping that", () => {
  test.each([
    ["takes a role from a group", "a = approver\nb = approver", "b = approver"],
    ["gives it to another group instead", "a = approver", "b = approver"],
    ["decides about one role more", "a = approver", "a = approver\nb = auditor"],
    ["decides where none did", "", "a = approver"],
  ])("%s", (_, before, after) => {
    expect(isNarrower(mapping(after), mapping(before))).toBe(true);
  });

  test("reads another claim", () => {
    expect(isNarrower(mapping("a = approver", "roles"), mapping("a = approver"))).toBe(true);
  });
});

const roles: Role[] = ["admin", "approver", "auditor"];
const someMapping = fc.record({
  groupClaim: fc.constantFrom("groups", "roles", null),
  groupRoles: fc.array(
    fc.record({ group: fc.constantFrom("a", "b", "c"), roles: fc.subarray(roles, { minLength: 1 }) }),
    { maxLength: 3 },
  ),
});

test("a person with a role from one mapping has it from every mapping that is not narrower, for any groups", () => {
  const claims = fc.record({
    sub: fc.constant("x"),
    groups: fc.subarray(["a", "b", "c"]),
    roles: fc.subarray(["a", "b", "c"]),
  });
  fc.assert(
    fc.property(
      someMapping,
      someMapping,
      claims,
      fc.subarray(roles),
      (before, after, accountClaims, hand) => {
        fc.pre(!isNarrower(after, before));
        const had = rolesFromGroups(before, accountClaims, hand) ?? [];
        // The roles the person has had since the sign-in.
        expect(rolesFromGroups(after, accountClaims, had)).toEqual(expect.arrayContaining(had));
      },
    ),
    { numRuns: 2000 },
  );
});
