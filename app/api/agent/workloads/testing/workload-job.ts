import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import type { Download } from "#app/runtime/downloads";
import { startRuntime } from "#app/runtime/runtime";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { subject } from "./workload.ts";

/**
 * A Countersign on a port, an agent with a pinned workload, and an empty folder in which commands run as in
 * a job. Call at the top of a test file.
 */
export async function openWorkloadJob(downloads: readonly Download[] = []) {
  const { workspace, admin, owner } = await RunningWorkspace.withOwner();
  const { runtime } = workspace;
  Object.defineProperty(workspace.time, "now", { get: () => new Date() });
  const { id: agentId } = await workspace.agent(admin, owner);
  const issuer = await WorkloadIssuer.start();
  const { url } = await serve(runtime.config.origin);
  // The commands take the time from the machine, and follow no other origin.
  const config = { ...runtime.config, origin: url };
  startRuntime({ ...runtime, config, downloads });
  const audience = `${url}/agents/${agentId}`;
  await addWorkloadIdentity(workspace.db, {
    ...{ actor: admin.viewer, agentId, issuer: issuer.url, audience, subject, claims: [], keyMinutes: 15 },
    ...{ config: runtime.config, now: new Date() },
  });
  const token = () => issuer.sign({ sub: subject, aud: audience }, new Date());
  issuer.tokenFor = async (asked, authorization) => {
    expect([asked, authorization]).toEqual([audience, "Bearer of the job"]);
    return token();
  };
  const folder = mkdtempSync(join(tmpdir(), "countersign-workload-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    ...{ workspace, owner, agentId, url, token, folder },
    /** What a job of GitHub Actions has with the permission `id-token: write`. */
    github: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer.url}/token?job=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of the job",
    },
    /** Runs a program in the folder. @throws with the output if it fails */
    async run(program: string, args: string[], env: Record<string, string>): Promise<string> {
      const given = { env: { ...process.env, ...env }, cwd: folder };
      const { stdout, stderr } = await promisify(execFile)(program, args, given);
      return stdout + stderr;
    },
    /** How many grants of the agent were redeemed. */
    async redeemed(): Promise<number> {
      const [row] = await workspace.db.$client`
        select count(*)::int as redeemed from grants where agent_id = ${agentId} and state = 'redeemed'`;
      return row?.redeemed;
    },
  };
}
