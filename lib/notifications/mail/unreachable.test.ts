import { fork } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { bundleProgram } from "#db/testing/bundle-program";
import { openMailWorkspace } from "./testing/channel.ts";
import { startMailServer } from "./testing/mail-server.ts";
import { parseMail } from "./testing/parse-mail.ts";

const unansweringServer = await bundleProgram(
  fileURLToPath(new URL("testing/unanswering-server.ts", import.meta.url)),
);
const { send, setServer } = await openMailWorkspace();
afterEach(() => void vi.useRealTimers());

/** A server that gives these replies, one for each chunk, and then says nothing more. */
async function startSilentServer(...replies: string[]) {
  const sockets: Socket[] = [];
  let silent = () => {};
  const isSilent = new Promise<void>((resolve) => {
    silent = resolve;
  });
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    const answer = () => {
      const reply = replies.shift();
      if (reply === undefined) silent();
      else socket.write(`${reply}\r\n`);
    };
    socket.on("data", answer);
    answer();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, isSilent, close };
}

/** Waits for silence, and lets 20 seconds pass. */
async function giveUp(isSilent: Promise<unknown>) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const sending = send();
  await isSilent;
  await vi.advanceTimersByTimeAsync(20_000);
  return sending;
}

const late = { outcome: "retry", pauses: true, reason: "The mail server didn't answer in time." };
const polite = ["220 ready", "250 STARTTLS", "220 go"];

test.each([
  ["after the connection", 0],
  ["after its greeting", 1],
  ["after EHLO", 2],
  ["during the handshake", 3],
])("a server that stalls %s is given up within 20 seconds, and paused", async (_, replies) => {
  const { port, isSilent, close } = await startSilentServer(...polite.slice(0, replies));
  await setServer({ port });
  expect(await giveUp(isSilent)).toEqual(late);
  close();
});

test("a server that stalls after the mail is given up within 20 seconds, and paused", async () => {
  const { child, received } = await forkServer();
  expect(await giveUp(received())).toEqual(late);
  child.kill("SIGKILL");
});

test("an attempt ends when the process stops, without a pause", async () => {
  const server = await startSilentServer();
  await setServer({ port: server.port });
  const stopping = new AbortController();
  const sending = send({}, { signal: stopping.signal });
  await server.isSilent;
  stopping.abort();
  expect(await sending).toMatchObject({ outcome: "retry", pauses: false });
  server.close();
});

test("a server that nothing listens at, or whose name is unknown, is paused", async () => {
  const { port, close } = await startSilentServer();
  close();
  await setServer({ port });
  const refused = { outcome: "retry", pauses: true, reason: "The mail server refused the connection." };
  expect(await send()).toEqual(refused);
  await setServer({ host: "nothing.invalid" });
  expect(await send()).toMatchObject({ outcome: "retry", pauses: true });
});

test("a mail whose server is killed before it accepts it is sent again, under the same Message-ID", async () => {
  const { child, received } = await forkServer();
  const sending = send();
  const messageId = await received();
  child.kill("SIGKILL");
  expect(await sending).toMatchObject({ outcome: "retry", pauses: true });
  const server = await startMailServer();
  await setServer({ port: server.port });
  expect(await send()).toMatchObject({ outcome: "delivered" });
  expect(parseMail(server.accepted[0] ?? "").headers.get("message-id")).toBe(messageId);
});

/** Starts a server in a process of its own, which receives a mail and never answers it. */
async function forkServer() {
  const child = fork(unansweringServer, { stdio: "ignore" });
  const [{ port }] = await once(child, "message");
  await setServer({ port, security: "none" });
  const received = async () => (await once(child, "message"))[0].messageId;
  return { child, received };
}
