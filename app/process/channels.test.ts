import { expect, test } from "vitest";
import { readConfig } from "#lib/kernel/config";
import { channelLabels } from "#lib/text/labels";
import { openChannels } from "./channels.ts";

test("every channel that a delivery can name is opened, once", () => {
  const runtime = { config: readConfig({}) } as Parameters<typeof openChannels>[0];
  const opened = openChannels(runtime).map(({ id }) => id);
  expect(opened.sort()).toEqual(Object.keys(channelLabels).sort());
});
