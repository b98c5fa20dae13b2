import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import path from "node:path";
import type { z } from "zod";

const secrets = new WeakSet<z.ZodType>();

/** Marks a setting as secret, which gives it a twin for a file. */
export function secret<Setting extends z.ZodType>(setting: Setting): Setting {
  secrets.add(setting);
  return setting;
}

export function isSecret(setting: z.ZodType): boolean {
  return secrets.has(setting);
}

const mostBytes = 64 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the file with the value of a secret setting. */
export function fileTwin(name: string): string {
  return `${name}_FILE`;
}

/**
 * Reads secret settings from the files that their twins name, as orchestrators mount them. Other programs
 * can read an environment, and crash reports contain it. A fault names the setting alone: the value of the
 * twin can be the secret itself, by mistake.
 * @param names the secret settings.
 */
export function withSecretFiles(
  env: Environment,
  names: readonly string[],
): { env: Environment; faults: string[] } {
  const read: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of names) {
    const twin = fileTwin(name);
    const file = env[twin];
    if (file === undefined) continue;
    if (env[name] !== undefined) {
      faults.push(`${name} and ${twin} are both set: remove one of them`);
      continue;
    }
    // Relative to which folder would depend on the command that starts the process.
    if (!path.isAbsolute(file)) {
      faults.push(`${twin} must be the absolute path of a file`);
      continue;
    }
    try {
      read[name] = readSecret(file);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      faults.push(`${twin} names a file that ${code ? `can't be read (${code})` : message}`);
    }
  }
  return { env: { ...env, ...read }, faults };
}

/** @throws {Error} with a code of the system, or without one and with the end of a sentence as message */
function readSecret(file: string): string {
  const bytes = readRegularFile(file);
  // Bytes that aren't text would all become the same character: a secret that is easy to guess.
  if (!isUtf8(bytes)) throw new Error("isn't text in UTF-8");
  const secret = bytes.toString().replace(/\r?\n$/, "");
  if (secret === "") throw new Error("is empty");
  if (secret.startsWith("\ufeff")) throw new Error("begins with a byte order mark");
  return secret;
}

/** No wait for the other end of a pipe, and no reading of a device without an end. */
function readRegularFile(file: string): Buffer {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error("isn't a regular file");
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length > mostBytes) throw new Error("has more than 64 KiB");
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
