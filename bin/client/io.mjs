// @ts-check
import { setTimeout as delay } from "node:timers/promises";
import { readHidden } from "./read-hidden.mjs";

/**
 * The outside world of a command. Tests replace it, so that no test sleeps or needs a terminal.
 * @typedef {object} Io
 * @property {(text: string) => void} out machine output, to stdout
 * @property {(text: string) => void} err text for people, to stderr
 * @property {boolean} isTerminal whether stderr is a terminal
 * @property {NodeJS.ProcessEnv} env
 * @property {() => Promise<string>} readStdin
 * @property {(prompt: string) => Promise<string>} readSecret from standard input: all of it, or at a
 * terminal one line, after a prompt and without echo
 * @property {() => number} now milliseconds since the epoch
 * @property {(milliseconds: number, signal?: AbortSignal) => Promise<void>} sleep rejects with the
 * reason when `signal` aborts
 * @property {(listener: () => void) => () => void} onInterrupt the first Ctrl-C or SIGTERM (a
 * second one ends the process); returns a function that stops listening
 */

/** The process's own outside world. @returns {Io} */
export function processIo() {
  const readStdin = async () => {
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
  };
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    env: process.env,
    readStdin,
    readSecret: (prompt) => (process.stdin.isTTY ? readHidden(prompt) : readStdin()),
    now: () => Date.now(),
    sleep: async (milliseconds, signal) => {
      await delay(milliseconds, undefined, { signal }).catch(() => Promise.reject(signal?.reason));
    },
    onInterrupt(listener) {
      process.once("SIGINT", listener).once("SIGTERM", listener);
      return () => void process.off("SIGINT", listener).off("SIGTERM", listener);
    },
  };
}
