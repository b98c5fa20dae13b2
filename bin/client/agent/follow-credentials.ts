import { statSync } from "node:fs";
import { Fault } from "../fault.ts";
import { type Credentials, readCredentials } from "./credentials.ts";

/**
 * The credentials of a program that runs for longer than a key is valid: read again when the file
 * was replaced, as a workload does within the hour. An unusable file, or a file for another agent,
 * changes nothing: the server refuses the old key when the key has expired.
 * @throws {Fault} as `readCredentials`, when the program starts
 */
export function followCredentials(path: string): Credentials {
  let seen = versionOf(path);
  const { url, issuer, agent, ...first } = readCredentials(path);
  let { key } = first;
  return {
    url,
    issuer,
    agent,
    get key() {
      const version = versionOf(path);
      if (version === seen) return key;
      const renewed = readAgain(path);
      if (!renewed) return key;
      seen = version;
      if (renewed.url === url && renewed.agent === agent) key = renewed.key;
      return key;
    },
  };
}

/** Names a version of a file: a replaced file has another inode. */
function versionOf(path: string) {
  const { ino, mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return [ino, mtimeMs, size].join(" ");
}

function readAgain(path: string) {
  try {
    return readCredentials(path);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
