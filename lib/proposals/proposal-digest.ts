import { canonicalBytes } from "#lib/json/canonical";
import { base64url, sha256 } from "#lib/kernel/digest";
import type { ProposedChange } from "./proposed-change.ts";

/** Names the content of a proposed change: base64url(SHA-256(JCS({v: 1, change}))). */
export function proposalDigest(change: ProposedChange): string {
  return base64url(sha256(canonicalBytes({ v: 1, change })));
}
