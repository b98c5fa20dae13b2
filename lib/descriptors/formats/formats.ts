import { command } from "./command.ts";
import { list, table } from "./containers.ts";
import type { Format } from "./format.ts";
import { amount, count, number, percentage } from "./numbers.ts";
import { agent, choice, code, email, filePath, identifier, json, person, text, url, yesNo } from "./texts.ts";
import { datetime, duration } from "./times.ts";

export type FormatName = keyof typeof formats;

/** The closed list of formats (docs/descriptors.md). The shown text never changes. */
export const formats = Object.freeze({
  ...{ text, code, path: filePath, json, list, table, url, command },
  ...{ amount, number, percentage, count, datetime, duration, enum: choice, boolean: yesNo },
  ...{ identifier, email, person, agent },
});

export function formatNamed(name: unknown): Format | undefined {
  return typeof name === "string" && Object.hasOwn(formats, name) ? formats[name as FormatName] : undefined;
}
