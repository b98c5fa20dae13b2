import type { Role } from "#db/schema/directory";
import type { rolesFromGroups } from "#lib/provisioning/sso/roles-from-groups";

type Mapping = Parameters<typeof rolesFromGroups>[0];

/**
 * Whether a changed mapping can give a person less. Groups are known only during a sign-in, so for
 * every possible person: each new role must be decided by the same claim already, and stay with its
 * groups.
 */
export function isNarrower(after: Mapping, before: Mapping): boolean {
  const given = givenBy(before);
  const now = givenBy(after);
  if (now.size === 0) return false;
  if (after.groupClaim !== before.groupClaim) return true;
  return [...now].some(([role, groups]) => {
    const had = given.get(role);
    return had === undefined || [...had].some((group) => !groups.has(group));
  });
}

/** The groups of each role in the mapping. */
function givenBy({ groupClaim, groupRoles }: Mapping): Map<Role, Set<string>> {
  const given = new Map<Role, Set<string>>();
  if (groupClaim === null) return given;
  for (const { group, roles } of groupRoles)
    for (const role of roles) given.set(role, (given.get(role) ?? new Set()).add(group));
  return given;
}
