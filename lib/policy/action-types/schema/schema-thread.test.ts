import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { abusiveShapes } from "../testing/abusive-schemas.ts";
import { schemaTrial } from "./schema-thread.ts";

const fine = { properties: { a: { type: "string", pattern: "^a+$" }, b: { uniqueItems: true } } };
const wrong = { properties: { a: { unevaluated: [] } } };

test("each schema gets its own answer, and a wrong one doesn't end the trial", async () => {
  const trial = schemaTrial({ mostMilliseconds: 60_000 });
  expect(await trial([fine, wrong, fine])).toEqual([
    undefined,
    expect.stringContaining("unevaluated"),
    undefined,
  ]);
});

test("a schema that takes longer than the limit is refused, and so are those after it", async () => {
  const trial = schemaTrial({ mostMilliseconds: 1 });
  const slow = abusiveShapes["references to the schema itself"]?.(300) ?? {};
  const refused = expect.stringContaining("takes too long");
  expect(await trial([slow, fine])).toEqual([refused, refused]);
});

test("a schema that can't be sent to the thread is an error, and no answer", async () => {
  const trial = schemaTrial({ mostMilliseconds: 60_000 });
  // No message can contain a function.
  await expect(trial([{ not: () => undefined }])).rejects.toThrow("could not be cloned");
});

test.each<[string, (worker: Worker) => unknown, string]>([
  ["ends", (worker) => worker.terminate(), "the thread that compiles schemas ended"],
  ["fails", (worker) => worker.emit("error", new Error("broken")), "the thread that compiles schemas failed"],
])("a thread that %s says nothing about a schema", async (_, end, message) => {
  const posting = vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker) {
    end(this);
  });
  onTestFinished(() => posting.mockRestore());
  await expect(schemaTrial({ mostMilliseconds: 60_000 })([fine])).rejects.toThrow(message);
});

test("a schema that uses up the thread's memory is refused", async () => {
  const posting = vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker) {
    this.emit("error", Object.assign(new Error("heap"), { code: "ERR_WORKER_OUT_OF_MEMORY" }));
  });
  onTestFinished(() => posting.mockRestore());
  const trial = schemaTrial({ mostMilliseconds: 60_000 });
  expect(await trial([fine])).toEqual([expect.stringContaining("takes too long")]);
});
