import { testAgentLabel } from "#lib/text/labels";

/** As for the names of other agents. */
const longestName = 80;
const start = `${testAgentLabel} (`;

/** A test agent's name, which says so: messages have no badge. */
export function testAgentName(ownerName: string): string {
  const shown = [...ownerName].slice(0, longestName - start.length - 1).join("");
  return `${start}${shown.trimEnd()})`;
}
