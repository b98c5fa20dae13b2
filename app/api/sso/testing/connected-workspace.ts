import { afterAll } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import type { Role } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { invitePerson } from "#lib/membership/invite-person";
import { changeConnection } from "#lib/provisioning/sso/connections/change-connection";
import { shownColumns } from "#lib/provisioning/sso/connections/connection";
import { connectionFields } from "#lib/provisioning/sso/connections/connection-fields";
import { createConnection } from "#lib/provisioning/sso/connections/create-connection";
import { switchConnection } from "#lib/provisioning/sso/connections/switch-connection";
import { findViewer } from "#lib/sessions/session";
import { clientId, clientSecret, IdentityProvider } from "./identity-provider.ts";
import { SsoBrowser } from "./sso-browser.ts";

type Fields = Partial<Parameters<typeof connectionFields.parse>[0] & object>;

/** A workspace with a provider and an enabled connection between them. For tests only. */
export class ConnectedWorkspace {
  private constructor(
    readonly workspace: RunningWorkspace,
    readonly admin: SignedInPerson,
    readonly provider: IdentityProvider,
    readonly connectionId: string,
  ) {}

  /**
   * Defaults: the domain example.com, no just-in-time provisioning, no groups. Call at the top of a
   * test file.
   */
  static async open(fields: Fields = {}): Promise<ConnectedWorkspace> {
    const { workspace, admin } = await RunningWorkspace.open();
    const provider = await IdentityProvider.start();
    afterAll(() => provider.stop());
    const { db, time, runtime } = workspace;
    const { connectionId } = await createConnection(db, {
      actor: admin.viewer,
      issuer: provider.issuer,
      clientSecret,
      settings: settingsOf(fields),
      masterSecret: runtime.secret,
      config: runtime.config,
      now: time.now,
    });
    provider.register({ origin: runtime.config.origin, connectionId });
    const connected = new ConnectedWorkspace(workspace, admin, provider, connectionId);
    await connected.turn(true);
    return connected;
  }

  get db() {
    return this.workspace.db;
  }

  turn(enabled: boolean): Promise<void> {
    const { connectionId, workspace } = this;
    return switchConnection(this.db, {
      actor: this.admin.viewer,
      connectionId,
      enabled,
      now: workspace.time.now,
    });
  }

  /** Changes the given settings of the connection; the others remain. */
  async change(more: Fields): Promise<void> {
    const { connectionId, db, workspace } = this;
    const [shown] = await db.select(shownColumns).from(ssoConnections);
    if (!shown) throw new Error("no connection");
    const by = { actor: this.admin.viewer, masterSecret: workspace.runtime.secret, now: workspace.time.now };
    const settings = settingsOf(more);
    await changeConnection(db, { connectionId, shown, clientSecret: undefined, settings, ...by });
  }

  /** An account at the provider. Default: a verified address at example.com. */
  account(sub: string, more: object = {}): string {
    const claims = { sub, email: `${sub}@example.com`, email_verified: true, name: sub, ...more };
    this.provider.accounts.set(sub, claims);
    return sub;
  }

  /** An invited person who has not signed in yet. */
  invite(name: string, roles: Role[] = ["approver"]) {
    const { now } = this.workspace.time;
    const invitation = { actor: this.admin.viewer, name, email: `${name}@example.com`, roles, now };
    return invitePerson(this.db, invitation);
  }

  /** Signs an account in, in a new browser. @returns the final address, and the browser. */
  async arrive(account: string): Promise<{ end: string; browser: SsoBrowser }> {
    const browser = new SsoBrowser(this.workspace);
    return { end: await browser.signIn(this.connectionId, account), browser };
  }

  /** A browser on its way: the address at the provider. */
  async begin(browser: SsoBrowser): Promise<string> {
    const answer = await browser.startSignIn(`/api/sso/signin/${this.connectionId}`);
    return ((await answer.json()) as { url: string }).url;
  }

  async viewerOf({ cookie }: SsoBrowser) {
    return findViewer(this.db, cookie.slice(cookie.indexOf("=") + 1), this.workspace.time.now);
  }
}

function settingsOf(more: Fields) {
  const plain = { name: "Test provider", clientId, scopes: "", domains: "example.com" };
  const closed = { justInTime: false, justInTimeRoles: [], groupClaim: "", groupRoles: "" };
  return connectionFields.parse({ ...plain, ...closed, ...more });
}
