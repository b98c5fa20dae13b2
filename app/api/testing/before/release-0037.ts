import type { JWK } from "jose";
import { expect } from "vitest";
import type { SubjectKind } from "#lib/audit/record";
import type { AssertionJson } from "#lib/passkeys/credential-json";
import { Records } from "./open.ts";

interface More {
  proposals: Record<"waiting" | "stale", { id: string; digest: string }>;
  signedApproval: AssertionJson;
  sso: { connectionId: string; test: string; person: string };
  scim: { token: string; tokenId: string; person: string; group: string };
  source: { id: string; issuer: string; audience: string; signal: string; privateKey: JWK };
}

interface AuditNames {
  types: string[];
  subjectKinds: SubjectKind[];
  /** For each type of event, its subjects and the members of its `data`, in every form stored. */
  members: Record<string, string[]>;
}

interface StoredEvent {
  at: string;
  type: string;
  subject: Record<string, string>;
  data: Record<string, unknown>;
}

/** Members of an event's data that the release did not store. */
const addedData: Record<string, string[]> = { "request.approved": ["expires_at"] };

export const before = new Records<More>("0037");
export const auditNames: AuditNames = before.object("audit-names.json");

/** Opens the workspace with the running provider in the place of the one that it was created with. */
export async function open0037({ issuer }: { issuer: string }) {
  const upgraded = await before.open((sql) => sql.replaceAll("https://provider.example", issuer));
  const { workspace } = upgraded;

  async function events(): Promise<StoredEvent[]> {
    const rows = await workspace.db.$client<{ body: Uint8Array }[]>`
      select body from audit_events order by id`;
    return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString("utf8")));
  }

  /**
   * Compares today's events with those of the same types that the earlier release stored: the same
   * members, and those that were added on purpose since.
   */
  async function expectOldMembers(...types: string[]): Promise<void> {
    const today = (await events()).filter(
      ({ at, type }) => at > before.world.now && type in auditNames.members,
    );
    const others = today.filter(({ type, subject, data }) => {
      const old = Object.keys(data).filter((name) => !addedData[type]?.includes(name));
      const members = `${Object.keys(subject).sort()}; ${old.sort()}`;
      return !auditNames.members[type]?.includes(members);
    });
    expect(others).toEqual([]);
    expect(today.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
  }

  const person = (id: string) => upgraded.person(id);
  return { upgraded, workspace, person, now: () => workspace.time.now, events, expectOldMembers };
}
