import { canonicalJson } from "./json/canonical.ts";

/**
 * The text whose SHA-256 an approval is bound to: JCS({agent, type, resource?, params, audience?}), absent
 * members left out. The server, the client and the verifier of receipts hash this one text.
 */
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
