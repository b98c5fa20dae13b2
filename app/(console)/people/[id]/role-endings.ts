/**
 * The consequences of removing a role, for the confirmation dialog: a title, and one sentence each.
 */
export interface RoleEnding {
  title: string;
  sentences: string[];
}

/** Consequences by role; absent when removing the role loses nothing permanently. */
export type RoleEndings = Partial<Record<"approver" | "admin", RoleEnding>>;

/** The roles' endings that need a confirmation; undefined without any. */
export function endingOfRoles(endings: RoleEndings, wanted: readonly string[]): RoleEnding | undefined {
  // Losing the role of approver voids every approval of the person, in any capacity.
  if (endings.approver && !wanted.includes("approver")) return endings.approver;
  if (endings.admin && !wanted.includes("admin")) return endings.admin;
  return undefined;
}

/** The consequences of removing the admin role, if there are any. */
export function endOfAdmin(
  name: string,
  { breakGlassNotice }: { breakGlassNotice: number },
): RoleEnding | undefined {
  if (breakGlassNotice === 0) return undefined;
  const grants = breakGlassNotice === 1 ? "1 unused grant" : `${breakGlassNotice} unused grants`;
  return {
    title: `Remove ${name}'s Admin role?`,
    sentences: [
      `${grants} approved with break-glass ${breakGlassNotice === 1 ? "is" : "are"} revoked. Agents have to ask again.`,
      "They're signed out everywhere.",
    ],
  };
}
