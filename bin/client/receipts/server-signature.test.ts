import { generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { canonicalJson } from "#lib/json/canonical";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { verifyReceipt } from "./verify.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const { x = "" } = publicKey.export({ format: "jwk" });
const ours = { kty: "OKP", crv: "Ed25519", x, kid: "key-1", alg: "EdDSA", use: "sig" };
const usual = { alg: "EdDSA", typ: "countersign-receipt+jws", kid: "key-1" };
const base64url = (value: string | Buffer) => Buffer.from(value).toString("base64url");

/** The checks that fail for a receipt whose creator signs it with these parts. */
async function failed(
  { header = {}, key = {} }: { header?: object; key?: object },
  text = (head: string, _payload: string, signature: string) => `${head}..${signature}`,
): Promise<string[]> {
  const { server_signature: _, ...rest } = await exampleReceipt();
  const receipt = { ...rest, keys: { keys: [{ ...ours, ...key }] } };
  const head = base64url(JSON.stringify({ ...usual, ...header }));
  const payload = base64url(canonicalJson(JSON.parse(JSON.stringify(receipt))));
  const signature = base64url(sign(null, Buffer.from(`${head}.${payload}`), privateKey));
  return verifyReceipt({ ...receipt, server_signature: text(head, payload, signature) })
    .checks.filter(({ passed }) => !passed)
    .map(({ name }) => name);
}

test("a receipt that is signed as documented verifies", async () => {
  expect(await failed({})).toEqual([]);
});

test.each<[string, { header?: object; key?: object }]>([
  ["extensions that have to be understood", { header: { crit: ["exp"], exp: 0 } }],
  ["an empty list of extensions", { header: { crit: [] } }],
  ["another type", { header: { typ: "at+jwt" } }],
  ["no type", { header: { typ: undefined } }],
  ["another algorithm", { header: { alg: "ES256" } }],
  ["no algorithm", { header: { alg: "none" } }],
  ["a key that isn't in the key set", { header: { kid: "key-2" } }],
  ["no key ID, and a key without one", { header: { kid: undefined }, key: { kid: undefined } }],
  ["a key of another type", { key: { kty: "EC" } }],
  ["a key of another curve", { key: { crv: "X25519" } }],
])("a server's signature with %s is refused", async (_, parts) => {
  expect(await failed(parts)).toEqual(["server signature"]);
});

test.each<[string, Parameters<typeof failed>[1]]>([
  ["its payload attached", (head, payload, signature) => `${head}.${payload}.${signature}`],
  ["a fourth part", (head, _, signature) => `${head}..${signature}.AAAA`],
  ["no signature", (head) => `${head}..`],
  ["two parts", (head) => `${head}.`],
  ["padding", (head, _, signature) => `${head}..${signature}==`],
])("a server's signature with %s is refused, although its bytes verify", async (_, text) => {
  expect(await failed({}, text)).toEqual(["server signature"]);
});
