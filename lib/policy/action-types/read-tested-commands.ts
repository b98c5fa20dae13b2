import { setImmediate } from "node:timers/promises";
import { valueAt } from "#client/json/pointer";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import type { Reading } from "#lib/descriptors/commands/reading";
import { sharedReader } from "#lib/descriptors/commands/shared-reader";
import { showsCommands } from "#lib/descriptors/formats/shows-commands";
import { pointerTokens } from "#lib/descriptors/pointers";
import type { ActionType } from "./action-type.ts";

/** Reading a command can take 0.2 s, for each call with a policy file. */
const mostCommands = 50;

/**
 * Reads the commands in descriptors' tests, for {@link actionTypeFaults}, with other calls in between.
 * @returns without `read`, such tests fail: too many commands, or no reader
 */
export async function readTestedCommands(
  catalog: Pick<ActionType, "descriptor">[],
): Promise<Partial<CommandReader>> {
  const texts = new Set(catalog.flatMap(({ descriptor }) => commandsOf(descriptor)));
  if (texts.size === 0 || texts.size > mostCommands) return {};
  const reader = await sharedReader().catch(() => undefined);
  if (!reader) return {};
  const readings = new Map<string, Reading>();
  for (const text of texts) {
    await setImmediate();
    readings.set(text, reader.read(text));
  }
  return { read: (text) => readings.get(text) ?? reader.read(text) };
}

function commandsOf(descriptor: ActionType["descriptor"]): string[] {
  if (!descriptor?.tests || !showsCommands(descriptor)) return [];
  const paths = descriptor.fields.filter(({ format }) => format === "command").map(({ path }) => path);
  return descriptor.tests.flatMap(({ params }) =>
    paths.flatMap((path) => {
      const value = valueAt(params, pointerTokens(path) ?? []);
      return typeof value === "string" ? [value] : [];
    }),
  );
}
