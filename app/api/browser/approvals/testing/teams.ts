import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";

/** An owner with an agent and its backup approver, a group of two, and a person to delegate to. */
interface Team {
  owner: SignedInPerson;
  backup: SignedInPerson;
  cy: SignedInPerson;
  dee: SignedInPerson;
  away: SignedInPerson;
  agent: CallingAgent;
  /** The group of `cy` and `dee`. */
  finance: string;
}

export async function answered(response: Promise<Response>): Promise<string> {
  const answer = await response;
  if (!answer.ok) return codeOf(answer);
  const { state, approvals } = (await answer.json()) as {
    state: string;
    approvals: { given: number; required: number };
  };
  return `${state} ${approvals.given} of ${approvals.required}`;
}

/** A workspace for approvals by several people. For tests only; call it at the top of a test file. */
export async function openTeams() {
  const { workspace, admin } = await RunningWorkspace.open();
  let people = 0;

  async function newTeam(): Promise<Team> {
    people += 1;
    // So many people do not arrive within one minute.
    workspace.time.now = new Date(workspace.time.now.getTime() + 61_000);
    const enrolled = (name: string) => workspace.person(`${name} ${people}`, ["approver"], admin);
    const [owner, backup] = [await enrolled("Olga"), await enrolled("Bo")];
    const [cy, dee, away] = [await enrolled("Cy"), await enrolled("Dee"), await enrolled("Del")];
    const agent = await workspace.agent(admin, owner, [backup]);
    const finance = await workspace.rows.group([cy.viewer, dee.viewer]);
    return { owner, backup, cy, dee, away, agent, finance };
  }

  async function rowOf(id: string) {
    const [row] = await workspace.db.$client`
      select state, approvals_given as given, (select count(*)::int from grants where request_id = requests.id) as grants
      from requests where id = ${id}`;
    return row;
  }

  return { workspace, admin, newTeam, rowOf };
}
