const secondsBetweenLines = 20;

/**
 * Shows the progress of a running suite: one line that is rewritten on a terminal, and a line every
 * 20 seconds elsewhere, such as in CI.
 * @param {string} unit the counted unit, in the plural
 * @param {NodeJS.WriteStream} [out]
 * @returns {{onText: (text: string) => void, clear: () => void}} `onText` takes the output of the
 * reporters in this folder; `clear` removes the line from a terminal.
 */
export function watchProgress(unit, out = process.stdout) {
  let rest = "";
  let lastLine = Date.now();
  const show = (done, total, what) => {
    const line = `  ${done} of ${total} ${unit} · ${what}`;
    if (out.isTTY) out.write(`\r\u001b[2K${line.slice(0, out.columns - 1)}`);
    else if (Date.now() - lastLine >= secondsBetweenLines * 1000) {
      lastLine = Date.now();
      out.write(`${line}\n`);
    }
  };
  return {
    onText(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [, done, total, what] = /^progress (\d+)\/(\d+) (.*)$/.exec(line) ?? [];
        if (what !== undefined) show(done, total, what);
      }
    },
    clear: () => out.isTTY && out.write("\r\u001b[2K"),
  };
}
