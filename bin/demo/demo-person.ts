import { readFileSync } from "node:fs";
import path from "node:path";
import { readRequest } from "#lib/approvals/testing/read-request";
import type { MasterSecret } from "#lib/crypto/seal";
import { enrollSoftly, postAsPage, type ServedAt } from "#lib/passkeys/testing/enroll-softly";
import type { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer, type Viewer } from "#lib/sessions/session";
import { withDatabase } from "../../e2e/fixtures/database.ts";
import type { TestServer } from "../../e2e/fixtures/server.ts";

/** The running server, and how this process reaches it. */
export interface Place extends ServedAt {
  server: TestServer;
}

/** A person of the demo, whose passkey this process holds. */
export class DemoPerson {
  private constructor(
    private readonly place: Place,
    readonly viewer: Viewer,
    readonly cookie: string,
    private readonly authenticator: SoftAuthenticator,
  ) {}

  /** @param path `/api/setup` or `/api/enrollments` */
  static async enroll(place: Place, path: string, form: Record<string, string>): Promise<DemoPerson> {
    const { authenticator, answered } = await enrollSoftly(place, path, form);
    const [cookie = ""] = (answered.headers.get("set-cookie") ?? "").split(";");
    const token = cookie.slice(cookie.indexOf("=") + 1);
    const viewer = await withDatabase(place.server, (db) => findViewer(db, token, new Date()));
    if (!viewer) throw new Error("the enrollment gave no session");
    return new DemoPerson(place, viewer, cookie, authenticator);
  }

  get id(): string {
    return this.viewer.personId;
  }

  /** The statement that the request's page shows to this person. */
  async read(requestId: string): ReturnType<typeof readRequest> {
    const { place, id: personId } = this;
    const reading = { requestId, personId, secret: masterSecretOf(place), now: new Date() };
    return withDatabase(place.server, (db) => readRequest(db, reading));
  }

  /**
   * Approves as the page does: over HTTP, with a signature of the person's passkey.
   * @param reader whose page shows the statement
   */
  async approve(requestId: string, reader: DemoPerson = this): Promise<void> {
    const { place, cookie, authenticator } = this;
    const shown = await reader.read(requestId);
    const of = `/api/requests/${requestId}`;
    const asked = await postAsPage(place, `${of}/challenges`, shown, cookie);
    const { options } = (await asked.json()) as { options: { challenge: string } };
    await postAsPage(place, `${of}/approvals`, { credential: authenticator.get(options) }, cookie);
  }

  async deny(requestId: string, reason: string): Promise<void> {
    await postAsPage(this.place, `/api/requests/${requestId}/denials`, { reason }, this.cookie);
  }
}

export function masterSecretOf({ server }: Place): MasterSecret {
  return readFileSync(path.join(server.dataFolder, "secret"), "utf8").trim() as MasterSecret;
}
