import { api } from "#app/api/index";
import { type Runtime, runtime } from "#app/runtime/runtime";
import { readRequest } from "#lib/approvals/testing/read-request";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import type { Faults, SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import type { Viewer } from "#lib/sessions/session";

/** The address of the workspace. */
export const site = { origin: "http://localhost:3000", rpId: "localhost" };

/** A person in a browser, with a session and a passkey. */
export class SignedInPerson {
  constructor(
    private readonly runtime: Runtime,
    readonly viewer: Viewer,
    public cookie: string,
    readonly authenticator: SoftAuthenticator,
  ) {}

  /** A new session, by passkey, as when the old one has ended; or in a browser with this cookie. */
  async signIn(cookie = ""): Promise<void> {
    const { options } = (await (await browse("/api/session/options", {})).json()) as {
      options: { challenge: string };
    };
    const response = await browse("/api/session", { credential: this.authenticator.get(options) }, cookie);
    if (response.status !== 201) throw new Error(`sign-in failed: ${await response.text()}`);
    this.cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }

  post(path: string, body: unknown): Promise<Response> {
    return browse(path, body, this.cookie);
  }

  /** Adds to a form what the browser adds when the person confirms the act. */
  async confirmForm(form: FormData, act: ConfirmedAct): Promise<void> {
    form.set("confirmation", JSON.stringify(await this.confirm(act)));
    form.set("confirmedAct", act);
  }

  /** The passkey's answer to a challenge to confirm the act. */
  async confirm(
    act: ConfirmedAct,
    faults: Faults = {},
    passkey = this.authenticator,
  ): Promise<AssertionJson> {
    const asked = await this.post("/api/passkeys/confirmations", { act });
    if (asked.status !== 200) throw new Error(`no challenge: ${await asked.text()}`);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    return passkey.get(options, faults);
  }

  /** The approval page's data for the browser: the statement and its seal. */
  async read(requestId: string): Promise<{ statement: string; seal: string }> {
    const { db, secret, clock } = this.runtime;
    return readRequest(db, { requestId, personId: this.viewer.personId, secret, now: clock() });
  }

  /**
   * Accepts another person's offered agent with the passkey, and leaves the agent's keys active.
   */
  async takeOver(agentId: string, offerer: SignedInPerson): Promise<void> {
    const { db, clock } = this.runtime;
    const offers = [{ agentId, toPersonId: this.viewer.personId }];
    const [offerId = ""] = await offerOwnership(db, { actor: offerer.viewer, offers, now: clock() });
    const accepted = await this.accept({ offerIds: [offerId], keepsKeysOf: [agentId] });
    if (accepted.status !== 201) throw new Error(`not accepted: ${await accepted.text()}`);
  }

  /** Accepts open offers with the passkey. */
  async accept(choice: { offerIds: string[]; keepsKeysOf?: string[] }): Promise<Response> {
    const { db, secret, clock } = this.runtime;
    const reading = { viewer: this.viewer, ...choice, secret, now: clock() };
    const offer = await findAcceptance(db, reading);
    if (!offer) throw new Error(`not open: ${choice.offerIds}`);
    const shown = { statement: Buffer.from(offer.bytes).toString("base64url"), seal: offer.seal };
    const asked = await this.post("/api/ownership/challenges", shown);
    if (!asked.ok) throw new Error(`no challenge: ${await asked.text()}`);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    return this.post("/api/ownership/acceptances", { credential: this.authenticator.get(options) });
  }

  /** A whole approval: reads the request, asks for the challenge, signs it and sends it. */
  async approve(requestId: string, faults: Faults = {}, passkey = this.authenticator): Promise<Response> {
    const credential = await this.sign(requestId, faults, passkey);
    return this.post(`/api/requests/${requestId}/approvals`, { credential });
  }

  /** An approval up to the moment before it is sent. */
  async sign(requestId: string, faults: Faults = {}, passkey = this.authenticator) {
    const asked = await this.post(`/api/requests/${requestId}/challenges`, await this.read(requestId));
    if (asked.status !== 201) throw new Error(`no challenge: ${await asked.text()}`);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    return passkey.get(options, faults);
  }
}

/** A POST as our own pages send it. */
export async function browse(path: string, body: unknown, cookie = ""): Promise<Response> {
  const headers = { origin: runtime().config.origin, cookie, "content-type": "application/json" };
  return api.request(path, { method: "POST", body: JSON.stringify(body), headers });
}
