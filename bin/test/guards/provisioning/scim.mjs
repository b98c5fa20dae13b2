const users = "app/api/scim/users.test.ts";
const access = "app/api/scim/user-access.test.ts";
const reading = "app/api/scim/reading-users.test.ts";

export default [
  {
    name: "token-expires",
    invariant: "A directory, or a thief of its token",
    file: "lib/provisioning/scim/tokens/find-client.ts",
    find: "        gt(scimTokens.expiresAt, now),\n",
    replace: "        now ? undefined : gt(scimTokens.expiresAt, now),\n",
    tests: ["app/api/scim/access.test.ts"],
  },
  {
    name: "token-revoked",
    invariant: "A directory, or a thief of its token",
    file: "lib/provisioning/scim/tokens/find-client.ts",
    find: "        isNull(scimTokens.revokedAt),\n",
    replace: "        now ? undefined : isNull(scimTokens.revokedAt),\n",
    tests: ["app/api/scim/access.test.ts"],
  },
  {
    name: "address-of-an-admin",
    invariant: "A directory, or a thief of its token",
    file: "lib/provisioning/scim/users/change-user.ts",
    find: '        if (row.roles.includes("admin")) draft.email = row.email;\n',
    tests: ["app/api/scim/admin-address.test.ts"],
  },
  {
    name: "given-address-is-unconfirmed",
    invariant: "A stolen SCIM token gives a person the address of an account",
    file: "lib/provisioning/scim/users/unconfirmed-email.ts",
    find: "return { emailVerified, emailBefore, emailGivenAt: now, emailGivenBy: by };",
    replace: "return now && by ? { emailVerified } : { emailBefore };",
    tests: ["app/api/sso/sso-unconfirmed-email.test.ts", users],
  },
  {
    name: "only-suspensions-of-a-directory-end-by-one",
    invariant: "A directory reactivates a person suspended by an admin or a security event",
    file: "lib/provisioning/scim/users/apply-active.ts",
    find: 'status !== "suspended" || suspendedBy === client.id) return undefined;',
    replace: 'status !== "suspended" || suspendedBy === client.id || id) return undefined;',
    tests: [access, "app/api/scim/inactive-flag.test.ts"],
  },
  {
    name: "only-suspensions-by-the-same-client-end-by-it",
    invariant: "A directory reactivates a person suspended by an admin or a security event",
    file: "lib/provisioning/scim/users/apply-active.ts",
    find: 'status !== "suspended" || suspendedBy === client.id) return undefined;',
    replace:
      'status !== "suspended" || suspendedBy?.split(":")[0] === client.id.split(":")[0]) return undefined;',
    tests: ["app/api/scim/inactive-flag.test.ts > another client does not end"],
  },
  {
    name: "active-is-a-boolean",
    invariant: "A leaver stays active because of text that counts as true",
    file: "lib/provisioning/scim/values.ts",
    find: 'if (value === true || value === "True") return true;',
    replace: 'if (value === true || String(value).toLowerCase() === "true") return true;',
    tests: [users],
  },
  {
    name: "groups-of-the-console-are-invisible",
    invariant: "A directory, or a thief of its token",
    file: "lib/provisioning/scim/groups/group-row.ts",
    find: 'return and(eq(groups.source, "scim"), ...conditions);',
    replace: "return and(eq(groups.source, groups.source), ...conditions);",
    tests: ["app/api/scim/groups.test.ts"],
  },
  {
    name: "if-match",
    invariant: 14,
    file: "lib/provisioning/scim/users/change-user.ts",
    find: '        requireMatch(ifMatch, userResource(row, "").version);\n',
    replace: "        void [requireMatch, ifMatch, userResource];\n",
    tests: [reading],
  },
  {
    name: "a-client-takes-back-its-own-word",
    invariant: "A directory reactivates a person suspended by an admin or a security event",
    file: "lib/membership/inactive-claim.ts",
    find: "if (await clearInactiveFlag(tx, personId, actor.id)) return true;",
    replace: "if (await clearInactiveFlag(tx, personId)) return true;",
    tests: ["app/api/scim/inactive-flag.test.ts > another client's refused active:true does not withdraw"],
  },
  {
    name: "a-client-ends-its-own-refused-removal",
    invariant: "A directory reactivates a person suspended by an admin or a security event",
    file: "lib/membership/inactive-claim.ts",
    find: "?.actorId === actor.id;",
    replace: " !== undefined;",
    tests: ["app/api/scim/inactive-flag.test.ts > another client's refused active:true does not end"],
  },
];
