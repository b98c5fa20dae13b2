import { testAgentLabel } from "#lib/text/labels";

/** As for the names of other agents. */
const longestName = 80;
const start = `${testAgentLabel} (`;

/** The name of a person's test agent. Messages and choices have no badge: there it says what it is. */
export function testAgentName(ownerName: string): string {
  const shown = [...ownerName].slice(0, longestName - start.length - 1).join("");
  return `${start}${shown.trimEnd()})`;
}
