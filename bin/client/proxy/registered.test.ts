import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { readBoundaryCredentials } from "../boundary/registry/boundary-credentials.mjs";
import { main } from "../main.mjs";
import { openListeningWorkspace } from "../mcp/testing/listening-workspace.ts";
import { testIo } from "../testing/test-io.ts";
import { BoundaryLine } from "./boundary-line.mjs";
import { startUpstream } from "./testing/upstream.ts";

const side = await openListeningWorkspace();
const { workspace, admin, folder } = side;
const { db } = workspace;
const api = await startUpstream();
const mapping = { rules: [{ tool: `GET ${api.host}/*`, type: "files.read" }], version: 1 };
const map = join(folder, "map.json");
writeFileSync(map, JSON.stringify(mapping));
const credentials = await side.enroll();
const file = join(folder, "proxy.json");
const { code, boundaryId } = await createBoundary(db, {
  ...{ actor: admin.viewer, name: "Payments proxy", heldTools: "block" as const, now: workspace.time.now },
});
const register = ["boundary", "register", "--url", side.url, "--code", code, "--file", file];
await main([...register, "--kind", "http_proxy"], testIo());
const find = () => findBoundary(db, { viewer: admin.viewer, boundaryId, now: new Date() });

/** Calls the API once through a new proxy of the boundary. */
async function callOnce(): Promise<{ status: number; code: string | null }> {
  const io = testIo();
  const own = ["--listen", "127.0.0.1:0", "--no-client-token", "--boundary", file, "--file", credentials];
  const running = main(["proxy", "--upstream", api.url, "--map", map, ...own], io);
  const at = await vi.waitFor(
    () => /Listening on (\S+)/.exec(io.stderr)?.[1] ?? Promise.reject(new Error(io.stderr)),
    { timeout: 15_000 },
  );
  const answer = await fetch(`${at}/free/reading`);
  await answer.text();
  io.interrupt();
  expect(await running).toBe(0);
  return { status: answer.status, code: answer.headers.get("countersign-result") };
}

test("a registered proxy reports its mapping, and its calls count for the boundary", async () => {
  expect(await callOnce()).toEqual({ status: 200, code: "forwarded" });
  const canonical = `{"rules":[{"tool":"GET ${api.host}/*","type":"files.read"}],"version":1}`;
  expect(await find()).toMatchObject({
    ...{ kind: "http_proxy", upstream: api.url, lastContactAt: expect.any(Date) },
    mappingDigest: createHash("sha256").update(canonical).digest("base64url"),
    calls: { done: 1 },
  });
});

test("a proxy whose boundary was revoked refuses every call, also while Countersign is down", async () => {
  const line = new BoundaryLine(file, { io: testIo(), upstream: new URL(api.url) });
  await line.report();
  expect(line.isRefused).toBe(false);
  await revokeBoundary(db, { actor: admin.viewer, boundaryId, now: new Date() });
  const before = api.calls.length;
  expect(await callOnce()).toEqual({ status: 403, code: "boundary_refused" });
  expect(api.calls).toHaveLength(before);
  await line.report();
  await side.stop();
  await line.report();
  expect(line.isRefused).toBe(true);
  expect(line.id).toBe(readBoundaryCredentials(file).boundary);
});
