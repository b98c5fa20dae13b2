const enrollment = "app/api/boundary/boundary-enrollment.test.ts";
const contact = "app/api/boundary/boundary-contact.test.ts";
const acceptance = "lib/boundary/registry/tools/accept-tools.test.ts";
const enroll = "lib/boundary/registry/enrollment/enroll-boundary.ts";
const record = "lib/boundary/registry/tools/record-contact.ts";
const accept = "lib/boundary/registry/tools/accept-tools.ts";
const shown = "lib/boundary/registry/tools/shown-tools.ts";
const confirming = "app/(console)/settings/changes/confirm-tools.test.ts";

export default [
  {
    name: "proof-of-the-new-key",
    invariant: 16,
    file: enroll,
    find: '  await verifyWebhook(headers, rawBody, [boundaryKey({ id: "offered", publicKey, revokedAt: null })], now);\n',
    tests: [`${enrollment} > a call without proof`],
  },
  {
    name: "a-code-is-used-once",
    invariant: 14,
    file: enroll,
    find: ", isNull(boundaryEnrollmentCodes.usedAt)",
    tests: [`${enrollment} > of twenty simultaneous callers`],
  },
  {
    name: "a-code-expires",
    invariant: 14,
    file: enroll,
    find: "        gt(boundaryEnrollmentCodes.expiresAt, now),\n",
    tests: [`${enrollment} > an expired code`],
  },
  {
    name: "no-revoked-or-shared-key",
    invariant: 17,
    file: enroll,
    find: "    await refuseOtherUse(tx, boundary.id, publicKey);\n",
    tests: [`${enrollment} > the key of another boundary`],
  },
  {
    name: "contact-signed-by-the-boundary",
    invariant: 16,
    file: "lib/boundary/registry/boundary-key.ts",
    find: "    .where(eq(boundaries.id, boundaryId));",
    replace: "    .orderBy(boundaries.id);",
    tests: [`${contact} > invariant 16`],
  },
  {
    name: "parts-in-order",
    invariant: 21,
    file: record,
    find: "\n      and (${part} = 1 or (report_id = ${reportId} and next_part in (${part}, ${part + 1})))",
    tests: [`${contact} > a list in parts`],
  },
  {
    name: "no-contact-of-a-revoked-boundary",
    invariant: 17,
    file: record,
    find: " and revoked_at is null\n      and (",
    replace: "\n      and (",
    tests: [`${acceptance} > only admins accept tools`],
  },
  {
    name: "no-contact-without-tools-of-a-revoked-boundary",
    invariant: 17,
    file: record,
    find: " and revoked_at is null returning",
    replace: " returning",
    tests: [`${acceptance} > only admins accept tools`],
  },
  {
    name: "at-most-2000-tools",
    invariant: 23,
    file: record,
    find: "  await refuseTooMany(tx, boundaryId, reportId);\n",
    tests: [`${contact} > 2,000 tools fit`],
  },
  {
    name: "text-with-the-reported-hashes",
    invariant: 13,
    file: "lib/boundary/registry/tools/store-texts.ts",
    find: "\n        and t.seen_description = sent.description and t.seen_schema = sent.schema",
    tests: [`${contact} > a text is stored only`],
  },
  {
    name: "text-that-a-page-can-show",
    invariant: 23,
    file: "lib/boundary/registry/tools/store-texts.ts",
    find: " || !isShallow(tool, mostLevels)",
    tests: [`${acceptance} > a tool that no page can show`],
  },
  {
    name: "accept-what-was-shown",
    invariant: 3,
    file: accept,
    find: "\n        and t.seen_description = shown.description and t.seen_schema = shown.schema and t.seen_text is not null",
    replace: " and t.seen_text is not null",
    tests: [`${acceptance} > a tool that changed since`],
  },
  {
    name: "accept-what-can-be-read",
    invariant: 13,
    file: accept,
    find: " and t.seen_text is not null",
    tests: [`${acceptance} > a tool that no page can show`],
  },
  {
    name: "accept-all-or-none",
    invariant: 3,
    file: accept,
    find: '    if (refused.length > 0) throw changedSince(refused, confirmed && "proposal_superseded");\n',
    tests: [`${acceptance} > a tool that changed since`],
  },
  {
    name: "accept-on-this-boundary",
    invariant: 3,
    file: accept,
    find: "where t.boundary_id = ${boundaryId} and t.name = shown.name",
    replace: "where t.name = shown.name",
    tests: [`${acceptance} > accepting a tool on one boundary`],
  },
  {
    name: "show-exactly-what-was-proposed",
    invariant: 3,
    file: shown,
    find: "row?.description === description && row.schema === schema ? [row] : []",
    replace: "row ? [row] : []",
    tests: [`${confirming} > a second admin confirms only`],
  },
  {
    name: "confirm-what-can-be-read",
    invariant: 13,
    file: shown,
    find: "  if (changed.length > 0) throw changedSince(changed);\n",
    tests: [`${confirming} > a second admin confirms only`],
  },
];
