import { canonicalJson } from "#client/json/canonical";
import { bytesOf, hashOf } from "#components/passkey/challenge-of.ts";

const label = "countersign/second-screen/v1\n";

/** Crockford's base 32, without I, L, O and U, which resemble other characters or make words. */
const characters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The code of a statement for comparison on two screens of an approver, such as "7F3 K9Q": the first 30
 * bits of SHA-256(label || statement without nonce, issued_at and expires_at, as canonical JSON).
 * Computed from the very text of the decision, so that a page that shows one statement and signs
 * another shows the code of the other. Nonce and time differ from page to page, and so does the
 * challenge itself.
 * @param statement the statement bytes to sign, base64url.
 */
export async function secondScreenCode(statement: string): Promise<string> {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(statement));
  const { nonce: _, issued_at: __, expires_at: ___, ...common } = JSON.parse(text);
  const hash = bytesOf(await hashOf(label, new TextEncoder().encode(canonicalJson(common))));
  const bits = new DataView(hash.buffer).getUint32(0) >>> 2;
  const code = [25, 20, 15, 10, 5, 0].map((shift) => characters[(bits >>> shift) & 31]).join("");
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
