import { sql } from "drizzle-orm";
import { OpenWorkspace } from "../fixtures/open-workspace.ts";
import { expect, test } from "../fixtures/test.ts";

// The server is killed while pages talk to it.
test.use({ expectedErrors: [/net::ERR_|Failed to fetch|fetch failed/] });
test.describe.configure({ mode: "serial" });
test.setTimeout(180_000);

// Three batches of an impact preview, the last of one request (lib/policy/replay/run-replay.ts).
const batch = 2_000;
const requests = 2 * batch + 1;
/** The keys of the advisory locks that hold a preview: in its second batch, and before its third. */
const hold = 1;
const holdThird = 2;
let open: OpenWorkspace;
test.beforeAll(async ({ browser }) => {
  open = await OpenWorkspace.open(browser);
  const agent = await open.workspace.agent("Refund bot");
  await open.history(agent.id, requests);
  // An expired rule forces a separate evaluation of each request.
  await open.draft({ id: "lapsed", outcome: "block", expiresAt: "2026-01-01T00:00:00Z" });
  // Without a limit: on a busy machine the page is slower than the limit of a wait for a lock.
  await open.db.$client.unsafe(`
    create function hold_preview() returns trigger language plpgsql set lock_timeout = 0 as $$ begin
      if exists (select from replays where state = 'running' and done > ${batch}) then
        perform pg_advisory_xact_lock_shared(tg_argv[0]::int);
      end if;
      return null;
    end $$;
    create trigger hold_second_batch before insert on replay_changes execute function hold_preview(${hold});
    create trigger hold_third_batch before update on replays execute function hold_preview(${holdThird})`);
});
test.afterAll(() => open?.close());

/** Holds a preview in its second batch while `act` runs. */
async function holdingPreview(act: () => Promise<void>): Promise<void> {
  await open.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${hold})`);
    await act();
  });
}

/** Statements that wait for a lock. */
async function waitingStatements(): Promise<number> {
  const waiting = await open.db.$client`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return waiting.length;
}

/** Two batches take a busy machine a while. */
async function secondBatch(): Promise<void> {
  await expect.poll(waitingStatements, { message: "the second batch", timeout: 60_000 }).toBe(1);
}

test("an impact preview shows its progress, and stops when cancelled", async ({ newContext }) => {
  const page = await open.page(newContext);
  await open.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_lock(${hold}), pg_advisory_xact_lock(${holdThird})`);
    await page.goto(`${open.origin}/policy/draft/review`);
    await secondBatch();
    const bar = page.getByRole("progressbar", { name: "Impact preview" });
    await expect.poll(async () => Number(await bar.getAttribute("value"))).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Stop preview" }).click();
    await expect.poll(waitingStatements, { message: "the second batch and the cancellation" }).toBe(2);
    await tx.execute(sql`select pg_advisory_unlock(${hold})`);
    // The third batch is held until then: it would be as fast as the cancellation that waits.
    await expect(page.getByText(/^The last preview was cancelled/)).toBeVisible();
  });
  const [row] = await open.db.$client`select state, done from replays order by id desc limit 1`;
  expect(row?.state).toBe("cancelled");
  expect(row?.done).toBeLessThan(requests);
});

test("an impact preview continues after its server was killed, and counts every request once", async ({
  newContext,
}) => {
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/policy/draft/review`);
  await holdingPreview(async () => {
    await page.getByRole("button", { name: "Run again" }).click();
    await secondBatch();
    await open.workspace.server.kill9();
    const [half] = await open.db.$client`select state, done from replays order by id desc limit 1`;
    expect(half).toEqual({ state: "running", done: batch });
  });
  await open.workspace.server.start();
  // The page keeps polling automatically.
  await expect(page.getByText("4,001 of 4,001 requests")).toBeVisible({ timeout: 90_000 });
  const [row] = await open.db.$client`
    select r.state, r.summary -> 'changed' as changed, (select count(*)::int from replay_changes where replay_id = r.id) as kept
    from replays r order by id desc limit 1`;
  expect(row).toEqual({ state: "done", changed: requests, kept: requests });
});

test("a server killed during a publish leaves the live version and the draft unchanged", async ({
  newContext,
}) => {
  const page = await open.page(newContext);
  await page.goto(`${open.origin}/policy/draft/review`);
  // Pauses the publication after it has written the version, before it commits.
  await open.db.transaction(async (tx) => {
    await tx.execute(sql`lock table action_types in share mode`);
    await page.getByRole("button", { name: "Publish version 2" }).click();
    await expect.poll(waitingStatements).toBe(1);
    await open.workspace.server.kill9();
  });
  await open.workspace.server.start();
  const inForce = await open.db.$client`select max(version) as version from policy_versions`;
  expect(inForce).toEqual([{ version: 1 }]);
  await page.goto(`${open.origin}/policy`);
  await expect(page.getByText("Version 1 · Live")).toBeVisible();
  await page.goto(`${open.origin}/policy/draft/review`);
  await page.getByRole("button", { name: "Publish version 2" }).click();
  // A server that has just started on a busy machine is slow.
  await expect(page.getByText("Version 2 · Live")).toBeVisible({ timeout: 60_000 });
});
