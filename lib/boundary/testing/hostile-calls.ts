/** An HTTP call as a client writes it. Text is sent as Latin-1, so that a character is a byte. */
export interface WrittenCall {
  method: string;
  target: string;
  /** Lines without their ends. */
  headers: string[];
  body: string;
}

/** The edges that decide about HTTP calls. */
export type HttpEdge = "proxy" | "envoy" | "forward-auth";

/**
 * What an edge does with a variant of {@link plainCall}: refuses it, asks for another action, or asks
 * for the same one.
 */
export type Treatment = "refused" | "differs" | "same";

export interface HostileCall extends WrittenCall {
  name: string;
  expected: Record<HttpEdge, Treatment>;
}

export const plainCall: WrittenCall = {
  ...{ method: "POST", target: "/refunds/ch_81?mode=full" },
  ...{ headers: ["Content-Type: application/json"], body: '{"amount":5}' },
};

/** A path or query that two servers could read differently. */
const refusedTargets = [
  ..."/refunds/../refunds/ch_81 /refunds/./ch_81 /refunds/.. /. /.. /refunds//ch_81 //refunds/ch_81".split(
    " ",
  ),
  ..."/refunds/..;/ch_81 /..;a=1/refunds /refunds/.;/ch_81 /refunds/..%3b/x /refunds;v=1/ch_81 /refunds/ch_81;x".split(
    " ",
  ),
  ..."/refunds/ch_81%3bx /refunds/ch_81; /refunds/... /refunds/%20 /refunds/..%20/x /refunds/%20../x".split(
    " ",
  ),
  ..."/%2e%2e/refunds /%2E%2E/x /.%2e/x /%252e%252e/x /refunds%2fch_81 /refunds%2Fch_81 /refunds%5cch_81".split(
    " ",
  ),
  ..."/refunds%5Cch_81 /refunds%252fch_81 /refunds%255cch_81 /refunds/ch_81%00 /refunds/ch_81%00.json".split(
    " ",
  ),
  ..."/refunds/ch_81%2500 /refunds/ch_81%0a /refunds/ch_81%0d%0aX:1 /refunds/ch_81%09 /refunds/ch_81%7f".split(
    " ",
  ),
  ..."/refund%73/ch_81 /refunds/ch%5f81 /refunds/ch%2D81 /%7eroot /refunds/ch_81% /refunds/ch_81%6 /x%zz".split(
    " ",
  ),
  ..."/%c0%ae%c0%ae/x /refunds%c0%afch_81 /refunds%c1%9cch_81 /x%e0%80%af /x%f0%80%80%af /x%ff /x%e9".split(
    " ",
  ),
  ..."/x%ed%a0%80 /x%c3 /x%c3%28 /%ef%bc%8e%ef%bc%8e/x /x%ef%bc%8fy /x%e2%81%84y /x%e2%88%95y /%e2%80%a6".split(
    " ",
  ),
  ..."/x%cd%be /refunds\\ch_81 /refunds/ch_81#x /refunds/ch_81?a#b * refunds ?mode=full".split(" "),
  ...[
    '/refunds/"ch_81"',
    "/refunds/<x>",
    "/refunds/{x}",
    "/refunds/ch_81\x80",
    "/refunds/\xc3\xa9",
    "/refunds/ch_81|",
  ],
  ..."/x?_method=DELETE /x?a=1&_METHOD=DELETE /x?%5Fmethod=DELETE /x?[_method]=DELETE /x?.method=DELETE".split(
    " ",
  ),
  ..."/x?_method[]=DELETE /x?a;_method=DELETE /x?+_method=DELETE /x?data[_method]=x /x?X-HTTP-Method-Override=x".split(
    " ",
  ),
  ...'/x?a=%00 /x?a=%c0%ae /x?a=%ff /x?%e9=1 /x?a=% /x?a=%4 /x?a="b" /x?a=<b>'.split(" "),
];

/** A path or query of its own, of which servers agree that it is another one. */
const otherTargets = [
  ..."/ /refunds /refunds/ /refunds/ch_81 /refunds/ch_81? /refunds/ch_81/?mode=full /Refunds/ch_81?mode=full".split(
    " ",
  ),
  ..."/refunds/CH_81?mode=full /refunds/ch_81.?mode=full /refunds/ch_81.json?mode=full /refunds/ch_82?mode=full".split(
    " ",
  ),
  ..."/refunds/ch%3A81?mode=full /refunds/ch:81?mode=full /refunds/ch%C3%A9?mode=full /refunds/ch%c3%a9?mode=full".split(
    " ",
  ),
  ..."/refunds/ch_81?mode=half /refunds/ch_81?Mode=full /refunds/ch_81?mode=full&mode=half /refunds/ch_81?mode[]=full".split(
    " ",
  ),
  ..."/refunds/ch_81?mode=full&Mode=half /refunds/ch_81?mode=full;mode=half /refunds/ch_81?mode=full&mode[]=half".split(
    " ",
  ),
  ..."/refunds/ch_81?mode=full&[mode]=half /refunds/ch_81?mode=full&mode]=half /refunds/ch_81?mode=full&]mode=half".split(
    " ",
  ),
  ..."/refunds/ch_81?mode=full&[amount]=9000 /refunds/ch_81?mode=full&%5Bmode%5D=half /refunds/ch_81?mode=ful%6c /refunds/ch_81?mode=full& /refunds/ch_81??mode=full".split(
    " ",
  ),
  ..."/refunds/ch_81?mode=full&amount=9000 /refunds/ch_81?mode=full+ /refunds/ch_81?mode=full%20 /refunds/ch_81?mod%65=full".split(
    " ",
  ),
];

/** Content types by which a reader could take the same bytes for another body. */
const otherContentTypes = [
  ..."utf-7 UTF-7 utf8 utf-16 utf-16le utf-32 latin1 iso-8859-1 windows-1252 ibm037 shift_jis anything".split(
    " ",
  ),
  ...[
    '"utf-8"',
    '"utf-8',
    "'utf-8'",
    "utf-8;charset=utf-7",
    "utf-7;charset=utf-8",
    "utf-8; v=1",
    "utf-8;",
    "",
    "utf-8 utf-7",
  ],
].map((charset) => `application/json; charset=${charset}`);
const moreContentTypes = [
  ...[
    "application/json;",
    "application/json; v=1",
    "application/json ; charset=utf-8",
    "application/json;  charset=utf-8",
  ],
  ...["application/json;charset = utf-8", "application/json; boundary=x", "application/json5"],
  ...[
    "application/jsonx",
    "application /json",
    "text/json",
    "text/plain",
    "text/html",
    "application/xml",
    "x",
    "json",
  ],
  ...[
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "*/*",
  ],
  ...[
    "application/vnd.api+json",
    "application/merge-patch+json",
    "application/json-seq",
    "application/x-ndjson",
  ],
];
const refusedContentTypes: [string, string[]][] = [
  ["two equal content types", ["Content-Type: application/json", "Content-Type: application/json"]],
  ["two content types", ["Content-Type: application/json", "Content-Type: text/plain"]],
  ["two content types, the plain one last", ["content-type: text/plain", "Content-Type: application/json"]],
  ["two joined content types", ["Content-Type: application/json,text/plain"]],
  ["two joined content types with a space", ["Content-Type: application/json, application/json"]],
  ["an empty content type", ["Content-Type:"]],
  ["a content type with a byte above ASCII", ["Content-Type: application/json\xa0"]],
  ["a content type with a tab", ["Content-Type: application/json\tx"]],
  ["a content type over 200 characters", [`Content-Type: application/json; v=${"x".repeat(200)}`]],
  [
    "a second content type with an underscore",
    ["Content-Type: application/json", "Content_Type: text/plain"],
  ],
  ["a content type on two lines", ["Content-Type: application/json;", " charset=utf-7"]],
];

/** Headers that make another call of the call, or hide what it is. */
const refusedHeaders = [
  ..."X-HTTP-Method-Override:DELETE X-HTTP-Method:DELETE X-Method-Override:DELETE x-http-method-override:POST".split(
    " ",
  ),
  ..."X_HTTP_Method_Override:DELETE X-HTTP_Method-Override:DELETE X-Original-URL:/admin X-Rewrite-URL:/admin".split(
    " ",
  ),
  ..."X-ORIGINAL-URL:/refunds/ch_81 X_Original_URL:/admin Content-Range:bytes_0-1/2 Content-Encoding:gzip".split(
    " ",
  ),
  ..."Content-Encoding:br Content-Encoding:deflate Content-Encoding:identity,gzip Content-Encoding: X-Original-URI:/a".split(
    " ",
  ),
  ..."X-Original-Method:DELETE X-Forwarded-Uri:/admin X-Forwarded-Method:DELETE Content_Length:2 Transfer_Encoding:x".split(
    " ",
  ),
  ..."Host:other.example Content-Length:2 Expect:tea Destination:/admin SOAPAction:Delete X-Amz-Target:Delete".split(
    " ",
  ),
  ..."X-Original-Path:/admin X-Envoy-Original-Path:/admin X-Forwarded-Prefix:/admin X-Forwarded-Path:/admin".split(
    " ",
  ),
  ..."Forwarded:host=other.example X-Original-Host:other.example X-Host:other.example X_Forwarded_Uri:/admin".split(
    " ",
  ),
  ..."X-HTTP.Method.Override:DELETE X-HTTP~Method-Override:DELETE Content.Type:text/plain".split(" "),
];
const otherHeaders = [
  ...[
    "text/csv",
    "application/vnd.api.v2+json",
    "application/json;q=0.5",
    "*/*;q=0",
    "text/html,*/*",
    "application/json,*/*",
  ],
].map((accept) => `Accept: ${accept}`);
const harmlessHeaders = [
  "Accept: */*",
  "Accept: application/json",
  "User-Agent: x",
  "X-Note: y",
  "Content-Encoding: identity",
];

/** Bodies of the type `application/json` that aren't the plain one. */
const otherBodies = [
  ...[
    '{"amount":9000}',
    '{"amount":"5"}',
    '{"amount":5,"amount":9000}',
    '{"amount":9000,"amount":5}',
    '{"amount":5,"Amount":9000}',
  ],
  ...[
    '{"amount":5,"AMOUNT":9000}',
    '{"amount":5,"\\u0061mount":9000}',
    '{"amount":5,"x":{"a":1,"A":2}}',
    '{"amount":5.00000000000000000001}',
  ],
  ...[
    '{"amount":5,"\\u212a":1,"k":2}',
    '{"amount":5}{"amount":9000}',
    '{"amount":5},',
    '{"amount":5}x',
    '{"amount":5,}',
    '{"amount":05}',
  ],
  ...[
    '{"amount":5 /* x */}',
    "{'amount':5}",
    "{amount:5}",
    '{"amount":NaN}',
    '{"amount":5}\0',
    '\0{"amount":5}',
    '["amount",5]',
    "5",
  ],
  ...[
    '\xef\xbb\xbf{"amount":5}',
    '{"amount":5,"x":"\xff"}',
    '{"amount":5,"x":"\\ud800"}',
    '{"__proto__":{"amount":9000},"amount":5}',
  ],
  ...[
    '{"amount":5,"x":12345678901234567890}',
    '{"amount":5,"x":1e999}',
    "\x00{\x00}",
    "+AHsAIg-amount+ACI-:9000+AH0-",
    "amount=5",
  ],
  ...[`${'{"a":'.repeat(13)}5${"}".repeat(13)}`, `{"amount":5}${" ".repeat(8000)}`, "null", "{}", ""],
];
/** Other spellings of the same JSON value. */
const sameBodies = ['{ "amount" : 5 }', '{"amount":5.0}', '{"amoun\\u0074":5}', '\n{"amount":5}\n'];

/** Bodies with a parameter by which frameworks run another method. */
const methodBodies: [type: string, body: string][] = [
  ["application/x-www-form-urlencoded", "_method=DELETE"],
  ["application/x-www-form-urlencoded", `a=${"x".repeat(9000)}&%5FMethod[]=DELETE`],
  ["application/x-www-form-urlencoded; charset=x", "a=1;_method=DELETE"],
  ["application/json", '{"amount":5,"_method":"DELETE"}'],
  ["application/json", '{"amount":5,"\\u005fMETHOD" : "DELETE"}'],
  ["application/json", '{"amount":5,"amount":6,"_method":"DELETE"}'],
  ["application/json; charset=x", '{"_method":"DELETE"}'],
  ["application/vnd.api+json", '{"_method":"DELETE"}'],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--x--',
  ],
  [
    "multipart/form-data; boundary=x",
    "--x\r\nContent-Disposition: form-data; name=_method\r\n\r\nDELETE\r\n--x--",
  ],
];

const at = (expected: Treatment, more: Partial<HostileCall["expected"]> = {}) => ({
  ...{ proxy: expected, envoy: expected, "forward-auth": expected },
  ...more,
});
const variant = (
  name: string,
  expected: HostileCall["expected"],
  more: Partial<WrittenCall>,
): HostileCall => ({
  ...{ name, expected, ...plainCall },
  ...more,
});
const withHeaders = (headers: string[]) => ({ headers: [...plainCall.headers, ...headers] });
const contentType = (type: string) => ({ headers: [`Content-Type: ${type}`] });

/** Variants of {@link plainCall}, and what each edge does with them. For tests only. */
export const hostileCalls: readonly HostileCall[] = [
  ...refusedTargets.map((target) => variant(`the target ${target}`, at("refused"), { target })),
  ...otherTargets.map((target) => variant(`the target ${target}`, at("differs"), { target })),
  ...[...otherContentTypes, ...moreContentTypes].map((type) =>
    variant(`the content type ${type}`, at("differs"), contentType(type)),
  ),
  ...refusedContentTypes.map(([name, headers]) => variant(name, at("refused"), { headers })),
  variant("no content type", at("differs"), { headers: [] }),
  ...["application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"].map((type) =>
    variant(`the content type ${type}`, at("same"), contentType(type)),
  ),
  ...refusedHeaders.map((line) => variant(`the header ${line}`, at("refused"), withHeaders([line]))),
  ...otherHeaders.map((line) => variant(`the header ${line}`, at("differs"), withHeaders([line]))),
  ...harmlessHeaders.map((line) => variant(`the header ${line}`, at("same"), withHeaders([line]))),
  ...otherBodies.map((body) =>
    variant(`the body ${JSON.stringify(body.slice(0, 60))}`, at("differs"), { body }),
  ),
  ...methodBodies.map(([type, body]) =>
    variant(`the ${type} ${JSON.stringify(body.slice(-60))}`, at("refused"), { ...contentType(type), body }),
  ),
  variant("a form without a content type that names a method", at("refused"), {
    headers: [],
    body: "_method=DELETE",
  }),
  ...sameBodies.map((body) => variant(`the body ${JSON.stringify(body)}`, at("same"), { body })),
  ...["PUT", "PATCH", "DELETE", "OPTIONS"].map((method) =>
    variant(`the method ${method}`, at("differs"), { method }),
  ),
  variant("the method GET with a body", at("differs", { proxy: "refused" }), { method: "GET" }),
  ...["PROPFIND", "COPY", "MOVE", "PURGE", "QUERY", "TRACE", "LINK"].map((method) =>
    variant(`the method ${method}`, at("refused"), { method }),
  ),
];
