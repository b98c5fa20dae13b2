/** The content of a screen about a coming change: texts, and named people. */
export type Shown = readonly (string | readonly Named[])[];

export interface Named {
  id: string;
  name: string;
}

/**
 * Identifies the content of a screen, for the act that a passkey confirms:
 * base64url(SHA-256(JSON)). The browser computes the digest from its screen, the server from the
 * database; the digests agree only if the person read what the server will do. The order of people
 * does not matter.
 */
export async function actDigest(shown: Shown): Promise<string> {
  const plain = shown.map((part) =>
    typeof part === "string" ? part : part.map(({ id, name }) => `${id} ${name}`).sort(),
  );
  return textDigest(JSON.stringify(plain));
}

/** base64url(SHA-256(text)), in the browser as on the server. */
export async function textDigest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const encoded = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** These IDs with their names; an unknown ID has an empty name. */
export function named(ids: readonly string[], names: ReadonlyMap<string, string>): Named[] {
  return ids.map((id) => ({ id, name: names.get(id) ?? "" }));
}
