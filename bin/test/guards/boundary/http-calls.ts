import { posix } from "node:path";

const calls = "lib/boundary/mapping/engine/http-call.test.ts";
const mapping = "lib/boundary/mapping/engine/action-of.test.ts";
const refused = `${calls} > a call of the target`;

/** A rule of the one description of an HTTP call (lib/boundary/mapping/engine/http-call.ts). */
const described = (name: string, file: string, find: string, replace: string, tests: string[]) => ({
  ...{
    name,
    invariant: 21,
    file: posix.join("lib/boundary/mapping/engine", `${file}.ts`),
    find,
    replace,
    tests,
  },
});

export default [
  described("path-characters", "http-target", "|| !pathCharacters.test(path)", "", [refused]),
  described("query-characters", "http-target", "|| !queryCharacters.test(query)", "", [refused]),
  described("structural-escapes", "http-target", "if (structuralEscape.test(path))", "if (!path)", [refused]),
  described("needless-escapes", "http-target", "if (needlessEscape.test(path))", "if (!path)", [refused]),
  described(
    "look-alikes",
    "http-target",
    '  requirePlainText(decode(path, "/path"));\n',
    '  decode(path, "/path");\n',
    [refused],
  ),
  described(
    "escapes-are-utf-8",
    "http-target",
    "    return decodeURIComponent(text);\n  } catch {",
    "    return decodeURIComponent(text);\n  } catch {\n    if (place) return text;",
    [refused],
  ),
  described("empty-segments", "http-target", 'if (segments.slice(0, -1).includes(""))', "if (!path)", [
    refused,
  ]),
  described(
    "dot-segments",
    "http-target",
    "if (segments.some(isDotSegment))",
    "if (segments.some(isDotSegment) && !path)",
    [refused],
  ),
  described("zero-in-a-query", "http-target", "if (/%00/.test(query))", "if (query === null)", [refused]),
  described("named-semicolons", "http-target", "countOf(path) !== countOf(tool)", "countOf(tool) < 0", [
    `${calls} > a path with a semicolon`,
  ]),
  described("repeated-headers", "http-headers", "?.length ?? 0) > 1)", "?.length ?? 0) > 99)", [
    `${calls} > a call with two content types is refused`,
  ]),
  described("overriding-headers", "http-headers", "if (values.has(name))", "if (values.has(name) && !name)", [
    `${calls} > a call with the header X-HTTP-Method-Override is refused`,
  ]),
  described("other-characters-in-names", "http-headers", 'name.replace(/[^a-z0-9]/g, "-")', "name", [
    `${calls} > a call with X_HTTP_Method_Override`,
    `${calls} > a call with X-HTTP.Method.Override`,
  ]),
  described("encoded-bodies", "http-headers", 'encoding.toLowerCase() !== "identity"', 'encoding === ""', [
    `${calls} > a call with an encoded body is refused`,
  ]),
  described("joined-content-types", "http-headers", 'name === "Accept" || !value.includes(",")', "true", [
    `${calls} > a call with two content types that a gateway joined`,
  ]),
  described("unusual-accept", "http-headers", "!isUsualAccept(accept) && ", "isUsualAccept(accept) && ", [
    `${calls} > an Accept is part of the call`,
  ]),
  described(
    "plain-spelling-of-json",
    "http-body",
    "return /^application\\/json(?:; ?charset=utf-8)?$/i.test(type);",
    "return /^application\\/json/i.test(type);",
    [`${calls} > JSON of the type`],
  ),
  described(
    "signed-content-type",
    "http-body",
    "...(!isPlainJson && contentType !== undefined && { contentType }),",
    "...(!isPlainJson && {}),",
    [calls],
  ),
  described("names-in-one-case", "http-body", "isFolding: true, ", "", [
    `${calls} > a body that names members that differ in case`,
  ]),
  described("parameters-alike", "http-parameters", "count !== 1 || ", "", [
    `${mapping} > a parameter of the query`,
  ]),
  described(
    "semicolons-between-parameters",
    "http-parameters",
    'if (query.includes(";")) return undefined;',
    "",
    [`${mapping} > a parameter of the query`],
  ),
  described(
    "parameter-also-in-the-body",
    "http-parameters",
    "namesInBody(values.body).some((other) => isAlike(other, name))",
    "!name",
    [`${mapping} > a value that is in the query and in the body`],
  ),
  described("names-that-parsers-fold", "http-parameters", "if (!plainName.test(one)) return true;", "", [
    `${mapping} > a parameter of the query`,
    `${mapping} > a value that is in the query and in the body`,
  ]),
  described("seven-methods", "http-call", "if (!httpMethods.includes(method))", "if (method === host)", [
    `${calls} > a call of the method`,
  ]),
  described(
    "method-in-the-query",
    "http-target",
    '  requireNoMethod(query, "/query");\n',
    "  void requireNoMethod;\n",
    [`${calls} > a parameter by which frameworks run another method`],
  ),
  described("method-in-a-form", "http-body", 'requireNoMethod(text, "/body");', "void requireNoMethod;", [
    `${calls} > a parameter by which frameworks run another method`,
  ]),
  described(
    "method-in-json-or-a-part",
    "http-body",
    '  requireNoMethodName(names, "/body");\n',
    "  void [requireNoMethodName, names];\n",
    [`${calls} > a parameter by which frameworks run another method`],
  ),
  described(
    "member-also-in-the-query",
    "source",
    'if (first === "body" && isInQuery(values, second)) return undefined;',
    "",
    [`${mapping} > a value that is in the query and in the body`],
  ),
];
