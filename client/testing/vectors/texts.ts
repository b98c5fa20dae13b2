/** JSON texts, with their canonical form if a client has to accept the text (`readJson`). */
export const texts: { about: string; text: string; canonical?: string }[] = [
  ...accepted("members by UTF-16 code units", '{"\\ufb33":1,"\\ud83d\\ude00":2,"b":3,"B2":4,"":5}'),
  ...accepted("the escapes of ECMAScript", '"\\u0001\\b\\f\\n\\r\\t\\"\\\\\\/\\u007f\\u2028é"'),
  ...accepted("white space", ' { "a" : [ 1 , true , null ] } \r\n\t'),
  ...accepted("whole numbers in other spellings", "[1.0,1e2,-0,0e99999,100.00,1250000e-4]"),
  ...accepted("the largest exact integer", "[9007199254740991,-9007199254740991]"),
  ...accepted("small numbers", "[1e-6,1.5e-7,5e-324,0.1,123456.789]"),
  ...accepted("a member like a function of objects", '{"constructor":{"toString":1}}'),
  ...accepted("14 levels", `${"[".repeat(14)}${"]".repeat(14)}`),
  ...refused("no text", "", " ", "\ufeff1"),
  ...refused("two values", "1 2", "{}{}"),
  ...refused(
    "no JSON",
    "nul",
    "{'a':1}",
    "{a:1}",
    "[1,]",
    '{"a":1,}',
    "01",
    "+1",
    "1.",
    ".5",
    "NaN",
    "Infinity",
  ),
  ...refused("a control character in a string", '"\u0001"', '"\n"'),
  ...refused("a broken string", '"', '"\\x"', '"\\u12"'),
  ...refused("a duplicate member", '{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '[{"b":{"c":1,"c":2}}]'),
  ...refused(
    "members that differ only in case",
    '{"amount":1,"Amount":2}',
    '{"ß":1,"SS":2}',
    '{"ſ":1,"s":2}',
  ),
  ...refused("a member __proto__", '{"__proto__":{}}', '[{"a":{"__proto__":1}}]'),
  ...refused("a lone surrogate", '"\\ud800"', '{"\\udc00":1}', '["a\\udfffb"]'),
  ...refused("the character U+0000", '"\\u0000"', '{"a\\u0000":1}'),
  ...refused("an integer beyond 2^53", "9007199254740992", "9007199254740993", "1e20", "-1e16"),
  ...refused(
    "a number that a double changes",
    "1234567890123456.7",
    "0.30000000000000001",
    "1e-400",
    "1e999",
  ),
  ...refused("15 levels", `${"[".repeat(15)}${"]".repeat(15)}`, `${'{"a":'.repeat(15)}1${"}".repeat(15)}`),
];

/** Doubles by the bits of IEEE 754, of every form that ECMAScript writes (RFC 8785, appendix B). */
export const doubles: string[] = [
  ...["0000000000000000", "8000000000000000", "0000000000000001", "8000000000000001", "7fefffffffffffff"],
  ...["ffefffffffffffff", "4340000000000000", "c340000000000000", "4430000000000000", "44b52d02c7e14af5"],
  ...["44b52d02c7e14af6", "44b52d02c7e14af7", "444b1ae4d6e2ef4e", "444b1ae4d6e2ef4f", "444b1ae4d6e2ef50"],
  ...["3eb0c6f7a0b5ed8c", "3eb0c6f7a0b5ed8d", "41b3de4355555553", "41b3de4355555554", "41b3de4355555555"],
  ...["becbf647612f3696", "43143ff3c1cb0959", "3ff0000000000000", "4024000000000000", "3fb999999999999a"],
  ...Array.from({ length: 60 }, (_, index) => spread(index)),
];

function accepted(about: string, text: string) {
  return [{ about, text, canonical: "" }];
}

function refused(about: string, ...spellings: string[]) {
  return spellings.map((text) => ({ about, text }));
}

/** A finite double, from a fixed sequence over all exponents. */
function spread(index: number) {
  const bits = BigInt.asUintN(64, BigInt(index + 1) * 0x9e37_79b9_7f4a_7c15n);
  return (bits & ~(1n << 62n)).toString(16).padStart(16, "0");
}
