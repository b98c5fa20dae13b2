import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import type { Faults } from "#lib/passkeys/testing/soft-authenticator";

export interface Shown {
  statement: string;
  seal: string;
}

export interface Result {
  request: string;
  state?: string;
  approval?: { id: string };
  approvals?: { required: number; given: number };
  code?: string;
  detail?: string;
}

/** What the page of several requests gives to the browser. */
export function readAll(person: SignedInPerson, ids: string[]): Promise<Shown[]> {
  return Promise.all(ids.map((id) => person.read(id)));
}

export function askForBatch(person: SignedInPerson, statements: Shown[]): Promise<Response> {
  return person.post("/api/requests/together/challenges", { statements });
}

/** An approval of several requests up to the moment before it is sent: the body to send. */
export async function signTogether(
  person: SignedInPerson,
  shown: Shown[],
  faults: Faults = {},
  passkey = person.authenticator,
) {
  const asked = await askForBatch(person, shown);
  if (asked.status !== 201) throw new Error(`no challenge: ${await asked.text()}`);
  const { options } = (await asked.json()) as { options: { challenge: string } };
  return { statements: shown.map(({ statement }) => statement), credential: passkey.get(options, faults) };
}

export function sendTogether(person: SignedInPerson, body: unknown): Promise<Response> {
  return person.post("/api/requests/together/approvals", body);
}

/** A whole approval of several requests. */
export async function approveAll(person: SignedInPerson, ids: string[]): Promise<Result[]> {
  return resultsOf(await sendTogether(person, await signTogether(person, await readAll(person, ids))));
}

export async function resultsOf(response: Response): Promise<Result[]> {
  if (response.status !== 200) throw new Error(await response.text());
  return ((await response.json()) as { results: Result[] }).results;
}
