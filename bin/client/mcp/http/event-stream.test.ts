import { expect, test } from "vitest";
import { EventReader, encodeEvent, observed, readText } from "./event-stream.ts";

const message = { jsonrpc: "2.0", id: 1, result: { text: "é\n" } };
const mebibyte = new TextEncoder().encode("x".repeat(2 ** 20));

test.each([
  ["\n", 1],
  ["\r\n", 1],
  ["\r", 1],
  ["\n", 7],
  ["\r\n", 7],
])("events are read the same however the stream is cut: line end %j, %i bytes", (end, size) => {
  const lines = [": note", "", "id: 4", "data: {", "data:", `data: "id":1}`, "", "data: no json", "", ""];
  const bytes = new TextEncoder().encode(lines.join(end) + new TextDecoder().decode(encodeEvent(message)));
  const reader = new EventReader();
  const read = [];
  for (let at = 0; at < bytes.length; at += size) read.push(...reader.push(bytes.subarray(at, at + size)));
  expect(read.map((one) => one.message)).toEqual([{ id: 1 }, message]);
  expect([read[0]?.bytes, reader.hasIds]).toEqual(['{\n\n"id":1}', true]);
});

test("a long message is read in time that grows with its length only", () => {
  const reader = new EventReader();
  const text = new TextEncoder().encode(`data: {"text":"${"x".repeat(2 ** 22)}"}\n\n`);
  const started = performance.now();
  let count = 0;
  for (let at = 0; at < text.length; at += 512) count += reader.push(text.subarray(at, at + 512)).length;
  expect(count).toBe(1);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("a message longer than 16 MiB ends the stream", async () => {
  const reader = new EventReader();
  const pushAll = () => {
    for (let count = 0; count < 17; count++) reader.push(mebibyte);
  };
  expect(pushAll).toThrow("too long");
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent++;
      controller.enqueue(mebibyte);
    },
  });
  for await (const _chunk of endless.pipeThrough(observed(() => {})));
  expect(sent).toBeLessThan(20);
});

test("a body longer than 16 MiB isn't read to its end", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent++;
      controller.enqueue(mebibyte);
    },
  });
  await expect(readText(new Response(endless))).rejects.toThrow("too long");
  expect(sent).toBeLessThan(20);
});
