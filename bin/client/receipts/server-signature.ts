import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import { digestOf, joinBytes, readBase64url, readJsonBytes, toBase64url } from "./bytes.ts";
import { members, only, text } from "./form.ts";
import { ed25519 } from "./signatures.ts";

// Exactly these members: `crit`, or a key in the header, changes the signature's meaning.
const headerForm = members<{ alg: string; typ: string; kid: string }>({
  alg: only("EdDSA"),
  typ: only("countersign-receipt+jws"),
  kid: text,
});

/**
 * The server's signature over the canonical rest of the receipt: a JWS with detached payload (RFC
 * 7515 appendix F), EdDSA. Returns the key's RFC 7638 thumbprint.
 * @param pinned a trusted JSON Web Key Set; by default the receipt's own key
 */
export async function checkServerSignature(
  receipt: Untyped,
  pinned?: Untyped,
): Promise<{ thumbprint: string; isPinned: boolean }> {
  const { server_signature: jws, ...rest } = receipt;
  const [head, payload, signature, ...surplus] = typeof jws === "string" ? jws.split(".") : [];
  if (head === undefined || payload !== "" || signature === undefined || surplus.length > 0)
    throw new Error("it isn't a JWS with detached payload");
  const header = readJsonBytes(readBase64url(head, "its header"), "its header");
  headerForm(header, "its header");
  const jwk = findKey(pinned === undefined ? receipt.keys : pinned, header.kid);
  const signed = `${head}.${toBase64url(joinBytes(canonicalJson(rest)))}`;
  const isValid = await ed25519(jwk.x)(joinBytes(signed), readBase64url(signature, "it"));
  if (!isValid) throw new Error("the signature doesn't match: the receipt was changed");
  return { thumbprint: await thumbprint(jwk), isPinned: pinned !== undefined };
}

function findKey(keySet: Untyped, kid: string) {
  const keys = Array.isArray(keySet?.keys) ? keySet.keys : [];
  const jwk = keys.find(
    (candidate: Untyped) => candidate?.kid === kid && candidate.kty === "OKP" && candidate.crv === "Ed25519",
  );
  if (!jwk) throw new Error(`key ${kid} isn't in the key set`);
  return jwk;
}

/** RFC 7638, with the members RFC 8037 section 2 names. */
function thumbprint({ x }: { x: string }) {
  return digestOf(canonicalJson({ crv: "Ed25519", kty: "OKP", x }));
}
