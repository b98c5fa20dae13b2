import type { DenyReason } from "#lib/policy/action-types/action-type";

/** Deny reasons as form text: the code, a colon and the text on each line. */
export function denyReasonLines(reasons: readonly DenyReason[]): string {
  return reasons.map(({ code, text }) => `${code}: ${text}`).join("\n");
}

/** The typed deny reasons, unchecked. Undefined for the default reasons. */
export function readDenyReasonLines(typed: string): { code: string; text: string }[] | undefined {
  const lines = typed.split("\n").filter((line) => line.trim());
  const reasons = lines.map((line) => {
    const [code = "", ...text] = line.split(":");
    return { code: code.trim(), text: text.join(":").trim() };
  });
  return reasons.length > 0 ? reasons : undefined;
}
