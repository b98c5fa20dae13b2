const secondsBetweenLines = 20;

/**
 * Follows a running suite: shows its progress, one line that is rewritten on a terminal and a line
 * every 20 seconds elsewhere, such as in CI; and stops a suite in which no test ends for too long.
 * @param {string} unit the counted unit, in the plural
 * @param {{out?: NodeJS.WriteStream, stallSeconds?: number, onStall?: (running: string[]) => void}} [options]
 * `onStall` gets the names of the tests that had started and not ended after `stallSeconds` without
 * an ended test.
 * @returns {{onText: (text: string) => void, clear: () => void}} `onText` takes the output of the
 * reporters in this folder; `clear` ends the watch and removes the line from a terminal.
 */
export function watchProgress(unit, { out = process.stdout, stallSeconds = 300, onStall = () => {} } = {}) {
  const running = new Set();
  let rest = "";
  let lastLine = Date.now();
  const restart = () => setTimeout(() => onStall([...running]), stallSeconds * 1000);
  let stall = restart();
  const restartStall = () => {
    clearTimeout(stall);
    stall = restart();
  };
  const show = (done, total, what) => {
    const line = `  ${done} of ${total} ${unit} · ${what}`;
    if (out.isTTY) out.write(`\r\u001b[2K${line.slice(0, out.columns - 1)}`);
    else if (Date.now() - lastLine >= secondsBetweenLines * 1000) {
      lastLine = Date.now();
      out.write(`${line}\n`);
    }
  };
  const read = (line) => {
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
