import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isSafeOrigin } from "#client/this-machine";
import { Fault } from "../fault.ts";
import { parseFile } from "../strict-json.ts";
import { visible } from "../visible.ts";

/** An agent's credentials. */
export interface Credentials {
  url: string;
  /** The `iss` of the grants, if the server's own address differs. */
  issuer?: string;
  agent: string;
  /** `whsk_...` or `whsec_...`. */
  key: string;
}

/** --file, else $COUNTERSIGN_CREDENTIALS, else <config folder>/countersign/<profile>.json. */
export function credentialsPath(
  { file, profile }: { file?: string; profile?: string },
  env: NodeJS.ProcessEnv,
): string {
  if (file) return file;
  if (env.COUNTERSIGN_CREDENTIALS && !profile) return env.COUNTERSIGN_CREDENTIALS;
  const name = profile ?? "default";
  if (!/^[\w.-]+$/.test(name))
    throw new Fault("usage", "profile names can contain letters, digits, dots, dashes and underscores");
  return join(configFolder(env), `${name}.json`);
}

/** The user's folder for credentials. */
export function configFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "countersign");
}

/** Refuses a file readable by other users, and the expired key of a workload. @throws {Fault} */
export function readCredentials(path: string, now: number = Date.now()): Credentials {
  const { url, issuer, agent, key, expires_at: expiresAt } = readPrivateFile(path, adviceTo("enroll"));
  if (typeof url !== "string" || typeof agent !== "string" || typeof key !== "string") {
    throw new Fault("usage", `${path} is missing url, agent or key`);
  }
  for (const [name, origin] of [
    ["url", url],
    ["issuer", issuer ?? url],
  ] as const)
    if (typeof origin !== "string" || !isSafeOrigin(origin))
      throw new Fault(
        "usage",
        `${name} in ${path} must be an https address without a path (http only for this machine)`,
      );
  // A workload's key. Without the time, a job would hear of the expiry only from the server.
  if (typeof expiresAt === "string" && new Date(expiresAt).getTime() <= now)
    throw new Fault(
      "refused",
      `the workload key in ${path} expired at ${visible(expiresAt)}. Get a new token and run "countersign enroll" again with --replace`,
    );
  return { url, issuer: issuer as string | undefined, agent, key };
}

/** What a new key replaces: the agent, and the `issuer` for the same server. Empty for no such file. */
export function replacedIn(path: string, url: string): { agent?: string; issuer?: string } {
  try {
    const { agent, issuer, url: earlier } = Object(JSON.parse(readFileSync(path, "utf8")));
    return {
      ...(typeof agent === "string" && { agent }),
      ...(earlier === url && typeof issuer === "string" && { issuer }),
    };
  } catch {
    return {};
  }
}

/** What to do without a file of credentials. */
export const adviceTo = (command: string) => `Run "countersign ${command}" first, or use --file`;

/** Reads a file with a key or token, unless readable by other users. `advice`: how to get the file. */
export function readPrivateFile(path: string, advice: string): Record<string, unknown> {
  const members = parse(path, advice);
  refuseShared(path);
  return members;
}

/** Refuses a file with a secret that other users can read. @throws {Fault} `usage` */
export function refuseShared(path: string): void {
  if (process.platform === "win32" || (statSync(path).mode & 0o077) === 0) return;
  const shown = visible(path);
  throw new Fault("usage", `${shown} contains a secret but is readable by others. Run: chmod 600 ${shown}`);
}

/**
 * Reserves a credentials file before the call, so that no one-time code is used for a key that
 * can't be stored. With `replace` an existing file stays until `keep` is called.
 */
export function reserveFile(
  path: string,
  { replace = false }: { replace?: boolean } = {},
): { keep: (content: string) => void; discard: () => void } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const reserved = replace ? `${path}.new` : path;
  const handle = openNew(reserved, path);
  return {
    keep(content) {
      writeSync(handle, content);
      closeSync(handle);
      chmodSync(reserved, 0o600);
      if (reserved !== path) renameSync(reserved, path);
    },
    discard() {
      closeSync(handle);
      unlinkSync(reserved);
    },
  };
}

function openNew(reserved: string, path: string) {
  try {
    return openSync(reserved, "wx", 0o600);
  } catch (cause) {
    const message =
      (cause as NodeJS.ErrnoException).code === "EEXIST"
        ? `${reserved} already exists. Use another --profile or --file, or --replace (this deletes the key in ${path})`
        : `can't write ${reserved}`;
    throw new Fault("usage", message, { cause });
  }
}

function parse(path: string, advice: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("usage", `no credentials in ${path}. ${advice}`, { cause });
  }
  return Object(parseFile(text, path));
}
