import { expect, test } from "vitest";
import { hostileCalls } from "#lib/boundary/testing/hostile-calls";
import { actionTypePattern, longestActionType } from "#lib/text/action-type";
import { CallError } from "../mapping/engine/call-error.ts";
import { actionOfEvaluation } from "./authzen-action.ts";
import { type Evaluation, evaluationSchema } from "./authzen-schema.ts";

const subject = { type: "agent", id: "agt_1" };
const evaluation = (name: string, type = "record", more: object = {}): Evaluation =>
  evaluationSchema.parse({ subject, action: { name }, resource: { type, id: "1" }, ...more });
const actionOf = (given: Evaluation) => actionOfEvaluation(given, { isAgent: true });
const typeOf = (name: string, type?: string) => actionOf(evaluation(name, type)).type;

test.each([
  ["refund.create", "charge", "refund.create"],
  ["can_read", "record", "authzen.record.can_read"],
  ["read", "todo", "authzen.todo.read"],
])("the name %s for a %s has the type %s", (name, type, expected) => {
  expect(typeOf(name, type)).toBe(expected);
});

test("every name has a type that a request can have, and no two names share one", () => {
  const names = [
    "Read",
    "read",
    "READ",
    "ré",
    "re ad",
    "re.ad!",
    "",
    "a".repeat(300),
    "a".repeat(301),
    "authzen.record.read",
    "x.y",
    "x..y",
  ];
  const types = names
    .filter((name) => name !== "")
    .flatMap((name) => ["record", "Record", "re.cord", "r/e"].map((type) => ({ name, type })))
    .map(({ name, type }) => JSON.stringify([typeOf(name, type), actionOf(evaluation(name, type)).resource]));
  expect(new Set(types).size).toBe(types.length);
  for (const text of types) {
    const [type] = JSON.parse(text) as [string];
    expect(type).toMatch(actionTypePattern);
    expect(type.length).toBeLessThanOrEqual(longestActionType);
  }
});

test("a slash in the type of a resource can't be taken for the end of the type", () => {
  const of = (type: string, id: string) =>
    actionOf(evaluation("x.y", type, { resource: { type, id } })).resource;
  expect(of("a", "b/c")).toBe("a/b/c");
  expect(of("a/b", "c")).toBe("a%2Fb/c");
  expect(of("a%2Fb", "c")).toBe("a%252Fb/c");
});

test("no two evaluations have the same params", () => {
  const one = { a: 1 };
  const forms: object[] = [
    {},
    { action: { name: "x.y", properties: one } },
    { resource: { type: "record", id: "1", properties: one } },
    { subject: { ...subject, properties: one } },
    { context: one },
    ...["resource", "subject", "context", "action", "Resource"].map((name) => ({
      action: { name: "x.y", properties: { [name]: one } },
    })),
    { action: { name: "x.y", properties: { action: one, context: one } } },
    { action: { name: "x.y", properties: { action: one } }, context: one },
  ];
  const actions = forms.map((form) => JSON.stringify(actionOf(evaluation("x.y", "record", form))));
  expect(new Set(actions).size).toBe(actions.length);
});

test("params that two readers could understand differently are refused", () => {
  const context = { deep: Array.from({ length: 20 }).reduce((inner) => [inner], 1) };
  expect(() => actionOf(evaluation("x.y", "record", { context }))).toThrow(CallError);
});

const route = (id: string, properties?: object) =>
  evaluation("GET", "route", { resource: { type: "route", id, ...(properties && { properties }) } });

test("an evaluation about an HTTP call is refused for a path that two servers could read differently", () => {
  const targets = hostileCalls.filter(
    ({ name, expected, target }) =>
      name.startsWith("the target /") && expected.envoy === "refused" && target.startsWith("/"),
  );
  for (const { target } of targets.filter(({ target }) => target !== "/refunds/{x}")) {
    expect(() => actionOf(route(target)), target).toThrow(CallError);
    expect(() => actionOf(route("/refunds/{id}", { path: target })), target).toThrow(CallError);
    expect(() => actionOf(route("/refunds/{id}", { uri: `https://api.example${target}` })), target).toThrow(
      CallError,
    );
  }
  expect(targets.length).toBeGreaterThan(60);
  expect(
    actionOf(route("/refunds/{id}", { path: "/refunds/7", uri: "https://api.example/refunds/7?a=1" })),
  ).toMatchObject({
    resource: "route//refunds/{id}",
    params: { resource: { path: "/refunds/7" } },
  });
});

test.each([
  ...[
    "todos/../admin",
    "api.example/a/..;/b",
    "https://api.example\\admin",
    "wss://h/a/../b",
    " /a/../b",
    "a//b",
  ],
  ...[
    "/todos/../admin",
    "todos/%2e%2e/admin",
    "todos/%252e%252e/admin",
    "a%2fb",
    "a%5cb",
    "a/%c0%ae/b",
    "../a",
  ],
  ...["GET /a/../b HTTP/1.1", "//api.example/admin", "todos/..", "a\\b", "todos/..%3b/x", "a/...;/b"],
])("an evaluation about an HTTP call is refused for %j, wherever it is in the resource", (text) => {
  for (const name of ["GET", "get ", "http.get", "MOVE", "copy", "HTTP-PURGE", "patch", "FOO"]) {
    expect(
      () => actionOf(evaluation(name, "route", { resource: { type: "route", id: text } })),
      name,
    ).toThrow(CallError);
    for (const properties of [
      { path: text },
      { url: text },
      { request_uri: [text] },
      { path: { raw: text } },
    ])
      expect(() => actionOf(evaluationWith(name, properties)), JSON.stringify(properties)).toThrow(CallError);
  }
});

const evaluationWith = (name: string, properties: object) =>
  evaluation(name, "route", { resource: { type: "route", id: "/todos/{id}", properties } });

test("ordinary resources of an HTTP call and of other actions are accepted", () => {
  const ordinary = {
    ...{ path: "/refunds/7", uri: "https://api.example/refunds/7?a=/../x", route: "/refunds/{id}" },
    ...{
      charge: "charge/ch_81",
      type: "application/json; charset=utf-8",
      agent: "curl/8.5.0",
      host: "api.example",
    },
    ...{
      scope: "https://api.example/x",
      version: "1.2.3",
      note: "wait... 50%",
      port: 443,
    },
  };
  const { route, ...properties } = ordinary;
  for (const name of ["GET", "delete", "http.post"])
    expect(() => actionOf(evaluationWith(name, properties))).not.toThrow();
  for (const id of ["charge/ch_81", "ch_81", "api.example/refunds/7", route, "urn:todo:1"])
    expect(() => actionOf(evaluation("GET", "route", { resource: { type: "route", id } })), id).not.toThrow();
  const resource = { type: "file", id: "C:\\files\\..\\x" };
  for (const name of ["can_read", "file.open", "getItem"])
    expect(() => actionOf(evaluation(name, "file", { resource }))).not.toThrow();
});

test("evaluations about the calls of the table that differ are different actions", () => {
  const actions = hostileCalls.flatMap(({ method, target, headers, body }) => {
    const resource = { type: "route", id: "/refunds/{id}", properties: { path: target } };
    try {
      return [
        JSON.stringify(actionOf(evaluation(method, "route", { resource, context: { headers, body } }))),
      ];
    } catch (error) {
      expect(error).toBeInstanceOf(CallError);
      return [];
    }
  });
  expect(new Set(actions).size).toBe(actions.length);
});
