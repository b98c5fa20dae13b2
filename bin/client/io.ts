import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { claudeCodeFolders } from "#components/agents/claude-code-folders.ts";
import { Fault } from "./fault.ts";
import { openBrowser } from "./terminal/open-browser.ts";

/** The outside world of a command, replaced in tests. */
export interface Io {
  /** Machine output, to stdout. */
  out: (text: string) => void;
  /** Text for people, to stderr. */
  err: (text: string) => void;
  isTerminal: boolean;
  env: NodeJS.ProcessEnv;
  readStdin: () => Promise<Buffer>;
  /** Standard input: everything, or at a terminal one line, prompted and without echo. */
  readSecret: (prompt: string) => Promise<string>;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Rejects with the reason when `signal` aborts. */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Calls the listener at the first Ctrl-C or SIGTERM; the second exits. Returns how to stop. */
  onInterrupt: (listener: () => void) => () => void;
  /** Opens an address for the person, where there is a browser. */
  openBrowser: (url: string) => void;
  /** Of Claude Code's managed settings on this machine. */
  claudeCodeFolder: string;
}

const systemFolders: Partial<Record<NodeJS.Platform, string>> = claudeCodeFolders;

/** The process's own outside world. */
export function processIo(): Io {
  const readStdin = async () => {
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    env: process.env,
    readStdin,
    readSecret: async (prompt) => (process.stdin.isTTY ? readHidden(prompt) : `${await readStdin()}`),
    now: () => Date.now(),
    openBrowser,
    claudeCodeFolder: systemFolders[process.platform] ?? claudeCodeFolders.linux,
    sleep: async (milliseconds, signal) => {
      await delay(milliseconds, undefined, { signal }).catch(() => Promise.reject(signal?.reason));
    },
    onInterrupt(listener) {
      process.once("SIGINT", listener).once("SIGTERM", listener);
      return () => void process.off("SIGINT", listener).off("SIGTERM", listener);
    },
  };
}

/** One line at a terminal, without echo; empty after Ctrl-D. @throws {Fault} `interrupted` */
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
