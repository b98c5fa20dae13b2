/** A hash for one kind of statement is never valid for another (docs/receipts.md). */
const prefixes = {
  approval: "countersign/approval/v1\n",
  standing: "countersign/standing-approval/v1\n",
  ownership: "countersign/ownership/v1\n",
} as const;

/**
 * The challenge that commits to a statement, SHA-256(prefix || bytes), as base64url. Computed in the
 * signer's browser from the page's statement: the passkey signs nothing else, even at the server's
 * demand.
 */
export async function challengeOf(
  statement: Uint8Array,
  kind: keyof typeof prefixes = "approval",
): Promise<string> {
  return hashOf(prefixes[kind], statement);
}

/** SHA-256(prefix || bytes), as base64url. */
export async function hashOf(prefix: string, content: Uint8Array): Promise<string> {
  const start = new TextEncoder().encode(prefix);
  const bytes = new Uint8Array(start.byteLength + content.byteLength);
  bytes.set(start);
  bytes.set(content, start.byteLength);
  return base64urlOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** base64url of a hash. */
export function base64urlOf(hash: Uint8Array): string {
  return btoa(String.fromCharCode(...hash))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** The bytes of base64url text. */
export function bytesOf(base64url: string): Uint8Array {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
