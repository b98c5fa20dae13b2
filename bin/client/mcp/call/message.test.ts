import { expect, test } from "vitest";
import { readMessage } from "./message.ts";

const call = '"jsonrpc":"2.0","id":1,"method":"tools/call"';

test.each([
  ["two members of one name", `{${call},"method":"ping","params":{"name":"a"}}`],
  [
    "a method that a server could read in another case",
    '{"id":1,"Method":"tools/call","params":{"name":"a"}}',
  ],
  ["a method with a letter that folds to another", '{"id":1,"method":"toolſ/call","params":{"name":"a"}}'],
  ["a method in another case", '{"id":1,"method":"Tools/Call","params":{"name":"a"}}'],
  ["a method with a space", '{"id":1,"method":" tools/call","params":{"name":"a"}}'],
  ["a method that isn't a string", '{"id":1,"method":["tools/call"],"params":{"name":"a"}}'],
  ["a second spelling of the tool's name", `{${call},"params":{"name":"read","Name":"delete"}}`],
  ["only another spelling of the arguments", `{${call},"params":{"name":"a","Arguments":{"path":"/"}}}`],
  ["arguments whose names differ in case", `{${call},"params":{"name":"a","arguments":{"p":1,"P":2}}}`],
  ["two arguments of one name", `{${call},"params":{"name":"a","arguments":{"p":1,"p":2}}}`],
  ["a number that a double changes", `{${call},"params":{"name":"a","arguments":{"p":9007199254740993}}}`],
  ["a call without an id", '{"method":"tools/call","params":{"name":"a"}}'],
  ["a call without a name", `{${call},"params":{}}`],
  ["a batch", `[{${call},"params":{"name":"a"}}]`],
  ["no JSON", "tools/call"],
])("a message that the gateway and a server could read differently is refused: %s", (_, text) => {
  expect(() => readMessage(text)).toThrow();
});

test("unknown methods and members pass", () => {
  const text =
    '{"jsonrpc":"2.0","id":"x","method":"future/method","params":{"a":{"b":[1.5,null]}},"extra":1}';
  expect(readMessage(text)).toEqual(JSON.parse(text));
});
