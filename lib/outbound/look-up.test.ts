import { expect, test } from "vitest";
import { openLookup } from "./look-up.ts";
import { nameServer } from "./testing/name-server.ts";

const { address, queries } = await nameServer({ "idp.example": "8.8.8.8", "keys.example": "9.9.9.9" });
const noList = { outboundPrivateHosts: [] };
const options = { servers: [address], timeoutMs: 60_000 };

/** Starts look-ups that no name server answers. */
function startSilent(lookup: ReturnType<typeof openLookup>, count: number) {
  const ended: string[] = [];
  for (let number = 0; number < count; number++) {
    const host = `${number}.silent.example`;
    lookup(host).catch(() => ended.push(host));
  }
  return ended;
}

test("hosts whose name server never answers don't delay another host", async () => {
  const lookup = openLookup(noList, options);
  const ended = startSilent(lookup, 40);
  expect(await lookup("idp.example")).toEqual([{ address: "8.8.8.8", family: 4 }]);
  expect(ended).toEqual([]);
});

test("of too many look-ups the oldest end, and a new host is found", async () => {
  const lookup = openLookup(noList, options);
  const ended = startSilent(lookup, 100);
  expect(await lookup("keys.example")).toEqual([{ address: "9.9.9.9", family: 4 }]);
  expect(ended).toEqual(Array.from({ length: 37 }, (_, number) => `${number}.silent.example`));
});

// Without its limit it would end too, after all attempts.
test("a look-up without an answer ends in its time", { timeout: 20_000 }, async () => {
  const lookup = openLookup(noList, { ...options, timeoutMs: 50 });
  await expect(lookup("silent.example")).rejects.toMatchObject({ code: "ECANCELLED" });
});

test("callers that need one host at the same time share a look-up", async () => {
  const lookup = openLookup(noList, options);
  queries.length = 0;
  await Promise.all(Array.from({ length: 20 }, () => lookup("idp.example")));
  expect(queries).toEqual(["idp.example", "idp.example"]);
  await lookup("idp.example");
  expect(queries).toHaveLength(4);
});

test("the hosts file counts for listed hosts and localhost alone", async () => {
  const asked: string[] = [];
  const system = async (host: string) => {
    asked.push(host);
    return [{ address: "10.0.0.1", family: 4 }];
  };
  const listed = { outboundPrivateHosts: ["idp.corp", "keys.example:8443"] };
  const lookup = openLookup(listed, { ...options, system });
  for (const host of ["idp.corp", "keys.example", "localhost", "app.localhost", "idp.example"])
    await lookup(host);
  expect(asked).toEqual(["idp.corp", "keys.example", "localhost", "app.localhost"]);
});
