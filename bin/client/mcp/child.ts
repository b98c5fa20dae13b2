import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Untyped } from "#client/json/untyped";
import { Fault } from "../fault.ts";
import type { Message } from "./call/message.ts";
import { readLines } from "./lines.ts";

/** How long a child may take to end after its input closed. */
const secondsToEnd = 5;
/** How long an exited child's output is still read. */
const millisecondsToDrain = 500;

/** An MCP server as a child process over stdio, without Countersign's environment variables. */
export class ChildServer {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  onLine: (line: string) => void = () => {};
  onEnd: () => void = () => {};
  isEnded = false;

  /** @param options `hidden`: variables that the child does not get */
  constructor(
    [program = "", ...args]: string[],
    { env, err, hidden = [] }: { env: NodeJS.ProcessEnv; err: (text: string) => void; hidden?: string[] },
  ) {
    const given = Object.entries(env).filter(
      ([name]) => !name.startsWith("COUNTERSIGN_") && !hidden.includes(name),
    );
    this.child = spawn(program, args, {
      env: Object.fromEntries(given) as Untyped,
      stdio: ["pipe", "pipe", "inherit"],
      windowsHide: true,
    });
    const end = () => {
      if (this.isEnded) return;
      this.isEnded = true;
      this.onEnd();
    };
    this.child.on("error", (error) => {
      err(`The MCP server can't be started: ${error.message}\n`);
      end();
    });
    // The last answers may still be in the pipe when the child exits.
    this.child.on("close", end);
    this.child.on("exit", () => setTimeout(end, millisecondsToDrain).unref());
    this.child.stdin.on("error", end);
    readLines(this.child.stdout, { onLine: (line) => this.onLine(line), onEnd: () => {} });
  }

  send(message: Message) {
    if (this.isEnded) throw new Fault("unreachable", "the MCP server ended");
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Closes the child's input, then stops the child. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || !this.child.pid) return;
    const exited = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill("SIGKILL"), secondsToEnd * 1000);
    await exited;
    clearTimeout(timer);
  }
}
