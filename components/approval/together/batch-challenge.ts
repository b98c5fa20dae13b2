import { canonicalJson } from "#client/json/canonical";
import { base64urlOf, hashOf } from "#components/passkey/challenge-of.ts";
import { hashLater, treeRoot } from "#lib/crypto/merkle-tree";

/**
 * The challenge that commits to several statements, as base64url (docs/receipts.md). Computed in the
 * signer's browser from the page's statements: the passkey signs nothing else, even at the server's
 * demand.
 */
export async function batchChallenge(statements: readonly Uint8Array[]): Promise<string> {
  const { approver, agent, action } = JSON.parse(new TextDecoder().decode(statements[0]));
  const root = await hashLater(treeRoot(statements), async (bytes) => {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  });
  const batch = {
    v: 1,
    decision: "approve_together",
    approver,
    agent,
    action_type: action.type,
    count: statements.length,
    root: base64urlOf(root),
  };
  return hashOf("countersign/approval-batch/v1\n", new TextEncoder().encode(canonicalJson(batch)));
}
