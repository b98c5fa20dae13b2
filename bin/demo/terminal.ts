import { styleText } from "node:util";

/** What the demo says, and the key that continues. */
export class Terminal {
  #entered: Promise<void> | undefined;
  #isAtEnd = false;

  /** @param isWaiting false: every step follows immediately */
  constructor(readonly isWaiting: boolean) {
    if (!isWaiting) return;
    process.stdin.on("end", () => {
      this.#isAtEnd = true;
    });
  }

  title(text: string): void {
    this.say(`\n${process.stdout.isTTY ? styleText("bold", text) : text}`);
  }

  say(text = ""): void {
    process.stdout.write(`${text}\n`);
  }

  /** Waits for Enter, or for the end of the input. */
  async enter(words = "Press Enter to continue."): Promise<void> {
    if (!this.isWaiting || this.#isAtEnd) return;
    this.say(`\n  › ${words}`);
    this.#entered ??= new Promise((resolve) => {
      const done = () => {
        process.stdin.off("data", done).off("end", done).pause();
        this.#entered = undefined;
        resolve();
      };
      process.stdin.on("data", done).on("end", done).resume();
    });
    await this.#entered;
  }
}
