import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import type { LastingKind } from "#lib/people/responsible-admin";

/** The act that makes the acting admin responsible for a SCIM token or event source. */
export function responsibilityAct(kind: LastingKind, id: string): ConfirmedAct {
  if (kind === "scim_token") return `scim-token/answer/${id as `sct_${string}`}`;
  return `transmitter/answer/${id as `trm_${string}`}`;
}
