import { type RefusalCode, refusalTitle } from "#components/api/refusal-titles.ts";

const titles: Partial<Record<RefusalCode, string>> = {
  cancelled: "Passkey prompt closed. Not approved.",
  wrong_passkey: "Passkey belongs to someone else",
  not_entitled: "You can't decide this request",
  not_found: "You no longer have access to this request",
};

/** The title of a refused decision, more specific for several codes. */
export function decisionTitle(code: string): string {
  return titles[code as RefusalCode] ?? refusalTitle(code);
}
