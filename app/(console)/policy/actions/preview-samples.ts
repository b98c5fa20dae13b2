import { setImmediate } from "node:timers/promises";
import { valueAt } from "#client/json/pointer";
import type { Reading } from "#lib/descriptors/commands/reading";
import { sharedReader } from "#lib/descriptors/commands/shared-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { pointerTokens } from "#lib/descriptors/pointers";
import type { Json } from "#lib/json/canonical";
import type { Sample } from "./descriptor-preview.tsx";

/** The most requests in a preview: each can have 16 KiB, and a command that takes 0.2 s to read. */
const mostPreviewed = 10;

/** The newest requests for a preview, with shell commands read: the browser has no reader. */
export async function previewSamples(
  samples: Record<string, Json>[],
  descriptor: Descriptor | undefined,
): Promise<Sample[]> {
  const paths = (descriptor?.fields ?? [])
    .filter(({ format }) => format === "command")
    .map(({ path }) => pointerTokens(path) ?? []);
  const reader = paths.length > 0 ? await sharedReader() : undefined;
  const shown: Sample[] = [];
  for (const params of samples.slice(0, mostPreviewed)) {
    const readings: Record<string, Reading> = {};
    for (const path of paths) {
      const value = valueAt(params, path);
      if (typeof value !== "string" || !reader) continue;
      // Other calls are answered in between.
      await setImmediate();
      readings[value] = reader.read(value);
    }
    shown.push({ params, readings });
  }
  return shown;
}
