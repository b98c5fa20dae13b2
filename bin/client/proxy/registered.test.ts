import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { findLiveMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { saveMapping } from "#lib/boundary/mapping/kept/save-mapping";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { readBoundaryCredentials } from "../boundary/register.ts";
import { main } from "../main.ts";
import { openListeningWorkspace } from "../mcp/testing/listening-workspace.ts";
import { testIo } from "../testing/test-io.ts";
import { BoundaryLine } from "./boundary-line.ts";
import { changeSince, mapped } from "./mapped.ts";
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
async function callOnce(whilePending?: (request: string) => Promise<void>) {
  const known = new Set((await side.requests()).map(({ id }) => id));
  const io = testIo();
  const own = ["--listen", "127.0.0.1:0", "--no-client-token", "--boundary", file, "--file", credentials];
  const running = main(["proxy", "--upstream", api.url, "--map", map, ...own], io);
  const at = await vi.waitFor(
    () => /Listening on (\S+)/.exec(io.stderr)?.[1] ?? Promise.reject(new Error(io.stderr)),
    { timeout: 15_000 },
  );
  const answering = fetch(`${at}/free/reading`);
  await whilePending?.(await side.pending(known));
  const answer = await answering;
  const body = await answer.text();
  io.interrupt();
  expect(await running).toBe(0);
  const code = answer.headers.get("countersign-result");
  return { status: answer.status, code, ...(code === "boundary_refused" && JSON.parse(body)) };
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

async function save(type: string): Promise<void> {
  const seen = (await findLiveMapping(db, boundaryId))?.digest ?? null;
  const written = JSON.stringify({ version: 1, rules: [{ tool: "*", type }] });
  await saveMapping(db, { actor: admin.viewer, boundaryId, seen, written, now: new Date() });
}

test("the mapping in the console decides a proxy's calls, also while they wait", async () => {
  await save("files.delete");
  expect(await callOnce()).toMatchObject({ status: 403, code: "blocked" });
  expect((await find()).mappingDigest).toBe((await findLiveMapping(db, boundaryId))?.digest);
  await save("files.write");
  const before = api.calls.length;
  const answer = await callOnce(async (request) => {
    await save("files.read");
    await side.owner.approve(request);
  });
  expect(answer).toMatchObject({ code: "refused" });
  expect(api.calls).toHaveLength(before);
  expect(await callOnce()).toEqual({ status: 200, code: "forwarded" });
});

test("a proxy whose boundary was revoked refuses the next call and says why, also while Countersign is down", async () => {
  const given = readMapping({ version: 1 });
  const options = { io: testIo(), upstream: new URL(api.url), mapping: given };
  const line = new BoundaryLine(file, options);
  const call = { kind: "http" as const, method: "GET", host: api.host, path: "/free/reading" };
  const settings = { mapping: given, kept: line.mapping };
  await line.report();
  expect(line.id).toBe(readBoundaryCredentials(file).boundary);
  const { action } = await mapped(settings, call);
  await revokeBoundary(db, { actor: admin.viewer, boundaryId, now: new Date() });
  const refused = { why: "refused", message: expect.stringContaining("(key_revoked)") };
  expect(await changeSince(settings, call, action)).toEqual(refused);
  const before = api.calls.length;
  const detail = expect.stringContaining("(key_revoked)");
  expect(await callOnce()).toMatchObject({ status: 403, code: "boundary_refused", detail });
  expect(api.calls).toHaveLength(before);
  await side.stop();
  await line.report();
  await expect(mapped(settings, call)).rejects.toMatchObject({ status: 403, code: "boundary_refused" });
});
