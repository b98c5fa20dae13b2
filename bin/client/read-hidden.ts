import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Fault } from "./fault.ts";

/**
 * One line that a person types or pastes at a terminal, without showing it.
 * @param terminal the process's own by default
 * @returns empty after Ctrl-D
 * @throws {Fault} `interrupted` after Ctrl-C
 */
export function readHidden(
  prompt: string,
  {
    input = process.stdin,
    err = (text) => void process.stderr.write(text),
  }: { input?: NodeJS.ReadableStream; err?: (text: string) => void } = {},
): Promise<string> {
  err(prompt);
  // The line editor echoes typed text to its output.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    editor.once("line", resolve);
    editor.once("SIGINT", () => reject(new Fault("interrupted", "Interrupted.")));
    editor.once("close", () => {
      err("\n");
      resolve("");
    });
    for (const end of ["line", "SIGINT"]) editor.once(end, () => editor.close());
  });
}
