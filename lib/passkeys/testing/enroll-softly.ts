import { SoftAuthenticator } from "./soft-authenticator.ts";

type CreationOptions = Parameters<SoftAuthenticator["create"]>[0];

/** Where a server listens, and the origin that its passkeys are bound to. */
export interface ServedAt {
  address: string;
  origin: string;
}

/**
 * Enrolls a software passkey over HTTP as the pages do.
 * @param path `/api/setup` or `/api/enrollments`
 * @param form the one-time token, and the other fields of the path
 * @returns the passkey, and the answer with the session's cookie
 */
export async function enrollSoftly(
  served: ServedAt,
  path: string,
  form: Record<string, string>,
): Promise<{ authenticator: SoftAuthenticator; answered: Response }> {
  const { origin } = served;
  const authenticator = new SoftAuthenticator({ origin, rpId: new URL(origin).hostname });
  const asked = await postAsPage(served, `${path}/options`, form);
  const { options } = (await asked.json()) as { options: CreationOptions };
  const answered = await postAsPage(served, path, { ...form, credential: authenticator.create(options) });
  return { authenticator, answered };
}

/** An answer that isn't 2xx. */
export class PageRefusal extends Error {
  readonly code: string | undefined;

  constructor(
    path: string,
    readonly status: number,
    text: string,
  ) {
    super(`${path} answered ${status}: ${text}`);
    this.code = /"code":"(\w+)"/.exec(text)?.[1];
  }
}

/** A POST as our own pages send it. @throws {PageRefusal} */
export async function postAsPage(
  { address, origin }: ServedAt,
  path: string,
  body: unknown,
  cookie = "",
): Promise<Response> {
  const headers = { origin, cookie, "content-type": "application/json" };
  const response = await fetch(address + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new PageRefusal(path, response.status, await response.text());
  return response;
}
