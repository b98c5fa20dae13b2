import { expect, test, vi } from "vitest";
import { watchProgress } from "./watch-progress.ts";

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const out = { isTTY, columns: 40, write: (text: string) => written.push(text) };
  return { out: out as unknown as NodeJS.WriteStream, written };
}

test("a terminal gets one line that is rewritten, at most as wide as the terminal", () => {
  const { out, written } = terminal(true);
  const { onText, clear } = watchProgress("files", { out });
  onText("progress 1/300 lib/a.test.ts\nnoise\nprogress 2/300 lib/");
  onText(`${"b".repeat(80)}.test.ts\n`);
  clear();
  expect(written).toEqual([
    "\r\u001b[2K  1 of 300 files · lib/a.test.ts",
    `\r\u001b[2K${`  2 of 300 files · lib/${"b".repeat(80)}`.slice(0, 39)}`,
    "\r\u001b[2K",
  ]);
});

test("a log gets no line for each file", () => {
  const { out, written } = terminal(false);
  const { onText, clear } = watchProgress("files", { out });
  onText("progress 1/300 lib/a.test.ts\n");
  clear();
  expect(written).toEqual([]);
});

test("a suite in which no test ends for too long is reported with the tests that run", () => {
  vi.useFakeTimers();
  try {
    const onStall = vi.fn();
    const { onText, clear } = watchProgress("files", { out: terminal(false).out, stallSeconds: 60, onStall });
    onText("started lib/a.test.ts\nstarted lib/b.test.ts\n");
    vi.advanceTimersByTime(59_000);
    onText("progress 1/300 lib/a.test.ts\n");
    vi.advanceTimersByTime(59_000);
    expect(onStall).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(onStall.mock.calls).toEqual([[["lib/b.test.ts"]]]);
    clear();
  } finally {
    vi.useRealTimers();
  }
});

test("a suite that has ended is not reported as stalled", () => {
  vi.useFakeTimers();
  try {
    const onStall = vi.fn();
    watchProgress("files", { out: terminal(false).out, stallSeconds: 60, onStall }).clear();
    vi.advanceTimersByTime(120_000);
    expect(onStall).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
