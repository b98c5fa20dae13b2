import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { approveButton, outcome } from "../fixtures/approval-screen.ts";
import { addAuthenticator } from "../fixtures/authenticator.ts";
import { MovingPicture } from "../fixtures/moving-picture.ts";
import { startServer } from "../fixtures/server.ts";
import { expect, test } from "../fixtures/test.ts";

const parent = mkdtempSync(path.join(tmpdir(), "countersign-demo-"));
const dataFolder = path.join(parent, "demo");
test.describe.configure({ mode: "serial" });
test.afterEach(() => {
  for (const child of started.splice(0)) child.kill();
});
test.afterAll(() => rmSync(parent, { recursive: true, force: true }));

const started: ChildProcess[] = [];

/** A running demo. */
class DemoRun {
  output = "";
  #answered = 0;

  constructor(private readonly child: ChildProcess) {
    const take = (chunk: Buffer) => {
      this.output += chunk;
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
  }

  static start(program: string, args: string[]): DemoRun {
    const env = { ...process.env, COUNTERSIGN_DATA: dataFolder };
    const child = spawn(program, args, { env, stdio: "pipe" });
    started.push(child);
    return new DemoRun(child);
  }

  /** Waits for words of the output. @returns the first group */
  async printed(words: RegExp): Promise<string> {
    await expect.poll(() => this.output, { timeout: 60_000 }).toMatch(words);
    return words.exec(this.output)?.[1] ?? "";
  }

  press(keys: string): void {
    this.child.stdin?.write(keys);
    this.#answered = this.output.split("›").length;
  }

  /** Presses Enter when the demo asks for it the next time. */
  async pressWhenAsked(): Promise<void> {
    await expect
      .poll(() => this.output.split("›").length, { timeout: 60_000 })
      .toBeGreaterThan(this.#answered);
    this.press("\n");
  }

  interrupt(): void {
    this.child.kill("SIGINT");
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, "close");
    return this.child.exitCode;
  }
}

const withoutTerminal = () => DemoRun.start(process.execPath, ["bin/start.mjs", "--demo"]);

async function createPasskey(page: Page, link: string): Promise<void> {
  await addAuthenticator(page);
  await page.goto(link);
  await page.getByRole("button", { name: "Create passkey" }).click();
}

function expectNothingRuns(): void {
  expect(existsSync(path.join(dataFolder, "postgres/cluster/postmaster.pid"))).toBe(false);
}

test("without a terminal the demo goes through all steps, and leaves nothing running", async () => {
  const demo = withoutTerminal();
  expect(await demo.ended(), demo.output).toBe(0);
  for (const words of [
    /820,000 {2}refused {2}401 action_mismatch\n.* 82,000 {2}runs {5}200 paid/,
    /Bo's approval {2}refused {2}403 not_entitled/,
    / 1 {2}runs {5}200 paid\n.*19 {2}refused {2}409 grant_already_redeemed/,
    /cancelled {2}request_cancelled\n.*agent_quarantined\n.*agent_quarantined/,
    /VALID\..*\n.*exit code 0[\s\S]*INVALID\..*\n.*exit code 50/,
  ])
    expect(demo.output).toMatch(words);
  expectNothingRuns();
});

test("a demo in the folder of an earlier one starts anew, and leaves nothing running when interrupted", async () => {
  const demo = withoutTerminal();
  await demo.printed(/2 of 5/);
  demo.interrupt();
  expect(await demo.ended()).toBe(130);
  expectNothingRuns();
});

// Also the README's picture: MOVING_PICTURE=docs/first-minute.png npm test -- e2e/process/demo.spec.ts
test("a visitor decides with a passkey of their own, and the terminal continues to the end", async ({
  newContext,
}) => {
  const context = await newContext({ viewport: { width: 960, height: 600 } });
  const [page, terminal] = [await context.newPage(), await context.newPage()];
  const picture = new MovingPicture();
  // A terminal for the demo (util-linux).
  const command = `${process.execPath} bin/start.mjs --demo`;
  const demo = DemoRun.start("script", ["-qfec", command, "/dev/null"]);
  // As the reader of the README will see it, in the default folder.
  const shown = () => `$ npm run demo\n${demo.output.replaceAll(path.relative("", dataFolder), "data-demo")}`;
  await createPasskey(page, await demo.printed(/(http\S+\/enroll\/\S+)/));
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  demo.press("\n");
  await page.goto(await demo.printed(/Pending: (\S+)/));
  await picture.addTerminal(terminal, shown(), 5);
  await picture.add(page, 4);
  await approveButton(page).click();
  await expect(outcome(page, "Approved by you")).toBeVisible();
  await picture.add(page, 3);
  // The server is about to be killed.
  await page.close();
  const showAfter = async (presses: number, words: RegExp) => {
    for (let press = 0; press < presses; press += 1) await demo.pressWhenAsked();
    await demo.printed(words);
    await picture.addTerminal(terminal, shown().replace(/\n *› [^›]*$/, ""), 5);
  };
  await showAfter(0, /401 action_mismatch[\s\S]*Press Enter to continue/);
  await demo.pressWhenAsked();
  const phone = await (await newContext()).newPage();
  await createPasskey(phone, await demo.printed(/(http\S+\/enroll\/\S+next=\S+)\s/));
  await expect(approveButton(phone)).toBeVisible();
  await phone.close();
  await showAfter(1, /not_entitled[\s\S]*Approved by Grace[\s\S]*Press Enter to continue/);
  await showAfter(2, /19 {2}refused {2}409 grant_already_redeemed[\s\S]*Press Enter to continue/);
  await showAfter(2, /its next ask {7}refused {4}agent_quarantined[\s\S]*Press Enter to continue/);
  await showAfter(1, /exit code 50[\s\S]*to look around/);
  picture.write();
  demo.press("\u0003");
  await demo.ended();
  expectNothingRuns();
});

test("each page of the demo's data says so, and no page of another workspace", async ({
  page,
  workspace,
}) => {
  const server = await startServer({ dataFolder });
  const mark = page.getByRole("complementary", { name: "Demo" });
  for (const address of ["/signin", "/enroll/nothing-here"]) {
    await page.goto(server.origin + address);
    await expect(mark).toBeVisible();
    await page.evaluate(() => {
      document.body.style.height = "300dvh";
      scrollTo(0, innerHeight);
    });
    await expect(mark).toBeInViewport();
  }
  await server.stop();
  await page.goto(`${workspace.server.origin}/signin`);
  await expect(mark).toBeHidden();
});
