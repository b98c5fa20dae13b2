/** What a screen shows of what will happen: texts, and who is named. */
export type Shown = readonly (string | readonly Named[])[];

export interface Named {
  id: string;
  name: string;
}

/**
 * Names what somebody was shown, for the act that their passkey confirms: base64url(SHA-256(JSON)). The browser works it out from its
 * screen, the server from the database; they agree only if what was read is what will be. The order of people is no part of it.
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

/** These ids with the names that go with them; an id that nobody knows has none. */
export function named(ids: readonly string[], names: ReadonlyMap<string, string>): Named[] {
  return ids.map((id) => ({ id, name: names.get(id) ?? "" }));
}
