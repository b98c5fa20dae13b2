import { randomBytes } from "node:crypto";
import dns from "node:dns/promises";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { Database } from "#db/client";
import { mailSettings } from "#db/schema/mail";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { sealPassword } from "#lib/notifications/mail/mail-settings";
import { certificate as mailCertificate } from "#lib/notifications/mail/testing/certificate";
import { startMailServer } from "#lib/notifications/mail/testing/mail-server";
import { certificate } from "#lib/outbound/testing/certificate";
import { httpsServer, listening } from "#lib/outbound/testing/servers";
import { judgeCertificate } from "./check-origin.ts";
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
  {
    changes = {},
    secondsLater = 0,
    trusted = [certificate, mailCertificate],
    clock = () => addSeconds(new Date(), secondsLater),
  }: Changes = {},
): Promise<{ lines: string[]; isFine: boolean }> {
  const lines: string[] = [];
  const isFine = await checkServer(
    { ...env, ...changes },
    { print: (line) => lines.push(line), clock, trusted },
  );
  for (const secret of [new URL(url).password, env.COUNTERSIGN_SECRET, "hunter2"])
    expect(lines.join()).not.toContain(secret);
  return { lines: lines.filter((line) => subjects.includes(line.split(/ +/)[1] ?? "")), isFine };
}

interface Changes {
  changes?: Record<string, string>;
  secondsLater?: number;
  trusted?: string[];
  clock?: () => Date;
}

async function setMail(password: string): Promise<void> {
  await db.insert(mailSettings).values({
    ...{ host: "localhost", port: mail.port, security: "starttls", userName: "countersign" },
    ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
    ...{ changedBy: admin.viewer.personId, changedAt: new Date() },
    passwordSealed: sealPassword(runtime.secret, password),
  });
}

/** The URL of a new role with all rights on the database alone, which aren't those on its schemas. */
async function urlOfGuest(db: Database, url: string): Promise<string> {
  const guest = new URL(url);
  const name = `guest_${randomBytes(6).toString("hex")}`;
  [guest.username, guest.password] = [name, name];
  await db.$client.unsafe(`create role ${name} login password '${name}'`);
  onTestFinished(async () => {
    await db.$client.unsafe(`drop owned by ${name}`);
    await db.$client.unsafe(`drop role ${name}`);
  });
  await db.$client.unsafe(`grant all on database ${guest.pathname.slice(1)} to ${name}`);
  return guest.href;
}

beforeEach(async () => void (await db.delete(mailSettings)));
afterEach(() => void vi.useRealTimers());

test("a server with which nothing is wrong gets a line for each subject", async () => {
  await setMail("right");
  const subjects = ["certificate", "clock", "database", "mail", "origin", "schema", "secret", "settings"];
  const { lines, isFine } = await check(subjects);
  const begin = (line: string) => line.split(/ +/).slice(0, 2);
  expect(lines.toSorted().map(begin)).toEqual(subjects.map((name) => ["ok", name]));
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

  test("gets a warning where the certificate of its standby isn't checked", async () => {
    const changes = { DATABASE_READ_URL: "postgres://db.invalid/c" };
    const { lines } = await check(["database"], { changes });
    expect(lines.slice(1)).toEqual([
      "warning  database     The certificate at db.invalid:5432/c isn't checked. Add sslmode=verify-full to DATABASE_READ_URL.",
    ]);
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

  const everything = ["database", "clock", "schema", "secret", "mail"];

  test("whose role has all rights on the database alone can't be written, and nothing else is looked at", async () => {
    const empty = await createTestDatabase({ template: "template0" });
    for (const { db, url } of [{ db: workspace.db, url: workspace.url }, empty]) {
      const changes = { DATABASE_URL: await urlOfGuest(db, url) };
      expect(await check(everything, { changes })).toEqual(wrong("can't write .* Make it the owner"));
    }
  });

  test("whose role may not read the record of migrations keeps what was found before", async () => {
    const guest = await urlOfGuest(db, url);
    const { username } = new URL(guest);
    await db.$client.unsafe(`grant create on schema public to ${username}`);
    await db.$client.unsafe(`grant usage on schema drizzle to ${username}`);
    await db.$client.unsafe(`grant insert on requests to ${username}`);
    expect(await check(everything, { changes: { DATABASE_URL: guest } })).toEqual({
      lines: [
        expect.stringMatching("^ok {7}database .* can be written"),
        expect.stringMatching("^ok {7}clock"),
        expect.stringMatching("^wrong {4}schema .*lacks a right"),
      ],
      isFine: false,
    });
  });

  test("without TLS, where the settings require it, gets other words than one that doesn't run", async () => {
    const changes = { DATABASE_URL: `${url}?sslmode=verify-full` };
    expect(await check(["database"], { changes })).toEqual(wrong("ended the connection.*set ssl = on"));
  });

  test("of a newer release is wrong, unless it admits this one", async () => {
    await db.$client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('9ab2', 9999999999999)`;
    const { lines } = await check(["schema"]);
    expect(lines).toEqual([expect.stringMatching(/^wrong {4}schema .*newer release/)]);
    await db.$client`
      update drizzle.__drizzle_migrations set requires = (select hash from drizzle.__drizzle_migrations order by id limit 1)
      where hash = '9ab2'`;
    const admitted = await check(["schema"]);
    expect(admitted.lines).toEqual([expect.stringMatching(/^ok {7}schema .*this release may use it/)]);
    await db.$client`delete from drizzle.__drizzle_migrations where hash = '9ab2'`;
  });

  test("without tables gets them from the next start, and one with some of them needs a backup", async () => {
    const empty = await createTestDatabase({ template: "template0" });
    const changes = { DATABASE_URL: empty.url };
    expect(await check(["schema"], { changes })).toEqual({
      lines: [expect.stringMatching("^ok {7}schema .*is empty.*next start")],
      isFine: true,
    });
    await empty.db.$client.unsafe("create schema drizzle");
    expect(await check(["schema"], { changes })).toEqual({
      lines: [expect.stringMatching("^warning  schema .*make a backup first")],
      isFine: true,
    });
  });

  test("that is embedded gets its folder from the start, with the folders above it", async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), "countersign-check-")), "a/b");
    onTestFinished(() => rmSync(path.dirname(path.dirname(folder)), { recursive: true }));
    const changes = { DATABASE_URL: "", COUNTERSIGN_DATA: folder };
    expect(await check(["database"], { changes })).toEqual({
      lines: [expect.stringMatching(`^ok {7}database .*embedded, in ${folder}`)],
      isFine: true,
    });
    expect(existsSync(path.dirname(folder))).toBe(false);
    writeFileSync(path.dirname(folder), "");
    expect((await check(["database"], { changes })).isFine).toBe(false);
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
      "isn't valid yet",
      "wrong .* isn't valid before 20\\d\\d-.*Synchronize",
      { clock: () => new Date("2020-01-01T00:00:00Z") },
    ],
    [
      "another protocol hides",
      "wrong .* doesn't complete a TLS handshake",
      { changes: { COUNTERSIGN_URL: `https://localhost:${mail.port}` } },
    ],
    [
      "isn't there yet",
      "warning .* The server at https://localhost:\\d+ refused the connection",
      { changes: { COUNTERSIGN_URL: `https://localhost:${free.port}` } },
    ],
  ])("that %s", async (_, words, changes) => {
    const { lines } = await check(["certificate"], changes);
    expect(lines).toEqual([expect.stringMatching(`^${words.replace(" ", " +certificate ")}`)]);
  });

  test("whose chain has another one that expired gets other words than one that expired itself", () => {
    const validFrom = new Date("2026-01-01T00:00:00Z");
    const expiresAt = addSeconds(validFrom, 90 * 24 * 3600);
    const chain = { validFrom, expiresAt, isForHost: true, distrust: "CERT_HAS_EXPIRED" };
    expect(judgeCertificate(chain, "sign.example.com", addSeconds(validFrom, 60))).toMatchObject({
      verdict: "wrong",
      words: expect.stringMatching(/^Another certificate of the chain/),
    });
  });

  test.each([
    ["ENOTFOUND", "wrong {4}origin .*No address was found for sign.example.com"],
    [
      "EAI_AGAIN",
      "warning  origin .*name server of this machine gave no answer about sign.* \\(EAI_AGAIN\\)",
    ],
  ])("of a host whose look-up ends with %s", async (code, words) => {
    const lookup = vi.spyOn(dns, "lookup").mockRejectedValue(Object.assign(new Error(code), { code }));
    syncBuiltinESMExports();
    onTestFinished(() => {
      lookup.mockRestore();
      syncBuiltinESMExports();
    });
    const changes = { COUNTERSIGN_URL: "https://sign.example.com", COUNTERSIGN_PROXIES: "1" };
    const { lines } = await check(["origin", "certificate"], { changes });
    expect(lines).toEqual([expect.stringMatching(`^${words}`)]);
  });

  test("of a host that has no address is a wrong origin", async () => {
    const changes = { COUNTERSIGN_URL: "https://nothing.invalid", COUNTERSIGN_PROXIES: "1" };
    expect(await check(["origin", "certificate"], { changes })).toEqual({
      lines: [expect.stringMatching("^wrong {4}origin .*nothing.invalid")],
      isFine: false,
    });
  });
});

test("an error that no check expects is a line, without its words", async () => {
  const clock = () => {
    throw new RangeError("hunter2");
  };
  const { lines, isFine } = await check(["database", "clock", "origin"], { clock });
  expect(lines.filter((line) => line.startsWith("wrong")).toSorted()).toEqual([
    "wrong    clock        Something failed (RangeError).",
    "wrong    origin       Something failed (RangeError).",
  ]);
  expect(isFine).toBe(false);
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
  expect(lines.toSorted()).toEqual([
    ...["fcm", "updates", "web"].map((name) =>
      expect.stringMatching(`^warning  push +The push service ${name}.*no push to`),
    ),
    expect.stringMatching(
      `^wrong {4}push +The push service localhost:${free.port} refused the connection. Correct PUSH_SERVICE_HOSTS`,
    ),
  ]);
  expect(isFine).toBe(false);
});
