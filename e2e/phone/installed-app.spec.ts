import type { Page } from "@playwright/test";
import type { Agent } from "../fixtures/agent-machine.ts";
import { approveButton } from "../fixtures/approval-screen.ts";
import { expect, test } from "../fixtures/test.ts";

// Offline, the browser reports each failed call on the console.
test.use({ serviceWorkers: "allow", expectedErrors: [/ERR_INTERNET_DISCONNECTED/] });

const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

let agent: Agent;
test.beforeAll(async ({ workspace }) => {
  agent = await workspace.agent("Phone bot");
});

/** Waits until the service worker controls the page. */
async function controlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** The scripts of the workers, by which versions are told apart, and what keeps a new one waiting. */
const workers = (page: Page) =>
  page.evaluate(async () => {
    const { active, waiting, installing } = await navigator.serviceWorker.ready;
    const { held = [], pending = [] } = await navigator.locks.query();
    const [, ...others] = [active, waiting, installing].map(
      (worker) => `${worker?.scriptURL} ${worker?.state}`,
    );
    return { active: active?.scriptURL, others, held: held.length, pending: pending.length };
  });

test("the app can be installed: Chromium accepts its manifest, and every picture exists", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin, phone);
  await page.goto(`${workspace.server.origin}/queue`);
  await controlled(page);
  const session = await page.context().newCDPSession(page);
  const { data = "", errors, url } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // Playwright's contexts are incognito windows, which install nothing.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual(
    [],
  );
  const manifest = JSON.parse(data);
  expect(manifest).toMatchObject({
    id: "/",
    display: "standalone",
    scope: "/",
    start_url: "/queue?source=app",
  });
  expect(manifest.icons.map((icon: { purpose?: string }) => icon.purpose ?? "any")).toEqual([
    "any",
    "any",
    "maskable",
    "monochrome",
  ]);
  for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots]) {
    const size = await page.evaluate(async (address) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob());
      return `${bitmap.width}x${bitmap.height}`;
    }, new URL(src, url).href);
    expect(size, src).toBe(sizes);
  }
  await page.goto(new URL(manifest.start_url, url).href);
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
});

test("the bars around the page have the color of the chosen theme, from the first byte and after a choice", async ({
  workspace,
  enter,
}) => {
  const { page } = await enter(workspace.admin, { ...phone, colorScheme: "light" });
  const color = () => page.locator("meta[name=theme-color]").first().getAttribute("content");
  await page.goto(`${workspace.server.origin}/queue`);
  expect(await color()).toBe("#ffffff");
  await page.getByRole("button", { name: "More" }).tap();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  expect(await color()).toBe("#14171b");
  await page.reload();
  expect(await color()).toBe("#14171b");
  await expect(page.locator("meta[name=theme-color]")).toHaveCount(1);
});

test("the browser keeps the offline page alone: without a connection, a navigation shows it and no request, and recovers when back online", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin, phone);
  await page.goto(`${workspace.server.origin}/queue`);
  await controlled(page);
  // Read once, so that a cache would have something to show.
  await page.goto(`${workspace.server.origin}/settings`);
  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  // No request, no answer of the API, no sign-in page.
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toEqual(["/offline"]);
  await page.context().setOffline(true);
  await expect(approveButton(page)).toBeDisabled();
  await expect(page.getByRole("button", { name: "Deny…" })).toBeDisabled();
  await expect(page.getByText("You're offline. Your text is saved.")).toBeVisible();

  await page.reload();
  await expect(page.getByRole("heading", { name: "You're offline" })).toBeVisible();
  await expect(page.getByText("Requests aren't shown because they may be out of date.")).toBeVisible();
  await expect(page.getByText("1,250.00")).toBeHidden();
  await expect(approveButton(page)).toBeHidden();
  await page.context().setOffline(false);
  // Chromium tells only the documents from before the interruption.
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(approveButton(page)).toBeEnabled();
  expect(page.url()).toBe(asking.url);
  asking.interrupt();
});

test("a new version waits while a decision is open, and takes over without a reload when it closes", async ({
  workspace,
  enter,
}) => {
  const asking = await agent.refund(1250);
  const { page } = await enter(workspace.admin, phone);
  await page.addInitScript(() => {
    const { serviceWorker } = navigator;
    const register = serviceWorker.register.bind(serviceWorker);
    const registered = new Promise<void>((done) => {
      serviceWorker.register = (...call) => {
        const registering = register(...call);
        void registering.then(() => done());
        return registering;
      };
    });
    Object.assign(window, { registered });
  });
  await page.goto(`${workspace.server.origin}/queue`);
  await controlled(page);
  await page.goto(asking.url);
  await expect(approveButton(page)).toBeEnabled();
  await page.getByLabel("Note").fill("Half a thought");
  // The script that holds the decision's lock is loaded after the page.
  await page.waitForFunction(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name === "countersign:decision");
  });
  // The page registers its own version after it has loaded; done later, it would replace the next one.
  await page.evaluate(() => (window as unknown as { registered: Promise<void> }).registered);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("/sw.js?next", { scope: "/" });
    const next = registration.installing ?? registration.waiting;
    if (!next) throw new Error("no new version");
    const isWaiting = () => next.state === "installed";
    while (!isWaiting())
      await new Promise((done) => next.addEventListener("statechange", done, { once: true }));
    next.postMessage("take-over");
  });
  expect(await workers(page)).toMatchObject({ active: expect.not.stringContaining("?next") });
  await expect(page.getByLabel("Note")).toHaveValue("Half a thought");
  await page.evaluate(() => Object.assign(window, { isSameDocument: true }));
  await page.getByRole("link", { name: "Requests" }).first().tap();
  await expect(page).toHaveURL(/\/queue$/);
  await expect.poll(() => workers(page)).toMatchObject({ active: expect.stringContaining("?next") });
  expect(await page.evaluate(() => "isSameDocument" in window)).toBe(true);
  asking.interrupt();
});

test("the installed app's badge has the number of requests that wait for the viewer", async ({
  workspace,
  enter,
}) => {
  const owner = await workspace.person("Bella");
  const bot = await workspace.agent("Badge bot", { owner });
  const asking = await bot.refund(1250);
  const { page } = await enter(owner, phone);
  await page.addInitScript(() => {
    const badge: number[] = [];
    Object.assign(window, { badge });
    navigator.setAppBadge = async (count) => void badge.push(count ?? -1);
    navigator.clearAppBadge = async () => void badge.push(0);
  });
  const shown = () => page.evaluate(() => (window as unknown as { badge: number[] }).badge.at(-1));
  await page.goto(`${workspace.server.origin}/queue`);
  await expect.poll(shown).toBe(1);
  const second = await bot.refund(1300);
  await expect.poll(shown).toBe(2);
  for (const one of [asking, second]) one.interrupt();
  await expect.poll(shown).toBe(0);
});
