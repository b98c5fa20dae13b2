import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { people } from "#db/schema/directory";
import { mailSettings } from "#db/schema/mail";
import { openMailChannel } from "./mail-channel.ts";
import { message, now, onLoopback, openMailWorkspace } from "./testing/channel.ts";
import { reply, startMailServer } from "./testing/mail-server.ts";
import { parseMail } from "./testing/parse-mail.ts";

const { db, ada, send, setServer } = await openMailWorkspace();
const isAda = eq(people.id, ada.personId);

test("a mail reaches the person's address, over STARTTLS, in plain text and HTML", async () => {
  const recipients: unknown[] = [];
  const server = await startMailServer({
    onRcptTo: ({ address }, session, callback) => {
      recipients.push({ address, isSecure: session.secure });
      callback();
    },
  });
  await setServer({ port: server.port });
  expect(await send()).toEqual({ outcome: "delivered", reference: "<dlv_one@localhost>" });
  expect(recipients).toEqual([{ address: ada.email, isSecure: true }]);
  const { headers, parts } = parseMail(server.accepted[0] ?? "");
  expect(Object.fromEntries(headers)).toMatchObject({
    from: "Countersign <countersign@example.com>",
    subject: "Approval needed",
    "message-id": "<dlv_one@localhost>",
    "in-reply-to": "<topic.req_1@localhost>",
    references: "<topic.req_1@localhost>",
    "auto-submitted": "auto-generated",
    "x-auto-response-suppress": "All",
  });
  expect(headers.has("x-mailer")).toBe(false);
  for (const type of ["text/plain", "text/html"]) {
    expect(parts.get(type)).toContain("Refund bot needs an approval.");
    expect(parts.get(type)).toContain("http://localhost:3000/requests/req_1");
  }
});

test("the mail after a refusal for now has the same Message-ID, also after a lost reply", async () => {
  let isFirst = true;
  const server = await startMailServer({
    refusals: [451],
    onRcptTo: (_address, _session, callback) => {
      callback(isFirst ? reply(450) : null);
      isFirst = false;
    },
  });
  await setServer({ port: server.port });
  for (const status of [450, 451])
    expect(await send()).toMatchObject({
      outcome: "retry",
      pauses: false,
      reason: expect.stringContaining(`${status}`),
    });
  for (const _ of [1, 2]) expect(await send()).toMatchObject({ outcome: "delivered" });
  const ids = server.accepted.map((mail) => parseMail(mail).headers.get("message-id"));
  expect(ids).toEqual(["<dlv_one@localhost>", "<dlv_one@localhost>"]);
});

test.each([550, 552, 554])("a mail that the server refuses with %i is not sent again", async (status) => {
  const { port } = await startMailServer({ refusals: [status] });
  await setServer({ port });
  const result = await send();
  expect(result).toEqual({ outcome: "refused", reason: `The mail server refused the mail (${status}).` });
});

test.each([
  ["an overloaded server", 421],
  ["a server that requires a sign-in", 530],
])("%s (%i) is paused", async (_, status) => {
  const { port } = await startMailServer({
    onRcptTo: (_address, _session, callback) => callback(reply(status)),
  });
  await setServer({ port });
  expect(await send()).toMatchObject({ outcome: "retry", pauses: true });
});

test.each([421, 554])(
  "a server that greets with %i is paused, and the mail is not given up",
  async (status) => {
    const { port } = await startMailServer({ onConnect: (_session, callback) => callback(reply(status)) });
    await setServer({ port });
    expect(await send()).toMatchObject({ outcome: "retry", pauses: true });
  },
);

test("a server that refuses the password is paused, and the reason tells an admin so", async () => {
  const passwords: unknown[] = [];
  const { port, accepted } = await startMailServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, callback) => {
      passwords.push(password);
      callback(password === "right" ? null : reply(535), { user: username });
    },
  });
  await setServer({ port, userName: "countersign", password: "wrong" });
  const reason = "The mail server didn't accept the user name or password.";
  expect(await send()).toEqual({ outcome: "retry", pauses: true, reason });
  expect(accepted).toEqual([]);
  await setServer({ port, userName: "countersign", password: "right" });
  expect(await send()).toMatchObject({ outcome: "delivered" });
  expect(passwords).toEqual(["wrong", "right"]);
});

test("a changed address gets the mail, and an unconfirmed address or a suspended person none", async () => {
  const server = await startMailServer();
  await setServer({ port: server.port });
  const channel = openMailChannel({ db, secret: "" as never, config: onLoopback });
  const destination = {
    personId: ada.personId,
    destination: ada.personId,
    receiver: `localhost:${server.port}`,
  };
  expect(await channel.destinationsOf(db, [ada.personId, "per_none"])).toEqual([destination]);
  await db.update(people).set({ email: "new@example.com" }).where(isAda);
  await send();
  expect(parseMail(server.accepted[0] ?? "").headers.get("to")).toContain("new@example.com");
  const unconfirmed = { emailBefore: ada.email, emailGivenAt: now };
  for (const state of [unconfirmed, { emailGivenAt: null, status: "suspended" as const }]) {
    await db.update(people).set(state).where(isAda);
    expect(await channel.destinationsOf(db, [ada.personId])).toEqual([]);
    expect(await send()).toMatchObject({ outcome: "gone" });
  }
  expect(server.accepted).toHaveLength(1);
  await db.update(people).set({ status: "active", emailBefore: null, email: ada.email }).where(isAda);
});

test("without a mail server, no one has a destination, and a queued mail is given up", async () => {
  await db.delete(mailSettings);
  const channel = openMailChannel({ db, secret: "" as never, config: onLoopback });
  expect(await channel.destinationsOf(db, [ada.personId])).toEqual([]);
  expect(await send({ id: message.id })).toMatchObject({ outcome: "gone" });
});
