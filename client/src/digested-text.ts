import { canonicalJson } from "./json/canonical.ts";

/** The text that an approval is bound to: JCS({agent, type, resource?, params, audience?}). */
export function digestedText(
  agent: string,
  {
    type,
    resource,
    params,
    audience,
  }: { type: string; resource?: string; params: object; audience?: string },
): string {
  return canonicalJson({ agent, type, resource, params, audience });
}
