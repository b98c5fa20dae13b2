import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { mailSettings } from "#db/schema/mail";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { sealPassword } from "#lib/notifications/mail/mail-settings";
import { certificate as mailCertificate } from "#lib/notifications/mail/testing/certificate";
import { startMailServer } from "#lib/notifications/mail/testing/mail-server";
import { certificate } from "#lib/outbound/testing/certificate";
import { httpsServer, listening } from "#lib/outbound/testing/servers";
import { checkServer } from "./check-server.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, url, runtime } = workspace;
const proxy = await httpsServer((_request, response) => void response.end());
const mail = await startMailServer({
  onAuth: ({ password }, _session, callback) =>
    password === "right" ? callback(null, { user: "countersign" }) : callback(new Error("no")),
});
const free = await listening(createServer());
free.server.close();

const env = {
  COUNTERSIGN_URL: `https://localhost:${proxy.port}`,
  DATABASE_URL: url,
  COUNTERSIGN_SECRET: String(runtime.secret),
  // Nothing listens there: no test calls a push service.
  HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${free.port}`,
};

/** The lines about these subjects, and whether nothing is wrong. Of a check that prints no secret. */
async function check(
  subjects: string[],
  { changes = {}, secondsLater = 0, trusted = [certificate, mailCertificate] }: Changes = {},
): Promise<{ lines: string[]; isFine: boolean }> {
  const lines: string[] = [];
  const isFine = await checkServer(
    { ...env, ...changes },
    { print: (line) => lines.push(line), clock: () => addSeconds(new Date(), secondsLater), trusted },
  );
  for (const secret of [new URL(url).password, env.COUNTERSIGN_SECRET, "hunter2"])
    expect(lines.join()).not.toContain(secret);
  return { lines: lines.filter((line) => subjects.includes(line.split(/ +/)[1] ?? "")), isFine };
}

interface Changes {
  changes?: Record<string, string>;
  secondsLater?: number;
  trusted?: string[];
}

async function setMail(password: string): Promise<void> {
  await db.insert(mailSettings).values({
    ...{ host: "localhost", port: mail.port, security: "starttls", userName: "countersign" },
    ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
    ...{ changedBy: admin.viewer.personId, changedAt: new Date() },
    passwordSealed: sealPassword(runtime.secret, password),
  });
}

beforeEach(async () => void (await db.delete(mailSettings)));
afterEach(() => void vi.useRealTimers());

test("a server with which nothing is wrong gets a line for each subject", async () => {
  await setMail("right");
  const { lines, isFine } = await check([
    "settings",
    "database",
    "clock",
    "schema",
    "secret",
    "origin",
    "certificate",
    "mail",
  ]);
  expect(lines.map((line) => line.split(/ +/).slice(0, 2))).toEqual(
    ["settings", "database", "clock", "schema", "secret", "origin", "certificate", "mail"].map((name) => [
      "ok",
      name,
    ]),
  );
  expect(isFine).toBe(true);
});

test("wrong settings are named one a line, and nothing else is looked at", async () => {
  const changes = { COUNTERSIGN_SECRET: "short", PORT: "hunter2" };
  expect(await check(["settings", "database"], { changes })).toEqual({
    lines: [
      "wrong    settings     PORT must be a number",
      "wrong    settings     COUNTERSIGN_SECRET must have at least 32 characters",
    ],
    isFine: false,
  });
});

describe("the database", () => {
  const wrong = (words: string) => ({
    lines: [expect.stringMatching(`^wrong {4}database {5}.*${words}`)],
    isFine: false,
  });

  test("that refuses connections, or the password, is named without its password", async () => {
    const closed = new URL(url);
    closed.port = String(free.port);
    expect(await check(["database"], { changes: { DATABASE_URL: closed.href } })).toEqual(
      wrong("Can't reach"),
    );
    const stranger = new URL(url);
    stranger.password = "hunter2";
    expect(await check(["database"], { changes: { DATABASE_URL: stranger.href } })).toEqual(
      wrong("rejected"),
    );
  });

  test("that doesn't answer is given up after five seconds", async () => {
    const sockets: Socket[] = [];
    const hanging = await listening(createServer((socket) => void sockets.push(socket)));
    const address = new URL(url);
    address.port = String(hanging.port);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const checked = check(["database"], { changes: { DATABASE_URL: address.href } });
    await vi.advanceTimersByTimeAsync(1);
    if (sockets.length === 0) await once(hanging.server, "connection");
    await vi.advanceTimersByTimeAsync(5000);
    expect(await checked).toEqual(wrong("Can't reach"));
  });

  test("that is read-only is no primary", async () => {
    const name = new URL(url).pathname.slice(1);
    await db.$client.unsafe(`alter database ${name} set default_transaction_read_only = on`);
    expect(await check(["database"])).toEqual(wrong("read-only"));
    await db.$client.unsafe(`alter database ${name} reset default_transaction_read_only`);
  });

  test("whose role can't write names the owner's rights", async () => {
    await db.$client.unsafe("create role reader login password 'reader'");
    await db.$client.unsafe("grant usage on schema drizzle to reader");
    await db.$client.unsafe("grant select on all tables in schema drizzle, public to reader");
    const reader = new URL(url);
    [reader.username, reader.password] = ["reader", "reader"];
    const { lines } = await check(["database"], { changes: { DATABASE_URL: reader.href } });
    expect(lines).toEqual(wrong("can't write").lines);
    await db.$client.unsafe("drop owned by reader");
    await db.$client.unsafe("drop role reader");
  });

  test("of a newer release is wrong", async () => {
    await db.$client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('9ab2', 9999999999999)`;
    expect(await check(["database"])).toEqual(wrong("newer release"));
    await db.$client`delete from drizzle.__drizzle_migrations where hash = '9ab2'`;
  });

  test("without tables gets them from the next start, which is a warning", async () => {
    const empty = await createTestDatabase({ template: "template0" });
    expect(await check(["schema"], { changes: { DATABASE_URL: empty.url } })).toEqual({
      lines: [expect.stringMatching("^warning  schema .*next start")],
      isFine: true,
    });
  });

  test("whose clock differs from this machine's is a warning after a second, and wrong after a minute", async () => {
    expect(await check(["clock"], { secondsLater: 40 })).toEqual({
      lines: [expect.stringMatching(/^warning {2}clock .* differ by (39\.9|40\.\d) s/)],
      isFine: true,
    });
    const { lines, isFine } = await check(["clock"], { secondsLater: -90 });
    expect(lines).toEqual([expect.stringMatching(/^wrong {4}clock .* Synchronize both/)]);
    expect(isFine).toBe(false);
  });
});

describe("the certificate", () => {
  const secondsUntil = (date: string) => (Date.parse(date) - Date.now()) / 1000;

  test.each<[string, string, Changes]>([
    ["has expired", "wrong .* expired on 2126-11-02", { secondsLater: secondsUntil("2126-11-03") }],
    [
      "expires within two weeks",
      "warning .* expires on 2126-11-02",
      { secondsLater: secondsUntil("2126-10-20") },
    ],
    ["is of an unknown authority", "wrong .* doesn't trust .* NODE_EXTRA_CA_CERTS", { trusted: [] }],
    [
      "isn't there yet",
      "warning .* The server at https://localhost:\\d+ refused the connection",
      { changes: { COUNTERSIGN_URL: `https://localhost:${free.port}` } },
    ],
  ])("that %s", async (_, words, changes) => {
    const { lines } = await check(["certificate"], changes);
    expect(lines).toEqual([expect.stringMatching(`^${words.replace(" ", " +certificate ")}`)]);
  });

  test("of a host that has no address is a wrong origin", async () => {
    const changes = { COUNTERSIGN_URL: "https://nothing.invalid", COUNTERSIGN_PROXIES: "1" };
    expect(await check(["origin", "certificate"], { changes })).toEqual({
      lines: [expect.stringMatching("^wrong {4}origin .*nothing.invalid")],
      isFine: false,
    });
  });
});

test("a mail server that refuses the password is wrong", async () => {
  await setMail("hunter2");
  expect(await check(["mail"])).toEqual({
    lines: [expect.stringMatching("^wrong {4}mail .*didn't accept the user name or password.* localhost")],
    isFine: false,
  });
});

test("a push service that the operator lists has to be reached, and one of a browser should be", async () => {
  const changes = { PUSH_SERVICE_HOSTS: `localhost:${free.port}` };
  const { lines, isFine } = await check(["push"], { changes });
  expect(lines).toEqual([
    ...["fcm", "updates", "web"].map((name) =>
      expect.stringMatching(`^warning  push +The push service ${name}.*no push to`),
    ),
    expect.stringMatching(
      `^wrong {4}push +The push service localhost:${free.port} refused the connection. Correct PUSH_SERVICE_HOSTS`,
    ),
  ]);
  expect(isFine).toBe(false);
});
