import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readText } from "../read-text.ts";
import { parseFile } from "../strict-json.ts";
import { visible } from "../visible.ts";

/**
 * Refuses a file with hooks that Claude Code skips: with `allowManagedHooksOnly` it runs the hooks of
 * managed settings alone, and says so nowhere (https://github.com/anthropics/claude-code/issues/92489).
 * Managed settings that aren't files, such as those of the claude.ai console, aren't seen here.
 * @throws {Fault} also if a managed file can't be read
 */
export async function requireRunHooks(file: string, io: Io): Promise<void> {
  const base = join(io.claudeCodeFolder, "managed-settings.json");
  const managed = managedFiles(io.claudeCodeFolder);
  if (file !== "-" && managed.some((one) => realpathSync(one) === realpathSync(file))) return;
  let holder: string | undefined;
  for (const one of managed) {
    const { allowManagedHooksOnly } = Object(parseFile(await readText(one, io), visible(one)));
    if (allowManagedHooksOnly !== undefined) holder = allowManagedHooksOnly === false ? undefined : one;
  }
  if (holder === undefined) return;
  throw new Fault(
    "rejected",
    `Claude Code skips the hooks of ${visible(file)}, because allowManagedHooksOnly in ${visible(holder)} lets only managed hooks run. Put the hooks into ${visible(base)}, and check that file`,
  );
}

/** The file, and then its drop-ins in order: a later one counts (anthropics/claude-code, issue 38555). */
function managedFiles(folder: string): string[] {
  const dropIns = join(folder, "managed-settings.d");
  return [
    ...namesIn(folder, /^managed-settings\.json$/).map((name) => join(folder, name)),
    ...namesIn(dropIns, /^[^.].*\.json$/).map((name) => join(dropIns, name)),
  ];
}

function namesIn(folder: string, form: RegExp): string[] {
  try {
    const names = readdirSync(folder).sort();
    return names.filter((name) => form.test(name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new Fault("usage", `can't read ${visible(folder)}`, { cause });
  }
}
