import { expect, test } from "vitest";
import { CallError } from "../mapping/engine/call-error.ts";
import { actionOfCheck, readForwardAuth } from "./http-check.ts";

const check = ({
  body = "",
  ...more
}: {
  host?: string;
  target?: string;
  rawHeaders?: string[];
  body?: string;
} = {}) =>
  actionOfCheck(
    { ...{ method: "POST", host: "api.example", target: "/refunds?dry=1&a=?", rawHeaders: [] }, ...more },
    new TextEncoder().encode(body),
  );
const json = ["Content-Type", "application/json"];

test("a call without its body says that the body was not seen", () => {
  expect(check({ rawHeaders: json })).toMatchObject({
    type: "http.post.api.example",
    params: { method: "POST", path: "/refunds", query: "dry=1&a=?", content_type: json[1], body_seen: false },
  });
});

test("a JSON body is part of the action", () => {
  const { params } = check({ rawHeaders: json, body: '{"amount":1250}' });
  expect(params).toMatchObject({ method: "POST", path: "/refunds", body: { amount: 1250 } });
  expect(params).not.toHaveProperty("body_seen");
});

test("the case of the host makes no difference", () => {
  expect(check({ host: "API.example" })).toEqual(check());
});

test.each(["", "a b", "a/b", "user@host"])("a call is refused for the host %j", (host) => {
  expect(() => check({ host })).toThrow(CallError);
});

test.each(["true", "TRUE", "1", "", "yes", "false, false"])(
  "a body is only the beginning of one if Envoy marks it by %j",
  (value) => {
    const rawHeaders = ["x-envoy-auth-partial-body", value];
    expect(() => check({ rawHeaders, body: "x" })).toThrow("longer");
  },
);

test("a body that Envoy marks as complete is accepted", () => {
  expect(() => check({ rawHeaders: ["X-Envoy-Auth-Partial-Body", "false"], body: "x" })).not.toThrow();
});

const forwarded = [
  "X-Forwarded-Method",
  "DELETE",
  "X-Forwarded-Host",
  "api.example",
  "X-Forwarded-Uri",
  "/a?b",
];

test("the call of forward auth is in the headers that the gateway sets, with its other headers", () => {
  const read = readForwardAuth(["Host", "countersign.example", ...forwarded, "Accept", "text/csv"]);
  expect(actionOfCheck(read, new Uint8Array())).toMatchObject({
    type: "http.delete.api.example",
    params: { method: "DELETE", path: "/a", query: "b", accept: "text/csv", body_seen: false },
  });
});

test.each(forwarded.filter((_, at) => at % 2 === 0))(
  "forward auth without the header %s, or with two, is refused",
  (name) => {
    const at = forwarded.indexOf(name);
    expect(() => readForwardAuth(forwarded.toSpliced(at, 2))).toThrow(name.toLowerCase());
    expect(() => readForwardAuth([...forwarded, name.toLowerCase(), "x"])).toThrow(name.toLowerCase());
  },
);

test.each([
  "X-Forwarded-Uri",
  "X-Forwarded-Method",
  "X-Forwarded-Host",
  "X-Original-URI",
  "X-Original-Method",
  "X_Forwarded_Uri",
])("a call that names another call in %s is refused", (name) => {
  expect(() => check({ rawHeaders: [name, "/admin"] })).toThrow(CallError);
  const isOwn = forwarded.includes(name);
  const read = isOwn ? undefined : readForwardAuth([...forwarded, name, "/admin"]);
  if (read) expect(() => actionOfCheck(read, new Uint8Array())).toThrow(CallError);
});
