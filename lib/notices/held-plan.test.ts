import { expect, test, vi } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { explainText } from "#db/testing/explain";
import { addAgent } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson } from "#lib/membership/testing/people";
import { announce } from "./announce.ts";
import { listNotices } from "./list-notices.ts";

const now = new Date("2026-01-01T10:00:00Z");
const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const boss = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });
const free = await addPerson(db, { roles: ["approver"], now });
const released = await addAgent(db, owner.personId, now);

// Half of 100,000 agents are on hold by one act. Each person but the last owner has one of them.
await db.$client`
  insert into agents (id, name, owner_id, status, created_by, created_at, held_at, held_by)
  select 'agt_' || lpad(n::text, 26, '0'), 'Bot', case when n % 1000 = 0 then ${owner.personId} else ${boss.personId} end,
    case when n % 2 = 0 then 'quarantined' else 'active' end, 'test', ${now.toISOString()},
    case when n % 2 = 0 then ${now.toISOString()}::timestamptz end, case when n % 2 = 0 then ${boss.personId} end
  from generate_series(1, 100000) n`;
// Unseen for long, of different acts.
for (let n = 0; n < 20; n++) {
  const at = n === 0 ? now : addSeconds(now, -n);
  await db.transaction((tx) =>
    announce(tx, {
      ...{ kind: "agent_held", to: [owner.personId, free.personId], except: [boss.personId] },
      ...{ agentId: released, more: 49_999, now: at },
    }),
  );
}
await db.$client`vacuum analyze`;

test.each([
  ["an owner with agents on hold", owner, 1],
  ["an owner without any", free, 0],
  ["an admin", admin, 1],
])(
  "the notices of a hold of 50,000 agents cost some index look-ups, for %s",
  async (_, { personId }, count) => {
    const unsafe = vi.spyOn(db.$client, "unsafe");
    expect(await listNotices(db, { personId, now })).toMatchObject({ count });
    const [sql = "", params = []] = unsafe.mock.lastCall ?? [];
    unsafe.mockRestore();
    const { nodes, blocks } = await explainText(db, sql, params);
    expect(nodes.join()).toContain("agents_held");
    expect(blocks).toBeLessThan(500);
  },
);
