import type { Role } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import type { Viewer } from "./session.ts";

/** Forbidden looks like not found (invariant 14). @throws {CountersignError} `not_found` */
export function requireRole(viewer: Viewer, ...roles: Role[]): void {
  if (roles.some((role) => viewer.roles.includes(role))) return;
  throw new CountersignError("not_found", `${viewer.personId} has none of the roles ${roles.join(", ")}`, {
    userMessage: "This page doesn't exist, or you don't have access.",
  });
}
