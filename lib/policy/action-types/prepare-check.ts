import { setImmediate } from "node:timers/promises";
import { valueAt } from "#client/json/pointer";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import type { Reading } from "#lib/descriptors/commands/reading";
import { sharedReader } from "#lib/descriptors/commands/shared-reader";
import { showsCommands } from "#lib/descriptors/formats/shows-commands";
import { pointerTokens } from "#lib/descriptors/pointers";
import type { ActionType } from "./action-type.ts";
import { type Fault, grouped, readSchema } from "./params-schema.ts";
import { mostOfPolicy, schemaSize } from "./schema/schema-size.ts";
import { tryHere } from "./validators.ts";

/** Reading a command can take 0.2 s, for each call with a policy file. */
const mostCommands = 50;

/** Of all a policy's patterns, in RE2's instructions. */
const mostPatternsOfPolicy = 20_000;
/** No more are looked for: a file lists as many. */
const mostFaults = 200;

/** The slow part of the check of action types, done before transactions that others wait for. */
export interface PreparedCheck {
  commands: Partial<CommandReader>;
  /** Why the schemas are too large together; then no schema was read. */
  tooLarge?: string;
  /** A schema's errors; an error for an unread schema. */
  schemaFaults(schema: Record<string, unknown>): Fault[];
}

/** Tries whether schemas compile: the error of each, in the same order. */
export type SchemaTrial = (schemas: Record<string, unknown>[]) => Promise<(string | undefined)[]>;

// Pages and server have their own copies of this module.
const slot = Symbol.for("countersign.schema-trial");
const shared = globalThis as { [slot]?: SchemaTrial };

/** Sets where this process tries schemas: by default here, without a thread. */
export function setSchemaTrial(trial: SchemaTrial): void {
  shared[slot] = trial;
}

export async function prepareCheck(
  catalog: Pick<ActionType, "schema" | "descriptor">[],
): Promise<PreparedCheck> {
  const commands = await readTestedCommands(catalog);
  const schemas = [...new Map(catalog.map(({ schema }) => [JSON.stringify(schema), schema]))];
  const read = new Map<string, Fault[]>();
  const schemaFaults = (schema: Record<string, unknown>): Fault[] =>
    read.get(JSON.stringify(schema)) ?? [
      { path: "", message: "wasn't checked: correct the other errors first" },
    ];
  const tooLarge = sizeFault(catalog) ?? (await readAll(schemas, read));
  if (tooLarge !== undefined) return { commands, tooLarge, schemaFaults };
  const wellFormed = schemas.filter(([text]) => read.get(text)?.length === 0);
  const trial = shared[slot] ?? tryHere;
  const messages = wellFormed.length > 0 ? await trial(wellFormed.map(([, schema]) => schema)) : [];
  for (const [index, [text]] of wellFormed.entries()) {
    const message = messages[index];
    if (message !== undefined) read.set(text, [{ path: "", message }]);
  }
  return { commands, schemaFaults };
}

/**
 * Reads the commands in descriptors' tests, for {@link actionTypeFaults}, with other calls in between.
 * @returns without `read`, such tests fail: too many commands, or no reader
 */
async function readTestedCommands(
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

// Every process compiles all schemas of a loaded version.
function sizeFault(catalog: Pick<ActionType, "schema">[]): string | undefined {
  const size = catalog.reduce((sum, { schema }) => sum + schemaSize(schema), 0);
  return size > mostOfPolicy
    ? `the schemas of this policy have more than ${grouped(mostOfPolicy)} keywords, names and choices together. Shorten lists`
    : undefined;
}

/** Reads schemas one by one, some milliseconds each, with other calls in between. */
async function readAll(
  schemas: [text: string, schema: Record<string, unknown>][],
  read: Map<string, Fault[]>,
): Promise<string | undefined> {
  let patterns = 0;
  let count = 0;
  for (const [text, schema] of schemas) {
    await setImmediate();
    const { faults, patternsSize } = readSchema(schema);
    read.set(text, faults);
    count += faults.length;
    patterns += patternsSize;
    if (patterns > mostPatternsOfPolicy)
      return "the patterns of all schemas are too large together: shorten some";
    if (count >= mostFaults) return undefined;
  }
  return undefined;
}
