import type { Role } from "#db/schema/directory";
import { type Claims, groupsFrom } from "./claims.ts";
import type { Connection } from "./connections/connection.ts";

const order: Role[] = ["admin", "approver", "auditor"];

/**
 * A person's roles after signing in. The mapping decides every role in it, both ways: a person in
 * one of the role's groups has the role, a person in none does not. Other roles stay as an admin
 * set them.
 * @returns undefined when the groups cannot be read.
 */
export function rolesFromGroups(
  { groupClaim, groupRoles }: Pick<Connection, "groupClaim" | "groupRoles">,
  claims: Claims,
  before: Role[],
): Role[] | undefined {
  if (groupClaim === null || groupRoles.length === 0) return before;
  const groups = groupsFrom(claims, groupClaim);
  if (!groups) return undefined;
  const decided = new Set(groupRoles.flatMap(({ roles }) => roles));
  const given = new Set(
    groupRoles.filter(({ group }) => groups.includes(group)).flatMap(({ roles }) => roles),
  );
  return order.filter((role) => (decided.has(role) ? given.has(role) : before.includes(role)));
}
