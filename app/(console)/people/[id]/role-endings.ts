/** What taking a role away ends, for the dialog that asks first: what it says on top, and a sentence each. */
export interface RoleEnding {
  title: string;
  sentences: string[];
}

/** What ends with a role, by the role; none where nothing is lost that does not come back. */
export type RoleEndings = Partial<Record<"approver" | "admin", RoleEnding>>;

/**
 * What ends when the person keeps only the wanted roles; undefined when nothing ends that needs a
 * confirmation.
 */
export function endingOfRoles(endings: RoleEndings, wanted: readonly string[]): RoleEnding | undefined {
  // Losing the role of approver voids all that they approved, however they did.
  if (endings.approver && !wanted.includes("approver")) return endings.approver;
  if (endings.admin && !wanted.includes("admin")) return endings.admin;
  return undefined;
}

/** What ends with the role of admin, where something does. */
export function endOfAdmin(name: string, { brokenGlass }: { brokenGlass: number }): RoleEnding | undefined {
  if (brokenGlass === 0) return undefined;
  const grants = brokenGlass === 1 ? "1 unused grant" : `${brokenGlass} unused grants`;
  return {
    title: `Remove ${name}'s Admin role?`,
    sentences: [
      `${grants} approved with break-glass ${brokenGlass === 1 ? "is" : "are"} revoked. Agents have to ask again.`,
      "They're signed out everywhere.",
    ],
  };
}
