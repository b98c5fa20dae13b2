import type { Io } from "../io.ts";

/**
 * The outside world of one command: its output is stored, and time passes only when the command
 * sleeps.
 */
export interface TestIo extends Io {
  stdout: string;
  stderr: string;
  slept: number[];
  opened: string[];
  interrupt: () => void;
}

export function testIo(
  given: {
    env?: Record<string, string>;
    stdin?: string | Uint8Array;
    now?: () => number;
    isTerminal?: boolean;
    claudeCodeFolder?: string;
  } = {},
): TestIo {
  let interrupted: (() => void) | undefined;
  let passed = 0;
  const io: TestIo = {
    stdout: "",
    stderr: "",
    slept: [],
    opened: [],
    openBrowser: (url) => void io.opened.push(url),
    interrupt: () => interrupted?.(),
    out: (text) => {
      io.stdout += text;
    },
    err: (text) => {
      io.stderr += text;
    },
    isTerminal: given.isTerminal ?? false,
    claudeCodeFolder: given.claudeCodeFolder ?? "/nowhere",
    env: { NODE_ENV: "test", ...given.env },
    readStdin: async () => Buffer.from(given.stdin ?? ""),
    readSecret: async () => `${Buffer.from(given.stdin ?? "")}`,
    now: () => (given.now?.() ?? Date.now()) + passed,
    sleep: async (milliseconds) => {
      io.slept.push(milliseconds);
      passed += milliseconds;
      // Gives the fake server its turn.
      await new Promise((resolve) => setImmediate(resolve));
    },
    onInterrupt: (listener) => {
      interrupted = listener;
      return () => {
        interrupted = undefined;
      };
    },
  };
  return io;
}
