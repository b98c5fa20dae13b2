import type { Shown } from "#lib/descriptors/formats/format";
import { uninspectedLabel } from "#lib/text/description-labels";

export type CommandLines = Extract<Shown, { as: "command" }>["lines"];

/** Lines of a command with the same label; equal values appear once. */
export interface LineGroup {
  label: string;
  values: string[];
}

const isStep = (label: string) => /^(Runs|Pipes into)\b/.test(label);
const isDeletion = (label: string) => label.startsWith("Deletes");

/** Lines for a look of their own: why a command can't be inspected, deletions, and unclear parts. */
export function alarmingLines(lines: CommandLines): (LineGroup & { isReason: boolean })[] {
  return byLabel(lines.filter(({ label, tone }) => tone !== undefined || isDeletion(label))).map((group) => ({
    ...group,
    isReason: group.label === uninspectedLabel,
  }));
}

/** The plain effects of a command, by kind: reads, writes, settings and connections. */
export function plainEffects(lines: CommandLines): LineGroup[] {
  return byLabel(lines.filter(({ label, tone }) => !tone && !isDeletion(label) && !isStep(label)));
}

function byLabel(lines: CommandLines): LineGroup[] {
  return [...new Set(lines.map(({ label }) => label))].map((label) => ({
    label,
    values: [...new Set(lines.filter((line) => line.label === label).map(({ value }) => value))],
  }));
}
