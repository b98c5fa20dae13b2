import fc from "fast-check";
import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { expireDue } from "#lib/requests/expire";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const closedStates = ["blocked", "denied", "expired", "cancelled", "approved", "allowed"];

interface Row {
  id: string;
  state: string;
  required: number;
  given: number;
  grantState: string | null;
}

async function rows(): Promise<Map<string, Row>> {
  const found = await workspace.db.$client<Row[]>`
    select r.id, r.state, approvals_required as required, approvals_given as given, g.state as "grantState"
    from requests r left join grants g on g.request_id = r.id`;
  return new Map(found.map((row) => [row.id, row]));
}

/** The outside view of one request of an agent. */
interface Known {
  id: string;
  token: string;
  amount: number;
  redeemed: number;
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      amount: fc.constantFrom(50, 1250, 9000, 60_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("owner approves", "backup approves", "owner denies", "cancel", "redeem"),
      which: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), seconds: fc.constantFrom(1, 200, 400, 1000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("sweep", "owner leaves and returns") }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function act(action: Step, known: Known[]): Promise<void> {
  if (action.kind === "ask" && "amount" in action) return ask(action.amount, known);
  if (action.kind === "wait" && "seconds" in action) {
    workspace.time.now = addSeconds(workspace.time.now, action.seconds);
    return;
  }
  if (action.kind === "sweep") return void (await expireDue(workspace.db, workspace.time.now));
  if (action.kind === "owner leaves and returns") return leaveAndReturn();
  const request = known["which" in action ? action.which % Math.max(known.length, 1) : 0];
  if (request) await decide(action.kind, request);
}

async function ask(amount: number, known: Known[]): Promise<void> {
  const answer = (await (await agent.ask({ action: refund(amount) })).json()) as {
    request?: { id: string };
    wait?: { token: string };
  };
  if (answer.request)
    known.push({ id: answer.request.id, token: answer.wait?.token ?? "", amount, redeemed: 0 });
}

async function leaveAndReturn(): Promise<void> {
  const change = { actor: admin.viewer, personId: owner.viewer.personId, now: workspace.time.now };
  await suspendPerson(workspace.db, change);
  await reinstatePerson(workspace.db, change);
  await owner.signIn();
}

async function decide(kind: string, request: Known): Promise<void> {
  const path = `/api/v1/requests/${request.id}`;
  const headers = { authorization: `Bearer ${request.token}` };
  if (kind === "cancel") await api.request(path, { method: "DELETE", headers });
  if (kind === "owner denies") await owner.post(`/api/requests/${request.id}/denials`, { reason: "no" });
  // Signing fails when the request no longer has a statement to sign: that failure is the refusal.
  if (kind === "owner approves") await owner.approve(request.id).catch(() => undefined);
  if (kind === "backup approves") await backup.approve(request.id).catch(() => undefined);
  if (kind !== "redeem") return;
  const { grant } = (await (await api.request(path, { headers })).json()) as { grant?: string };
  const response = grant ? await agent.redeem(grant, refund(request.amount)) : undefined;
  if (response?.status === 200) request.redeemed++;
}

test("in any order of events, a closed request stays closed, and a grant needs its approvals and is redeemed at most once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const known: Known[] = [];
      let before = await rows();
      for (const action of steps) {
        await act(action, known);
        const after = await rows();
        for (const row of after.values()) check(row, before.get(row.id));
        before = after;
      }
      for (const { redeemed } of known) expect(redeemed).toBeLessThanOrEqual(1);
    }),
    { numRuns: 25 },
  );
});

function check(row: Row, earlier: Row | undefined): void {
  if (earlier && closedStates.includes(earlier.state)) expect(row.state).toBe(earlier.state);
  if (earlier?.grantState && earlier.grantState !== "issued") expect(row.grantState).toBe(earlier.grantState);
  expect(row.grantState !== null).toBe(row.state === "allowed" || row.state === "approved");
  if (row.state === "approved") expect(row.given).toBeGreaterThanOrEqual(row.required);
  if (row.state === "pending") expect(row.given).toBeLessThan(row.required);
}

test("invariant 10: the audit events of a request match its states and its grant's end exactly", async () => {
  await expireDue(workspace.db, addSeconds(workspace.time.now, 10_000));
  const mismatches = await workspace.db.$client`
    select r.id, r.state, g.state as grant_state, array_agg(e.type) as events
    from requests r left join grants g on g.request_id = r.id join audit_events e on e.request_id = r.id
    group by r.id, g.state
    having not (('request.' || r.state) = any(array_agg(e.type)))
      or (g.state is not null and g.state <> 'issued' and not (('grant.' || g.state) = any(array_agg(e.type))))
      or (select count(*) from unnest(array_agg(e.type)) as t(type)
          where t.type in ('request.approved', 'request.denied', 'request.expired', 'request.cancelled')) > 1
      or (select count(*) from unnest(array_agg(e.type)) as t(type) where t.type = 'grant.redeemed') > 1`;
  expect(mismatches).toEqual([]);
});
