import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { ruleSchema } from "#lib/policy/language/rule";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import type { StandingSigner } from "#lib/text/standing-signers";
import { openTeams } from "../testing/teams.ts";
import {
  approveRead,
  ceiling,
  openRefunds,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

const { workspace, admin, newTeam } = await openTeams();
const { db, time } = workspace;
let team: Awaited<ReturnType<typeof newTeam>>;
/** The only approvers of this agent's refunds are the members of a group. */
let ofGroup: CallingAgent;

beforeEach(async () => {
  sampleDraws(false);
  team = await newTeam();
  ofGroup = await workspace.agent(admin, team.owner);
  const { version, rules, catalog, defaultOutcome } = await versionInForce(db);
  const rule = ruleSchema.parse({
    ...{ id: `by_finance_${version}`, title: "By Finance", actions: ["refund.create"], agents: [ofGroup.id] },
    ...{ outcome: "step_up", approvals: 1 },
    approvers: { kind: "group", group: team.finance, ownerExcluded: false },
  });
  const others = rules.filter(({ actions }) => !actions.includes("refund.create"));
  const publication = { actor: admin.viewer, rules: [...others, rule], catalog, defaultOutcome };
  await publishPolicy(db, { ...publication, expectedVersion: version, now: time.now });
});

const open = (...signers: StandingSigner[]) =>
  openRefunds(workspace, admin, { ...ceiling, ...(signers.length > 0 && { signers }) });
const stateAfter = async (agent: CallingAgent) =>
  (await askedBy(agent, { action: refund(900) })).request.state;

/** A person of each capacity, and the agent whose requests they approve in it. */
const approver = {
  owner: () => ({ by: team.owner, agent: team.agent }),
  backup: () => ({ by: team.backup, agent: team.agent }),
  group: () => ({ by: team.cy, agent: ofGroup }),
} satisfies Record<StandingSigner, () => { by: SignedInPerson; agent: CallingAgent }>;

async function signedAs(capacity: StandingSigner): Promise<Response> {
  const { by, agent } = approver[capacity]();
  const requestId = await approveRead(workspace, { agent, by, action: refund(1250) });
  return signStanding(by, requestId);
}

const refused = async (response: Response) => {
  const { code, detail } = (await response.json()) as Record<string, string>;
  return [response.status, code, detail];
};

test.each(["backup", "group"] as const)(
  "who may approve once as %s may not sign by default",
  async (capacity) => {
    await open();
    expect(await refused(await signedAs(capacity))).toEqual([
      403,
      "not_entitled",
      expect.stringMatching(/^Policy lets only the agent's owner sign standing approvals of this type\./),
    ]);
    expect((await signedAs("owner")).status).toBe(201);
  },
);

test.each(["backup", "group"] as const)(
  "a type that lists %s lets them sign, and not the owner",
  async (capacity) => {
    await open(capacity);
    expect(await codeOf(await signedAs("owner"))).toBe("not_entitled");
    expect((await signedAs(capacity)).status).toBe(201);
    expect(await stateAfter(approver[capacity]().agent)).toBe("approved");
  },
);

test("a publication that takes a capacity off the list ends what was signed in it", async () => {
  await open("owner", "backup");
  expect((await signedAs("backup")).status).toBe(201);
  await open("owner");
  const [row] = await db.$client`
    select end_reason from standing_approvals where agent_id = ${team.agent.id} order by id desc limit 1`;
  expect(row).toEqual({ end_reason: "policy_changed" });
  expect(await stateAfter(team.agent)).toBe("pending");
});
