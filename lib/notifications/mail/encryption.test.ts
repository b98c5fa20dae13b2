import { expect, test, vi } from "vitest";
import { onLoopback, openMailWorkspace } from "./testing/channel.ts";
import { startMailServer } from "./testing/mail-server.ts";

const { send, setServer } = await openMailWorkspace();
const toThisMachine = async () => [{ address: "127.0.0.1", family: 4 }];
const insecure = {
  outcome: "retry",
  pauses: true,
  reason: "The mail server offers no encryption, or its certificate isn't trusted.",
};
const signIn = { userName: "countersign", password: "right" };

/** A server that notes whether anything secret was sent to it. */
async function startWatchedServer(options: Parameters<typeof startMailServer>[0] = {}) {
  const seen: string[] = [];
  const server = await startMailServer({
    onAuth: ({ username }, _session, callback) => {
      seen.push("password");
      callback(null, { user: username });
    },
    onMailFrom: (_address, _session, callback) => {
      seen.push("mail");
      callback();
    },
    ...options,
  });
  return { ...server, seen };
}

test("a server without STARTTLS gets neither password nor mail", async () => {
  const plain = { disabledCommands: ["STARTTLS"], allowInsecureAuth: true };
  const { port, seen } = await startWatchedServer(plain);
  await setServer({ port, ...signIn });
  expect(await send()).toEqual(insecure);
  expect(seen).toEqual([]);
});

test("a server whose certificate no one trusts gets neither password nor mail", async () => {
  const { port, seen } = await startWatchedServer();
  await setServer({ port, ...signIn });
  expect(await send({}, { trusted: undefined })).toEqual(insecure);
  expect(seen).toEqual([]);
});

test("a server with a certificate for another host gets neither password nor mail", async () => {
  for (const isTls of [false, true]) {
    const { port, seen } = await startWatchedServer({ secure: isTls });
    const security = isTls ? "tls" : "starttls";
    await setServer({ host: "smtp.example", port, security, ...signIn });
    expect(await send({}, { lookup: toThisMachine })).toEqual(insecure);
    expect(seen).toEqual([]);
    await setServer({ host: "mail.example", port, security, ...signIn });
    expect(await send({}, { lookup: toThisMachine })).toMatchObject({ outcome: "delivered" });
    expect(seen).toEqual(["password", "mail"]);
  }
});

test("no setting of the environment turns the verification of certificates off", async () => {
  const { port, seen } = await startWatchedServer();
  await setServer({ port, ...signIn });
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  // Node warns about the variable.
  vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
  expect(await send({}, { trusted: undefined })).toEqual(insecure);
  vi.unstubAllEnvs();
  expect(seen).toEqual([]);
});

test("mail without encryption goes to this machine alone, while Countersign is on a loopback address", async () => {
  const { port, seen } = await startWatchedServer({ disabledCommands: ["STARTTLS"] });
  const reason = "Email to another machine must be encrypted.";
  await setServer({ host: "mail.example", port, security: "none" });
  expect(await send({}, { lookup: toThisMachine })).toMatchObject({ outcome: "retry", reason });
  await setServer({ port, security: "none" });
  const config = { origin: "https://countersign.example", outboundPrivateHosts: [`localhost:${port}`] };
  expect(await send({}, { config })).toMatchObject({ outcome: "retry", reason });
  expect(seen).toEqual([]);
  expect(await send()).toMatchObject({ outcome: "delivered" });
});

test("a server on a private address is reached only if the operator lists it", async () => {
  const { port, seen } = await startWatchedServer();
  await setServer({ host: "mail.example", port });
  const refused = {
    outcome: "retry",
    pauses: true,
    reason: expect.stringContaining("OUTBOUND_PRIVATE_HOSTS"),
  };
  const origin = "https://countersign.example";
  const listing = (outboundPrivateHosts: string[]) => ({
    config: { origin, outboundPrivateHosts },
    lookup: toThisMachine,
  });
  for (const hosts of [[], [`smtp.example:${port}`], [`mail.example:${port + 1}`], ["mail.example"]])
    expect(await send({}, listing(hosts))).toMatchObject(refused);
  expect(seen).toEqual([]);
  expect(await send({}, listing([`mail.example:${port}`]))).toMatchObject({ outcome: "delivered" });
});

test.each(["169.254.169.254", "fe80::1", "fd00:ec2::254", "168.63.129.16"])(
  "no list permits the link-local or metadata address %s",
  async (address) => {
    await setServer({ host: "mail.example" });
    const lookup = async () => [{ address, family: address.includes(":") ? 6 : 4 }];
    const config = { ...onLoopback, outboundPrivateHosts: ["mail.example:587"] };
    expect(await send({}, { config, lookup })).toMatchObject({
      outcome: "retry",
      reason: expect.stringContaining("address"),
    });
  },
);

test("the connection goes to the checked address, however the name resolves later", async () => {
  const { port } = await startWatchedServer();
  await setServer({ host: "mail.example", port });
  const answers = [["127.0.0.1"], ["10.0.0.1"]];
  let count = 0;
  const lookup = async () => (answers[count++] ?? []).map((address) => ({ address, family: 4 }));
  expect(await send({}, { lookup })).toMatchObject({ outcome: "delivered" });
  expect(count).toBe(1);
});
