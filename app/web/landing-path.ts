import type { Role } from "#db/schema/directory";

/** Where a person's work is: the first page after signing in. */
export function landingPath(roles: Role[]): string {
  if (roles.includes("approver")) return "/queue";
  return roles.includes("admin") ? "/people" : "/audit";
}
