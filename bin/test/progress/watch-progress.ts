const secondsBetweenLines = 20;

interface WatchOptions {
  out?: NodeJS.WriteStream;
  stallSeconds?: number;
  /**
   * Gets the names of the tests that had started and not ended after `stallSeconds` without an
   * ended test.
   */
  onStall?: (running: string[]) => void;
}

interface Watch {
  /** Takes the output of the reporters in this folder. */
  onText: (text: string) => void;
  /** Ends the watch, and removes the line from a terminal. */
  clear: () => void;
}

/**
 * Follows a running suite: shows its progress, one line that is rewritten on a terminal and a line
 * every 20 seconds elsewhere, such as in CI; and stops a suite in which no test ends for too long.
 * @param unit the counted unit, in the plural
 */
export function watchProgress(
  unit: string,
  { out = process.stdout, stallSeconds = 300, onStall = () => {} }: WatchOptions = {},
): Watch {
  const running = new Set<string>();
  let rest = "";
  let lastLine = Date.now();
  const restart = () => setTimeout(() => onStall([...running]), stallSeconds * 1000);
  let stall = restart();
  const restartStall = () => {
    clearTimeout(stall);
    stall = restart();
  };
  const show = (done: string | undefined, total: string | undefined, what: string) => {
    const line = `  ${done} of ${total} ${unit} · ${what}`;
    if (out.isTTY) out.write(`\r\u001b[2K${line.slice(0, out.columns - 1)}`);
    else if (Date.now() - lastLine >= secondsBetweenLines * 1000) {
      lastLine = Date.now();
      out.write(`${line}\n`);
    }
  };
  const read = (line: string) => {
    const [, started] = /^started (.*)$/.exec(line) ?? [];
    if (started !== undefined) running.add(started);
    if (line === "ended one test") restartStall();
    const [, done, total, what] = /^progress (\d+)\/(\d+) (.*)$/.exec(line) ?? [];
    if (what === undefined) return;
    running.delete(what);
    restartStall();
    show(done, total, what);
  };
  return {
    onText(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) read(line);
    },
    clear() {
      clearTimeout(stall);
      if (out.isTTY) out.write("\r\u001b[2K");
    },
  };
}
