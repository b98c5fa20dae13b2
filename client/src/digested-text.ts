import { canonicalJson } from "./json/canonical.ts";

/** The text that an approval is bound to: JCS({agent, type, resource?, params, audience?}). */
export function digestedText(
  agent: string,
  action: { type: string; resource?: string; params: object; audience?: string },
): string {
  const { type, resource, params, audience } = action;
  return canonicalJson({ agent, type, resource, params, audience });
}
