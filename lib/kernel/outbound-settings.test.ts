import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("the private hosts are a list, compared in lower case", () => {
  const read = (text: string) => readConfig({ OUTBOUND_PRIVATE_HOSTS: text }).outboundPrivateHosts;
  expect(read("")).toEqual([]);
  expect(read("IdP.corp, keys.corp:8443,10.0.0.5 [fd00::1]:443,")).toEqual([
    ...["idp.corp", "keys.corp:8443", "10.0.0.5", "[fd00::1]:443"],
  ]);
});

test("the hosts of other push services are a list too", () => {
  expect(readConfig({}).pushServiceHosts).toEqual([]);
  const listed = readConfig({ PUSH_SERVICE_HOSTS: "Push.corp, autopush.corp:8443" });
  expect(listed.pushServiceHosts).toEqual(["push.corp", "autopush.corp:8443"]);
});

test.each(["https://idp.corp", "idp.corp/realms", "*.corp", "user@idp.corp", "10.0.0.0/8", "idp.corp:port"])(
  "a private host that would match nothing is refused: %s",
  (text) => {
    expect(() => readConfig({ OUTBOUND_PRIVATE_HOSTS: text })).toThrow(
      "OUTBOUND_PRIVATE_HOSTS must be host names without scheme and path, separated by commas",
    );
  },
);

test("the proxy is read under the names that other programs use, in lower case first", () => {
  const read = (env: Record<string, string>) => readConfig(env).proxy;
  const [first, second] = ["http://first.corp:3128", "http://second.corp:3128"];
  expect(read({})).toBeUndefined();
  expect(read({ NO_PROXY: "a.corp" })).toBeUndefined();
  expect(read({ HTTP_PROXY: first })).toEqual({ url: first, exceptions: [] });
  expect(read({ http_proxy: second, HTTPS_PROXY: first })).toEqual({ url: first, exceptions: [] });
  expect(read({ HTTPS_PROXY: second, https_proxy: first, NO_PROXY: "A.corp, .b.corp" })).toEqual({
    url: first,
    exceptions: ["a.corp", ".b.corp"],
  });
  expect(read({ HTTPS_PROXY: "first.corp:3128" })?.url).toBe(first);
});

test("a proxy that can't be used is refused, without showing its password", () => {
  const read = () => readConfig({ HTTPS_PROXY: "ftp://user:secret@proxy.corp" });
  expect(read).toThrow("HTTPS_PROXY must be the http or https URL of a proxy");
  expect(read).not.toThrow("secret");
});
