const users = "app/scim/users.test.ts";

export default [
  {
    name: "token-expires",
    invariant: "A directory, or whoever has its token",
    file: "lib/scim/find-client.ts",
    find: "        gt(scimTokens.expiresAt, now),\n",
    replace: "        now ? undefined : gt(scimTokens.expiresAt, now),\n",
    tests: ["app/scim/access.test.ts"],
  },
  {
    name: "token-revoked",
    invariant: "A directory, or whoever has its token",
    file: "lib/scim/find-client.ts",
    find: "        isNull(scimTokens.revokedAt),\n",
    replace: "        now ? undefined : isNull(scimTokens.revokedAt),\n",
    tests: ["app/scim/access.test.ts"],
  },
  {
    name: "address-of-an-admin",
    invariant: "A directory, or whoever has its token",
    file: "lib/scim/change-user.ts",
    find: '        if (row.roles.includes("admin")) draft.email = row.email;\n',
    tests: ["app/scim/admin-address.test.ts"],
  },
  {
    name: "given-address-is-unconfirmed",
    invariant: "A stolen SCIM token gives somebody the address of an account",
    file: "lib/scim/given-address.ts",
    find: "return { emailVerified, emailBefore, emailGivenAt: now, emailGivenBy: by };",
    replace: "return now && by ? { emailVerified } : { emailBefore };",
    tests: ["app/api/sso-given-address.test.ts", users],
  },
  {
    name: "only-suspensions-of-a-directory-end-by-one",
    invariant: "A directory brings back whom an admin or an alarm suspended",
    file: "lib/scim/save-standing.ts",
    find: 'if (isActive !== true || status !== "suspended" || isScimActor(suspendedBy)) return undefined;',
    replace:
      'if (isActive !== true || status !== "suspended" || isScimActor(suspendedBy) || id) return undefined;',
    tests: [users, "app/scim/directorys-word.test.ts"],
  },
  {
    name: "active-is-a-boolean",
    invariant: "A leaver stays active through a text that counts as true",
    file: "lib/scim/values.ts",
    find: 'if (value === true || value === "True") return true;',
    replace: 'if (value === true || String(value).toLowerCase() === "true") return true;',
    tests: [users],
  },
  {
    name: "groups-of-the-console-are-invisible",
    invariant: "A directory, or whoever has its token",
    file: "lib/scim/group-row.ts",
    find: 'return and(eq(groups.source, "scim"), ...conditions);',
    replace: "return and(eq(groups.source, groups.source), ...conditions);",
    tests: ["app/scim/groups.test.ts"],
  },
  {
    name: "if-match",
    invariant: 14,
    file: "lib/scim/change-user.ts",
    find: '        requireMatch(ifMatch, userResource(row, "").version);\n',
    replace: "        void [requireMatch, ifMatch, userResource];\n",
    tests: [users],
  },
];
