import { beforeEach } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { listNotices } from "#lib/notices/list-notices";

export const reason = "Payments are down and no one else can be reached";

export interface Asked {
  request: { id: string };
  wait: { url: string; token: string };
  grant?: string;
}

/** Performs every step except sending the approval. */
export async function signed(person: SignedInPerson, requestId: string, why = reason) {
  const offered = await person.post(`/api/requests/${requestId}/break-glass-statements`, { reason: why });
  if (offered.status !== 201) return offered;
  const challenged = await person.post(`/api/requests/${requestId}/challenges`, await offered.json());
  if (challenged.status !== 201) return challenged;
  const { options } = (await challenged.json()) as { options: { challenge: string } };
  return person.authenticator.get(options);
}

export async function breakGlass(person: SignedInPerson, requestId: string, why?: string): Promise<Response> {
  const credential = await signed(person, requestId, why);
  if (credential instanceof Response) return credential;
  return person.post(`/api/requests/${requestId}/approvals`, { credential });
}

export async function outcome(response: Promise<Response>): Promise<string> {
  const answer = await response;
  return answer.ok ? ((await answer.json()) as { state: string }).state : codeOf(answer);
}

/**
 * A workspace with two admins, an owner, and their agent. Each test starts without
 * notices. For tests only; call it at the top of a test file.
 */
export async function openBreakGlass() {
  const { workspace, admin } = await RunningWorkspace.open();
  const { db } = workspace;
  const second = await workspace.person("Sec Second", ["admin"], admin);
  const owner = await workspace.person("Olga Owner", ["approver"], admin);
  const adminApprover = await workspace.person("Al Both", ["admin", "approver"], admin);
  const stranger = await workspace.person("Sam Stranger", ["approver"], admin);
  const cy = await workspace.person("Cy Finance", ["approver"], admin);
  const agent = await workspace.agent(admin, owner);

  beforeEach(async () => {
    await db.$client`delete from notices`;
  });

  async function asked(amount = 1250): Promise<Asked> {
    return (await (await agent.ask({ action: refund(amount) })).json()) as Asked;
  }

  async function noticesOf(person: SignedInPerson): Promise<string[]> {
    const { notices } = await listNotices(db, { personId: person.viewer.personId, now: workspace.time.now });
    return notices.map(({ kind, requestId, by }) => `${kind} ${requestId} ${by}`);
  }

  return {
    ...{ workspace, db, admin, second, owner, adminApprover, stranger, cy, agent },
    ...{ asked, noticesOf },
  };
}
