import fc from "fast-check";
import { expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { agentFilter, ownerFilter, personFilter } from "#app/web/forms/person-options";
import { listAgentPage } from "#lib/agents/list-agent-page";
import { searchAudit } from "#lib/audit/search";
import { newId } from "#lib/kernel/ids";
import { listPeoplePage } from "#lib/membership/list-people-page";
import { listPendingCards } from "#lib/requests/queue/list-pending-cards";
import { listQueue } from "#lib/requests/queue/list-queue";
import { isHistory } from "#lib/requests/queue/queue-query";
import { readAgentQuery } from "./agent-query.ts";
import { auditQuerySchema } from "./audit-query.ts";
import { readCoverageQuery } from "./coverage-query.ts";
import { readPeopleQuery } from "./people-query.ts";
import { readQueueQuery } from "./queue-query.ts";
import { singleValues } from "./search-params.ts";

const { workspace, admin } = await RunningWorkspace.open();
const agent = await workspace.agent(admin, admin);
await agent.ask({ action: refund(1250) });
const { db, time } = workspace;
const { viewer } = admin;

/**
 * Hostile URL values in place of a filter, a date or a cursor, in the form in which pages get them.
 */
const hostile = fc.constantFrom(
  ...["\u0000", "a\u0000b", "\ufffd", "\u202e", "%", "%00", "'", "*", "[]", "null", "-1", "1e400", "NaN"],
  ...["a".repeat(8000), "\u{10ffff}", "__proto__", "constructor", "toString", "everything", "_", "\\"],
  ...["0000-01-01", "0001-01-01", "9999-12-31", "9999-12-31T23:59-23:59", "2026-02-30", "2026-11-24T24:00"],
  ...["2026-11-24T14:05+99:99", "275760-09-13", "99999-99", "1970-01-01", "1969-12-31T23:59:59.999Z"],
  ...["per", "agt", "req", "evt"].flatMap((prefix) => [
    `${prefix}_00000000000000000000000000`,
    `${prefix}_7zzzzzzzzzzzzzzzzzzzzzzzzz`,
    `${prefix}_8zzzzzzzzzzzzzzzzzzzzzzzzz`,
    `${prefix}_`,
    newId(prefix as "per", time.now),
  ]),
);

/** Reads a page with hostile values for these names: the page answers, with or without rows. */
async function never5xx(
  names: string[],
  read: (query: Record<string, string>) => Promise<unknown>,
  numRuns = 75,
) {
  // There are too many combinations for one run; a few at a time reach every name and value.
  const query = fc.dictionary(fc.constantFrom(...names), hostile, { minKeys: 1, maxKeys: 3 });
  await fc.assert(
    fc.asyncProperty(query, async (values) => {
      await expect(read(values)).resolves.toBeDefined();
    }),
    { numRuns },
  );
}

test("the queue answers hostile filters, dates and cursors", async () => {
  const read = (query: Record<string, string>) => {
    const filter = readQueueQuery(query, viewer);
    return isHistory(filter)
      ? listQueue(db, viewer, filter, time.now)
      : listPendingCards(db, viewer, filter, { now: time.now });
  };
  await expect(read({ type: "\u0000" })).resolves.toBeDefined();
  await never5xx(["state", "agent", "type", "risk", "judged", "tests", "from", "after"], read);
  for (const state of ["needs_you", "pending", "decided", "all"])
    await never5xx(["agent", "type", "from", "after"], (query) => read({ ...query, state }), 30);
});

test("the audit log answers hostile filters, dates and cursors", async () => {
  const names = ["person", "agent", "request", "type", "from", "to", "before", "after"];
  await never5xx(names, async (asked) => {
    const { before, after, ...query } = singleValues(asked);
    const parsed = auditQuerySchema.safeParse(query);
    return searchAudit(db, parsed.success ? parsed.data : {}, { before, after, limit: 50 });
  });
});

test("the pages of people and agents answer hostile filters and cursors", async () => {
  await never5xx(["status", "role", "search", "after"], (query) =>
    listPeoplePage(db, { viewer, filter: readPeopleQuery(query) }),
  );
  const names = ["status", "owner", "label", "keys", "keyDays", "owned", "attestation", "search", "after"];
  await never5xx(names, (query) =>
    listAgentPage(db, { viewer, filter: readAgentQuery(query), now: time.now }),
  );
});

test("a person or agent filter accepts any typed text", async () => {
  await never5xx(["text"], async (query) => {
    const { text } = singleValues(query);
    return [
      await personFilter(viewer, text),
      await ownerFilter(viewer, text),
      await agentFilter(viewer, text),
    ];
  });
});

test("the window of the coverage pages accepts any text", async () => {
  await never5xx(["days", "keyDays", "per"], async (query) => readCoverageQuery(query, time.now));
});
