/**
 * Actions inside and outside the bounds of a standing approval (docs/receipts.md). Actions are JSON texts,
 * because 5 and 5.0 are the same number. `outside_at`: the place outside, or null for an action inside.
 */
export interface BoundsVector {
  about: string;
  action: string;
  may_differ: object[];
  asked: string;
  outside_at: string | null;
}

const signed = '{"type":"a","resource":"r/1","params":{"n":5,"t":"5"}}';
const upTo = { path: "/params/n", up_to: 5 };
const oneOf = { path: "/params/t", one_of: ["5", "6", 7, true] };
const resources = { path: "/resource", one_of: ["r/1", "r/2"] };

/** Parameters alone, signed and asked. */
const ofParams = (about: string, action: string, asked: string, outsideAt: string | null): BoundsVector => ({
  ...{ about, action: `{"type":"a","params":${action}}`, may_differ: [] },
  ...{ asked: `{"type":"a","params":${asked}}`, outside_at: outsideAt },
});

/** The signed action with another number and text. */
const other = (about: string, n: string, t: string, outsideAt: string | null): BoundsVector => ({
  ...{ about, action: signed, may_differ: [upTo, oneOf] },
  ...{ asked: `{"type":"a","resource":"r/1","params":{"n":${n},"t":${t}}}`, outside_at: outsideAt },
});

const differing = (
  about: string,
  may_differ: object[],
  asked: string,
  outside_at: string | null,
): BoundsVector => ({ about, action: signed, may_differ, asked, outside_at });

const withResource = (resource: string) => `{"type":"a",${resource}"params":{"n":5,"t":"5"}}`;

const everything = ["", "/", "/type", "/audience", "/params"].map((path) => ({
  path,
  one_of: ["a", "b", "{}", "https://a.example"],
}));

/** The published cases. */
export const bounds: BoundsVector[] = [
  differing("the signed action", [], signed, null),
  differing("members in another order", [], '{"params":{"t":"5","n":5},"resource":"r/1","type":"a"}', null),
  ...["5", "5.0", "0.5e1", "1", "0.1", "1e-7"].map((n) =>
    other("a number up to the largest", n, '"5"', null),
  ),
  ...["5.1", "6", "9007199254740991", "0", "-0", "-1", "-5e-324"].map((n) =>
    other("a number above the largest, or not above 0", n, '"5"', "/params/n"),
  ),
  ...['"5"', '"NaN"', '"Infinity"', '""', '" 1"', "true", "false", "null", "[]", "{}"].map((n) =>
    other("another type than a number", n, '"5"', "/params/n"),
  ),
  other("a number in a list", "[1]", '"5"', "/params/n/0"),
  other("a number in an object", '{"n":1}', '"5"', "/params/n/n"),
  ...['"5"', '"6"', "7", "7.0", "true"].map((t) => other("one of the values", "5", t, null)),
  ...["5", "6", '"7"', '"true"', "1", "false", "null", '"5 "', "[]", "{}"].map((t) =>
    other("none of the values", "5", t, "/params/t"),
  ),
  ofParams("a list where an object was signed", '{"to":{"0":"x"}}', '{"to":["x"]}', "/params/to"),
  ofParams(
    "an object where a list was signed",
    '{"to":[{"a":["x"]}]}',
    '{"to":[{"a":{"0":"x"}}]}',
    "/params/to/0/a",
  ),
  differing("no difference allowed", [], withResource('"resource":"r/2",'), "/resource"),
  differing("one of the resources", [resources], withResource('"resource":"r/2",'), null),
  differing("none of the resources", [resources], withResource('"resource":"R/2",'), "/resource"),
  differing("no resource", [resources], withResource(""), "/resource"),
  differing("a resource that is null", [resources], withResource('"resource":null,'), "/resource"),
  differing("another type", everything, signed.replace('"a"', '"b"'), "/type"),
  differing(
    "an audience",
    everything,
    signed.replace('{"t', '{"audience":"https://a.example","t'),
    "/audience",
  ),
  differing("another member of the action", everything, signed.replace('{"t', '{"note":"a","t'), "/note"),
  differing("parameters that are text", everything, '{"type":"a","resource":"r/1","params":"{}"}', "/params"),
  differing(
    "two differences at one place: the last",
    [oneOf, { ...oneOf, one_of: ["8"] }],
    signed,
    "/params/t",
  ),
  differing("a difference at a place that wasn't signed", [{ path: "/params/x", up_to: 5 }], signed, null),
  differing(
    "a value at a place that may differ and wasn't signed",
    [{ path: "/params/x", up_to: 5 }],
    signed.replace('"n"', '"x":1,"n"'),
    "/params/x",
  ),
  {
    ...differing(
      "a resource that wasn't signed",
      [resources],
      withResource('"resource":"r/1",'),
      "/resource",
    ),
    action: withResource(""),
  },
  ofParams("an added value", '{"a":1}', '{"a":1,"b":null}', "/params/b"),
  ofParams("a value left out", '{"a":1,"b":null}', '{"a":1}', "/params/b"),
  ofParams("5 and 5.0", '{"a":5.0}', '{"a":5}', null),
  ofParams("0 and -0", '{"a":0}', '{"a":-0}', null),
  ofParams("a number and text", '{"a":5}', '{"a":"5"}', "/params/a"),
  ofParams("true and 1", '{"a":true}', '{"a":1}', "/params/a"),
  ofParams("null and false", '{"a":null}', '{"a":false}', "/params/a"),
  ofParams("two spellings of a letter", '{"a":"\\u00e9"}', '{"a":"e\\u0301"}', "/params/a"),
  ofParams("text and its escapes", '{"a":"\\u00e9"}', '{"a":"é"}', null),
  ofParams("an empty object", '{"a":{}}', '{"a":{}}', null),
  ofParams("an empty object and none", '{"a":{},"b":1}', '{"b":1}', "/params/a"),
  ofParams("an empty object that wasn't signed", '{"b":1}', '{"a":{},"b":1}', "/params/a"),
  ofParams("an empty object and an empty list", '{"a":{}}', '{"a":[]}', "/params/a"),
  ofParams("an empty object and one with a member", '{"a":{}}', '{"a":{"b":1}}', "/params/a/b"),
  ofParams("an object with a member and an empty one", '{"a":{"b":1}}', '{"a":{}}', "/params/a"),
  ofParams("no parameters", "{}", "{}", null),
  ofParams("a first parameter", "{}", '{"a":1}', "/params/a"),
  ofParams("a list", '{"a":[1,{"b":2},[]]}', '{"a":[1,{"b":2},[]]}', null),
  ofParams("a list in another order", '{"a":[1,2]}', '{"a":[2,1]}', "/params/a/0"),
  ofParams("a longer list", '{"a":[1]}', '{"a":[1,1]}', "/params/a/1"),
  ofParams("a shorter list", '{"a":[1,1]}', '{"a":[1]}', "/params/a/1"),
  ofParams("an object inside a list", '{"a":[{"b":1}]}', '{"a":[{"b":2}]}', "/params/a/0/b"),
  ofParams("names with / and ~", '{"a/b":1,"~":2,"~1":3}', '{"a/b":1,"~":2,"~1":3}', null),
  ofParams("another value at a name with /", '{"a/b":1}', '{"a/b":2}', "/params/a~1b"),
  ofParams("a name with / and an object", '{"a/b":1}', '{"a":{"b":1}}', "/params/a/b"),
  ofParams("a name with ~ and what it stands for", '{"~1":1}', '{"/":1}', "/params/~1"),
  ofParams("an empty name", '{"":1}', '{"":2}', "/params/"),
  ofParams("names in another case", '{"a":1}', '{"A":1}', "/params/A"),
  ofParams("a member __proto__", '{"a":1}', '{"a":1,"__proto__":{"b":1}}', "/params/__proto__/b"),
  ofParams("a member like a function of objects", "{}", '{"constructor":1}', "/params/constructor"),
  {
    ...ofParams("a difference in a list", '{"a/b":[{"~":1}]}', '{"a/b":[{"~":"x"}]}', null),
    may_differ: [{ path: "/params/a~1b/0/~0", one_of: ["x"] }],
  },
  {
    ...ofParams("a difference around the value", '{"a":{"b":1}}', '{"a":{"b":2}}', "/params/a/b"),
    may_differ: [{ path: "/params/a", up_to: 5 }],
  },
];
