import { rmSync } from "node:fs";
import { join } from "node:path";
import { isSafeOrigin } from "#client/this-machine";
import { type Answer, faultOf, send } from "../agent/call.ts";
import { configFolder, readPrivateFile, reserveFile } from "../agent/credentials.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readPatience } from "../options.ts";

/** What a person at a terminal may do, by a token of their own browser session. */
export interface Session {
  url: string;
  token: string;
}

/** Without `.json`, which the credentials of every profile have. */
export const sessionPath = (env: NodeJS.ProcessEnv) => join(configFolder(env), "session");

const advice = 'Run "countersign login" first';

/** The session of the last login. @throws {Fault} `usage` without one */
export function readSession({ env }: Io): Session {
  const path = sessionPath(env);
  const { url, token } = readPrivateFile(path, advice);
  if (
    typeof url !== "string" ||
    !isSafeOrigin(url) ||
    typeof token !== "string" ||
    !/^cstm_[\w-]+$/.test(token)
  )
    throw new Fault("usage", `${path} has no session. ${advice}`);
  return { url, token };
}

/** Reserves the file before the call, so that no code is used for a token that can't be stored. */
export function reserveSession(env: NodeJS.ProcessEnv) {
  const path = sessionPath(env);
  // Of a login that was killed.
  rmSync(`${path}.new`, { force: true });
  return reserveFile(path, { replace: true });
}

/** Calls a route of terminals. @throws {Fault} for any answer but a 2xx */
export async function callServer(
  io: Io,
  { url, token }: { url: string; token?: string },
  call: { method: string; path: string; body?: object },
  patience?: string,
): Promise<Answer> {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(call.body && { "content-type": "application/json" }),
  };
  const sent = {
    ...{ method: call.method, url: `${url}/api/v1/terminal${call.path}`, headers: async () => headers },
    ...(call.body && { body: JSON.stringify(call.body) }),
  };
  const answer = await send(io, sent, { patienceSeconds: readPatience(patience, 10) });
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw faultOf(answer);
}
