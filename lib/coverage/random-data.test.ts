import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agentKeys, agents, workloadIdentities } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import { passkeys } from "#db/schema/passkeys";
import { requests } from "#db/schema/requests";
import type { AuditEventType } from "#lib/audit/event-types";
import { addSeconds } from "#lib/kernel/clock";
import { newId, timeOfId } from "#lib/kernel/ids";
import type { TestPerson } from "#lib/membership/testing/people";
import { now, type TestAgent } from "#lib/testing/workspace";
import type { FigureId } from "./measures.ts";
import { PastDays } from "./past-days.ts";
import { readPrevious } from "./previous.ts";
import { readCoverage } from "./read-coverage.ts";
import { KnownWorkspace } from "./testing/known-workspace.ts";
import { coverageWindow } from "./window.ts";

const workspace = await KnownWorkspace.open();
const { db } = workspace;
const day = 86_400_000;
const window = coverageWindow({ days: 30, keyAgeDays: 90, now });
const before = { from: addSeconds(window.from, -30 * 86_400), now: addSeconds(now, -30 * 86_400) };
const viewer = await workspace.person("Ann Auditor", ["auditor"]);

const daysAgo = fc.double({ min: 0, max: 70, noNaN: true });
const person = fc.record({
  isApprover: fc.boolean(),
  status: fc.constantFrom("active", "active", "suspended", "left"),
  hasPasskey: fc.boolean(),
  hasTests: fc.boolean(),
});
const agent = fc.record({
  owner: fc.nat(),
  status: fc.constantFrom("active", "active", "quarantined", "revoked"),
  attested: fc.integer({ min: 80, max: 100 }),
  keys: fc.array(
    fc.record({
      ...{ age: fc.integer({ min: 80, max: 100 }), isHmac: fc.boolean(), isRevoked: fc.boolean() },
      ...{
        isExpired: fc.boolean(),
        isOfWorkload: fc.boolean(),
        shared: fc.constantFrom(undefined, "among agents", "by one"),
      },
    }),
    { maxLength: 3, size: "max" },
  ),
  workload: fc.constantFrom(undefined, "held", "removed"),
});
const happening = fc.record({
  kind: fc.constantFrom("decided", "unused", "event"),
  agent: fc.nat(),
  ...{ daysAgo, seconds: fc.nat({ max: 5000 }), isTest: fc.boolean() },
  state: fc.constantFrom("approved", "denied"),
  type: fc.constantFrom(
    "request.allowed",
    "request.blocked",
    "request.pending",
    "grant.redeemed",
    "grant.revoked",
  ),
});
type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const testAgents: TestAgent[] = [];
const others: TestAgent[] = [];

test("figures are the plain counts of the rows, for any data, as are those of the period before", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 6, maxLength: 8 }),
      fc.array(agent, { minLength: 20, maxLength: 30 }),
      fc.array(happening, { minLength: 60, maxLength: 80 }),
      async (newPeople, newAgents, happenings) => {
        const owners = [];
        for (const next of newPeople) owners.push(await addPerson(next));
        for (const next of newAgents) await addAgent(next, owners);
        for (const next of happenings) await happen(next);

        const { figures } = await readCoverage(db, { viewer, window });
        const expected = await plainCounts();
        for (const [id, counted] of Object.entries(expected)) {
          const { value, total, query } = figures[id as FigureId];
          expect([value, total], id).toEqual(counted);
          const [own] = await db.$client.unsafe(query.sql, query.params);
          expect([own?.value, own?.total ?? null], id).toEqual(counted);
        }
        expect(await readPrevious(db, { viewer, window, pastDays: new PastDays() })).toEqual(
          await plainCountsBefore(),
        );
      },
    ),
    { numRuns: 4, endOnFailure: true },
  );
}, 60_000);

async function addPerson({ isApprover, status, hasPasskey, hasTests }: Drawn<typeof person>) {
  const roles = isApprover ? (["approver"] as const) : [];
  const added = await workspace.person("Olive", [...roles], status as "active");
  if (!hasPasskey) await db.delete(passkeys).where(eq(passkeys.personId, added.personId));
  if (hasTests) testAgents.push(await workspace.agentOfTests(added));
  return added;
}

async function addAgent(
  { owner, status, attested, keys, workload }: Drawn<typeof agent>,
  owners: TestPerson[],
) {
  const personId = owners[owner % owners.length] as TestPerson;
  const added = await workspace.agentWith("Bot", personId, {
    ...{ status: status as "active", attestedAt: workspace.ago(attested) },
  });
  others.push(added);
  const workloadId = workload && newId("wid", now);
  if (workloadId)
    await db.insert(workloadIdentities).values({
      ...{ id: workloadId, agentId: added.id, issuer: "i", audience: "a", subject: "s", keyMinutes: 5 },
      ...{ addedBy: personId.personId, createdAt: now, removedAt: workload === "removed" ? now : null },
    });
  for (const { age, isHmac, isRevoked, isExpired, isOfWorkload, shared } of keys) {
    const material = shared === "by one" ? 100 + others.length : age;
    const publicKey = shared && { publicKey: Buffer.alloc(32, material) };
    const key = { days: age, revoked: isRevoked, expired: isExpired, hmac: isHmac && !isOfWorkload };
    const id = await workspace.key(added, { ...key, ...publicKey });
    if (shared === "by one") await workspace.key(added, { ...key, ...publicKey });
    if (isOfWorkload && workloadId)
      await db.update(agentKeys).set({ workloadId }).where(eq(agentKeys.id, id));
  }
}

async function happen(next: Drawn<typeof happening>) {
  const tester = next.isTest ? testAgents[next.agent % testAgents.length] : undefined;
  const by = tester ?? (others[next.agent % others.length] as TestAgent);
  if (next.kind === "decided") {
    const edge = tester && { edge: "test" as const };
    await workspace.decided(by, next.state as "approved", next.daysAgo, next.seconds, edge);
  } else if (next.kind === "unused") {
    if (!tester) await workspace.unusedGrant(by, next.daysAgo);
  } else if (!tester || next.type.startsWith("request.")) {
    await workspace.event(next.type as AuditEventType, next.daysAgo, { agent: by.id });
  }
}

async function plainCounts(): Promise<Partial<Record<FigureId, [number | null, number | null]>>> {
  const everyone = await db.select().from(people);
  const kept = (await db.select().from(agents)).filter(({ status }) => status !== "revoked");
  const real = kept.filter(({ isTest }) => !isTest);
  const active = (await db.select().from(agentKeys)).filter((k) => !k.revokedAt && k.expiresAt > now);
  const keys = active.filter((k) => !k.workloadId && kept.some(({ id }) => id === k.agentId));
  const keysOf = ({ id }: { id: string }) => keys.filter(({ agentId }) => agentId === id);
  const working = (await db.select().from(workloadIdentities)).filter(({ removedAt }) => !removedAt);
  const keyed = kept.filter((each) => keysOf(each).length > 0);
  const approvers = everyone.filter(({ status, roles }) => status === "active" && roles.includes("approver"));
  const enrolled = new Set((await db.select().from(passkeys)).map(({ personId }) => personId));
  const hex = (key: Uint8Array | null) => (key ? Buffer.from(key).toString("hex") : "");
  const materials = [...new Set(active.map(({ publicKey }) => hex(publicKey)))].filter((text) => text !== "");
  const holders = (material: string) =>
    new Set(active.flatMap(({ publicKey, agentId }) => (hex(publicKey) === material ? [agentId] : [])));
  const times = await decisionTimes(window);
  return {
    agentsOwned: [
      real.filter(({ ownerId }) => approvers.some(({ id }) => id === ownerId)).length,
      real.length,
    ],
    agentsAttested: [
      real.filter(({ attestedAt }) => attestedAt.getTime() + 90 * day > now.getTime()).length,
      real.length,
    ],
    ghosts: [real.filter(({ status }) => status === "quarantined").length, real.length],
    agentsWithYoungKeys: [
      keyed.filter((each) => keysOf(each).every((k) => k.createdAt.getTime() > now.getTime() - 90 * day))
        .length,
      keyed.length,
    ],
    agentsWithoutKey: [
      real.filter((each) => keysOf(each).length === 0 && !working.some(({ agentId }) => agentId === each.id))
        .length,
      real.length,
    ],
    asymmetricKeys: [keys.filter(({ algorithm }) => algorithm === "ed25519").length, keys.length],
    sharedKeys: [materials.filter((material) => holders(material).size > 1).length, null],
    approversWithPasskey: [approvers.filter(({ id }) => enrolled.has(id)).length, approvers.length],
    medianTimeToDecide: [rank(times, 0.5), times.length],
    ninetiethTimeToDecide: [rank(times, 0.9), times.length],
    requestsAsked: [await asked(window), null],
    grantsUnused: Object.values(await unusedGrants(window)) as [number, number],
  };
}

async function plainCountsBefore() {
  return {
    requestsAsked: await asked(before),
    medianTimeToDecide: rank(await decisionTimes(before), 0.5),
    grantsUnused: await unusedGrants(before),
  };
}

type Span = typeof before;
const isIn = (span: Span, at: Date | null) => at !== null && at >= span.from && at <= span.now;

async function decisionTimes(span: Span): Promise<number[]> {
  const rows = await db.select().from(requests);
  return rows
    .filter(({ state, edge }) => (state === "approved" || state === "denied") && edge !== "test")
    .filter(({ closedAt }) => isIn(span, closedAt))
    .map(({ closedAt, createdAt }) => (Number(closedAt) - Number(createdAt)) / 1000)
    .sort((a, b) => a - b);
}

/** The smallest time within which so many decisions were made. */
const rank = (times: number[], share: number) => times[Math.ceil(times.length * share) - 1] ?? null;

async function eventsIn(span: Span, types: string[]) {
  const tests = new Set(testAgents.map(({ id }) => id));
  const rows = await db.select().from(auditEvents);
  return rows.filter(
    ({ id, type, agentId }) => types.includes(type) && !tests.has(agentId ?? "") && isIn(span, timeOfId(id)),
  ).length;
}

const asked = (span: Span) => eventsIn(span, ["request.allowed", "request.blocked", "request.pending"]);

async function unusedGrants(span: Span): Promise<{ value: number; total: number }> {
  const rows = await db.select().from(grants);
  const unused = rows.filter(
    ({ state, redeemedBy, expiresAt }) => state === "issued" && redeemedBy === null && isIn(span, expiresAt),
  ).length;
  return { value: unused, total: unused + (await eventsIn(span, ["grant.redeemed", "grant.revoked"])) };
}
